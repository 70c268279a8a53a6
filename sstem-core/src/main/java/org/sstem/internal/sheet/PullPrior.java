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
    /** Drift over the section: 10 px of a gradient, 5 px of a quadratic, 3 px of a cubic part; its shift is given. */
    private static final double[] DRIFT_PX = {0, 10, 5, 3};

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

    /**
     * How sure a prior is.
     *
     * @param sure         of pulls, changes of shear, lengths and ends; 1 where it has to keep a fit from going astray
     * @param largeShearPx most shears are small, but some folds have sheared by as much as they have pulled: more than this
     *                     costs little more
     * @param largePullPx  a larger pull varies along its band by a share of itself, rather than by as many pixels as a small one
     */
    private record Belief(double sure, double largeShearPx, double largePullPx) {

        static final Belief SURE = new Belief(1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        /** For a fit that starts where it belongs: 2.6 times less sure. */
        static final Belief WIDER = new Belief(1 / (2.6 * 2.6), 9, 25);
    }

    private final PullParameters layout;
    private final double stiffness;
    private final boolean gaps;
    private final double shift;
    private final Belief belief;
    private final boolean alike;

    /**
     * Makes a prior.
     *
     * @param layout    the parameters
     * @param stiffness what a pull costs that bends along its band
     * @param gaps      true if the bands are gaps in the tissue, in which nothing was lost
     * @param shift     standard deviation of the drift of the section as a whole, in x and in y, pixels
     */
    PullPrior(PullParameters layout, double stiffness, boolean gaps, double shift) {
        this(layout, stiffness, gaps, shift, Belief.SURE, false);
    }

    private PullPrior(
            PullParameters layout, double stiffness, boolean gaps, double shift, Belief belief, boolean alike) {
        this.layout = layout;
        this.stiffness = stiffness;
        this.gaps = gaps;
        this.shift = shift;
        this.belief = belief;
        this.alike = alike;
    }

    /** The same prior for a fit that starts where it belongs: pulls, shears and decays may be what the tissue shows. */
    PullPrior wider() {
        return new PullPrior(layout, stiffness, gaps, shift, Belief.WIDER, alike);
    }

    /** The same prior, by which the two sides of a fold are pulled about alike. */
    PullPrior alike() {
        return new PullPrior(layout, stiffness, gaps, shift, belief, !gaps);
    }

    /** Adds to the normal equations of a step from p: h step = g. */
    void add(DMatrixRMaj h, DMatrixRMaj g, double[] p) {
        for (int k = 0; k < layout.courses.size(); k++) {
            for (int side = 0; side < 2; side++) {
                double large = size(p, k, side) / belief.largePullPx;
                for (int i = 0; i + 2 < layout.knots[k]; i++) {
                    add(h, g, p, stiffness / (1 + large * large), layout.along(k, side) + i, 1, -2, 1);
                }
                for (int i = 0; i < layout.knots[k]; i++) {
                    add(h, g, p, belief.sure * ALONG, layout.along(k, side) + i, 1);
                }
                for (int i = 0; i < layout.shearKnots[k]; i++) {
                    if (i + 1 < layout.shearKnots[k]) {
                        add(h, g, p, belief.sure * SHEAR_STIFFNESS, layout.shear(k, side) + i, 1, -1);
                    }
                    double sheared = p[layout.shear(k, side) + i] / belief.largeShearPx;
                    add(h, g, p, SHEAR / (1 + sheared * sheared), layout.shear(k, side) + i, 1);
                }
                one(h, g, belief.sure * LENGTH, layout.length(k, side), Math.log(PullParameters.TYPICAL_LENGTH), p);
                one(h, g, belief.sure * END, layout.end(k, side), PullParameters.TYPICAL_END_PX, p);
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
            int degree = CubicDrift.degree(i % CubicDrift.TERMS);
            double px = degree == 0 ? shift : DRIFT_PX[degree];
            one(h, g, DEPENDENT / (px * px), layout.drift() + i, 0, p);
        }
    }

    /** How large the pull on a side is, in the mean over the band, pixels. */
    private double size(double[] p, int k, int side) {
        double sum = 0;
        for (int i = 0; i < layout.knots[k]; i++) {
            sum += Math.abs(p[layout.along(k, side) + i]);
        }
        return sum / layout.knots[k];
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
        double unlike = 0;
        for (int i = 0; i < layout.knots[k]; i++) {
            size += Math.abs(p[first[0] + i] - p[first[1] + i]) / 2 / layout.knots[k];
            unlike += Math.abs(p[first[0] + i] + p[first[1] + i]) / 2 / layout.knots[k];
        }
        double typical = Math.max(UNLIKE_SIDES * size, LEAST_UNLIKE_PX);
        // A side that has gone astray must not lead the other one there.
        double astray = 1 + unlike / typical * (unlike / typical);
        double weight = DEPENDENT / (4 * typical * typical) / UNLIKE_KNOTS / astray;
        for (int i = 0; i < layout.knots[k]; i++) {
            both(h, g, p, weight, first, i, 1);
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
