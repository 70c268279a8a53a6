package org.sstem.internal.sheet;

import org.ejml.data.DMatrixRMaj;

/**
 * What is known of pulls before the neighbours are looked at: they vary slowly along the band, drift is smooth, and the
 * sides of a gap fit together, so that they moved apart by its width.
 */
final class PullPrior {

    /** Samples are not independent of each other: about so many tell as much as one. */
    static final double DEPENDENT = 20;
    /** Variance of the logarithm of a decay's length. */
    private static final double LENGTH = DEPENDENT;
    /** Where the pull ends is known to some 15 px. */
    private static final double END = DEPENDENT / (15 * 15);

    private static final double ALONG = DEPENDENT / (60 * 60);
    private static final double SHEAR = DEPENDENT / (15 * 15);
    private static final double SHEAR_STIFFNESS = DEPENDENT;
    /** By how much less sure of pulls, changes of shear, lengths and ends a prior is that need not keep a fit from going astray. */
    private static final double WIDER = 2.6;
    /** Most shears are small, but some folds have sheared by as much as they have pulled: to that prior more cost little more. */
    private static final double LARGE_SHEAR_PX = 9;

    /** Drift over the section: 20 px of shift, 10 px of a gradient, 5 px of a quadratic, 3 px of a cubic part. */
    private static final double[] DRIFT = {DEPENDENT / 400, DEPENDENT / 100, DEPENDENT / 25, DEPENDENT / 9};

    /** The width of a gap is known to 1 px in 50 px of its course: so well in one step of it. */
    private static final double GAP_PX = Math.sqrt(50 / Course.STEP);
    /** What a mask is wider or narrower than the gap, all along it. */
    private static final double EXCESS_PX = 4;

    /** Masks follow the gap to a pixel, but now and then something else joins it. */
    private static final double GAP_OUTLIER_PX = 1.5;
    /**
     * What a gap tells of its sides is how far they are apart; that both have gone the same way, neighbours alone can tell,
     * and what their tissue has moved by itself looks the same. It is known to vary little along the gap.
     */
    private static final double COMMON_STIFFNESS = 400;

    private static final double COMMON = DEPENDENT / (10 * 10);
    private static final double COMMON_SHEAR_STIFFNESS = 400;

    /** The two sides of a fold are pulled by the same but for about so much of it: what both go the same way is rather drift. */
    private static final double UNLIKE_SIDES = 0.35;

    private static final double LEAST_UNLIKE_PX = 1.5;
    /** Sides stay unlike in the same way for about so many knots. */
    private static final double UNLIKE_KNOTS = 3;

    private final PullParameters layout;
    private final double stiffness;
    private final boolean gaps;
    private final double sure;
    private final double largeShear;
    private final boolean alike;

    /**
     * Makes a prior.
     *
     * @param layout    the parameters
     * @param stiffness what a pull costs that bends along its band
     * @param gaps      true if the bands are gaps in the tissue, in which nothing was lost
     */
    PullPrior(PullParameters layout, double stiffness, boolean gaps) {
        this(layout, stiffness, gaps, 1, Double.POSITIVE_INFINITY, false);
    }

    private PullPrior(
            PullParameters layout, double stiffness, boolean gaps, double sure, double largeShear, boolean alike) {
        this.layout = layout;
        this.stiffness = stiffness;
        this.gaps = gaps;
        this.sure = sure;
        this.largeShear = largeShear;
        this.alike = alike;
    }

    /** The same prior for a fit that starts where it belongs: pulls, shears and decays may be what the tissue shows. */
    PullPrior wider() {
        return new PullPrior(layout, stiffness, gaps, 1 / (WIDER * WIDER), LARGE_SHEAR_PX, alike);
    }

    /** The same prior, by which the two sides of a fold are pulled about alike. */
    PullPrior alike() {
        return new PullPrior(layout, stiffness, gaps, sure, largeShear, !gaps);
    }

    /** Adds to the normal equations of a step from p: h step = g. */
    void add(DMatrixRMaj h, DMatrixRMaj g, double[] p) {
        for (int k = 0; k < layout.courses.size(); k++) {
            for (int side = 0; side < 2; side++) {
                for (int i = 0; i + 2 < layout.knots[k]; i++) {
                    add(h, g, p, stiffness, layout.along(k, side) + i, 1, -2, 1);
                }
                for (int i = 0; i < layout.knots[k]; i++) {
                    add(h, g, p, sure * ALONG, layout.along(k, side) + i, 1);
                }
                for (int i = 0; i < layout.shearKnots[k]; i++) {
                    if (i + 1 < layout.shearKnots[k]) {
                        add(h, g, p, sure * SHEAR_STIFFNESS, layout.shear(k, side) + i, 1, -1);
                    }
                    double large = p[layout.shear(k, side) + i] / largeShear;
                    add(h, g, p, SHEAR / (1 + large * large), layout.shear(k, side) + i, 1);
                }
                one(h, g, sure * LENGTH, layout.length(k, side), Math.log(PullParameters.TYPICAL_LENGTH), p);
                one(h, g, sure * END, layout.end(k, side), PullParameters.TYPICAL_END_PX, p);
            }
            one(h, g, DEPENDENT / (EXCESS_PX * EXCESS_PX), layout.excess(k), 0, p);
            if (gaps) {
                gap(h, g, p, k);
                common(h, g, p, k);
            }
            if (alike) {
                alike(h, g, p, k);
            }
        }
        for (int i = 0; i < 2 * CubicDrift.TERMS; i++) {
            one(h, g, DRIFT[CubicDrift.degree(i % CubicDrift.TERMS)], layout.drift() + i, 0, p);
        }
    }

    /** The sides of a gap have moved apart by its width, wherever it could be measured. */
    private void gap(DMatrixRMaj h, DMatrixRMaj g, double[] p, int k) {
        Course course = layout.courses.get(k);
        int[] index = new int[11];
        double[] j = new double[11];
        double[] w = new double[4];
        for (int i = 0; i < course.widths().length; i++) {
            double width = course.widths()[i];
            if (Double.isNaN(width)) {
                continue;
            }
            double s = course.from() + i * Course.STEP;
            double ending = Pull.ending(course, s, p[layout.end(k, 0)], p[layout.end(k, 1)]);
            int used = 0;
            double apart = 0;
            for (int side = 0; side < 2; side++) {
                int at = layout.length(k, side);
                double far = 0.5 * width / Math.exp(p[at]);
                double e = ending * Math.exp(-far) * (side == 0 ? 1 : -1);
                int first = layout.along(k, side) + Pull.weights(s, layout.from[k], layout.to[k], layout.knots[k], w);
                double own = 0;
                for (int c = 0; c < 4; c++) {
                    index[used] = first + c;
                    j[used++] = e * w[c];
                    own += e * w[c] * p[first + c];
                }
                index[used] = at;
                j[used++] = far * own;
                apart += own;
            }
            index[used] = layout.excess(k);
            j[used] = 1;
            double error = width - apart - p[layout.excess(k)];
            double outlier = error / GAP_OUTLIER_PX;
            double weight = DEPENDENT / (GAP_PX * GAP_PX * (1 + outlier * outlier));
            for (int a = 0; a <= used; a++) {
                for (int b = 0; b <= used; b++) {
                    h.data[index[a] * layout.size + index[b]] += weight * j[a] * j[b];
                }
                g.data[index[a]] += weight * j[a] * error;
            }
        }
    }

    private void common(DMatrixRMaj h, DMatrixRMaj g, double[] p, int k) {
        int[] first = {layout.along(k, 0), layout.along(k, 1)};
        for (int i = 0; i < layout.knots[k]; i++) {
            if (i + 2 < layout.knots[k]) {
                both(h, g, p, COMMON_STIFFNESS, first, i, 1, -2, 1);
            }
            both(h, g, p, COMMON, first, i, 1);
        }
        int[] shear = {layout.shear(k, 0), layout.shear(k, 1)};
        for (int i = 0; i + 1 < layout.shearKnots[k]; i++) {
            both(h, g, p, COMMON_SHEAR_STIFFNESS, shear, i, 1, -1);
        }
    }

    private void alike(DMatrixRMaj h, DMatrixRMaj g, double[] p, int k) {
        int[] first = {layout.along(k, 0), layout.along(k, 1)};
        double size = 0;
        for (int i = 0; i < layout.knots[k]; i++) {
            size += Math.abs(p[first[0] + i] - p[first[1] + i]) / 2 / layout.knots[k];
        }
        double unlike = Math.max(UNLIKE_SIDES * size, LEAST_UNLIKE_PX);
        for (int i = 0; i < layout.knots[k]; i++) {
            both(h, g, p, DEPENDENT / (4 * unlike * unlike) / UNLIKE_KNOTS, first, i, 1);
        }
    }

    private void both(DMatrixRMaj h, DMatrixRMaj g, double[] p, double weight, int[] first, int i, double... f) {
        double value = 0;
        for (int at : first) {
            for (int a = 0; a < f.length; a++) {
                value += f[a] * p[at + i + a];
            }
        }
        for (int at : first) {
            for (int a = 0; a < f.length; a++) {
                for (int bt : first) {
                    for (int b = 0; b < f.length; b++) {
                        h.data[(at + i + a) * layout.size + bt + i + b] += weight * f[a] * f[b];
                    }
                }
                g.data[at + i + a] -= weight * f[a] * value;
            }
        }
    }

    private void one(DMatrixRMaj h, DMatrixRMaj g, double weight, int at, double expected, double[] p) {
        h.data[at * layout.size + at] += weight;
        g.data[at] -= weight * (p[at] - expected);
    }

    private void add(DMatrixRMaj h, DMatrixRMaj g, double[] p, double weight, int at, double... f) {
        double value = 0;
        for (int a = 0; a < f.length; a++) {
            value += f[a] * p[at + a];
        }
        for (int a = 0; a < f.length; a++) {
            for (int b = 0; b < f.length; b++) {
                h.data[(at + a) * layout.size + at + b] += weight * f[a] * f[b];
            }
            g.data[at + a] -= weight * f[a] * value;
        }
    }
}
