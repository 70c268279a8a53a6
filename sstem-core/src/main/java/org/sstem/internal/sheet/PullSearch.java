package org.sstem.internal.sheet;

import org.sstem.internal.image.Resampler;

import java.util.Arrays;

/**
 * Looks for the pull across a band anew, one side after the other: every amplitude is tried at every place along it, and
 * the course of amplitudes that explains most and changes least is taken. Unlike a {@link PullFit fit} it needs no start
 * that is nearly right; unlike a {@link CutSearch search} of parts it uses all tissue beside the band that the pull moves.
 */
final class PullSearch {

    private static final double STEP_PX = 3;
    /** How far a pull may go the other way than a band of its kind makes it go. */
    private static final double CONTRARY_PX = 9;
    /** The amplitude that is 0. */
    private static final int NONE = (int) (CONTRARY_PX / STEP_PX);

    /** How much amplitudes change from one coefficient to the next, standard deviation. */
    private static final double CHANGE_PX = 6;
    /** Tissue that moves by less than this share of the amplitude says nothing of it. */
    private static final double LEAST_SHARE = 0.15;

    private static final double[] LENGTHS = {90, 250, 700, 3000};
    private static final int ROUNDS = 2;

    private final Views views;
    private final Samples samples;
    private final PullParameters layout;
    private final PullFit fit;
    private final int tried;
    private final int sign;

    /**
     * Prepares a search.
     *
     * @param views   the sections
     * @param samples where they are compared
     * @param layout  of the parameters
     * @param fit     of pulls at the samples
     * @param reach   greatest pull that is tried, pixels
     * @param gaps    true if the bands are gaps, whose sides have moved apart
     */
    PullSearch(Views views, Samples samples, PullParameters layout, PullFit fit, double reach, boolean gaps) {
        this.views = views;
        this.samples = samples;
        this.layout = layout;
        this.fit = fit;
        this.tried = NONE + (int) Math.ceil(reach / STEP_PX) + 1;
        this.sign = gaps ? -1 : 1;
    }

    /** The parameters with pulls across the bands found anew; all others stay but the lengths of decays. */
    double[] anew(double[] start) {
        double[] p = start.clone();
        for (int round = 0; round < ROUNDS; round++) {
            for (int k = 0; k < layout.courses.size(); k++) {
                for (int side = 0; side < 2; side++) {
                    p = side(p, k, side);
                }
            }
        }
        return p;
    }

    private double[] side(double[] p, int k, int side) {
        double[] best = p;
        double least = Double.POSITIVE_INFINITY;
        for (double length : LENGTHS) {
            double[] next = p.clone();
            next[layout.length(k, side)] = Math.log(length);
            double cost = amplitudes(next, k, side);
            if (cost < least) {
                least = cost;
                best = next;
            }
        }
        return best;
    }

    /** Sets the amplitudes of one side to the course that costs least, and returns what it costs. */
    private double amplitudes(double[] p, int k, int side) {
        int first = layout.along(k, side);
        int knots = layout.knots[k];
        int outward = side == 0 ? -sign : sign;
        Arrays.fill(p, first, first + knots, 0);
        float[][] none = fit.displacements(p);
        Arrays.fill(p, first, first + knots, outward);
        float[][] one = fit.displacements(p);
        double[][] cost = costs(none, one, k);
        double[][] sum = new double[knots][tried];
        int[][] from = new int[knots][tried];
        for (int i = 0; i < knots; i++) {
            for (int a = 0; a < tried; a++) {
                double least = i == 0 ? 0 : Double.POSITIVE_INFINITY;
                for (int b = 0; i > 0 && b < tried; b++) {
                    double change = (a - b) * STEP_PX / CHANGE_PX;
                    double c = sum[i - 1][b] + 0.5 * change * change;
                    if (c < least) {
                        least = c;
                        from[i][a] = b;
                    }
                }
                sum[i][a] = least + cost[i][a];
            }
        }
        int at = 0;
        for (int a = 1; a < tried; a++) {
            at = sum[knots - 1][a] < sum[knots - 1][at] ? a : at;
        }
        double least = sum[knots - 1][at];
        for (int i = knots - 1; i >= 0; i--) {
            p[first + i] = amplitude(at) * outward;
            at = from[i][at];
        }
        return least;
    }

    private static double amplitude(int a) {
        return a * STEP_PX - CONTRARY_PX;
    }

    /**
     * What each amplitude costs beside each coefficient, more than none, in units of the logarithm of a likelihood.
     *
     * @param none displacements without the pull
     * @param one  displacements with a pull of 1 px
     * @param k    the band
     */
    private double[][] costs(float[][] none, float[][] one, int k) {
        Comparison still = new Comparison(views, samples, none);
        int knots = layout.knots[k];
        double[][][] parts = new double[Samples.CHUNKS][knots][tried];
        double spacing = (layout.to[k] - layout.from[k]) / (knots - 3);
        samples.inChunks((c, from, to) -> {
            double[] row = new double[tried];
            for (int i = from; i < to; i++) {
                double ex = one[0][i] - none[0][i];
                double ey = one[1][i] - none[1][i];
                if (ex * ex + ey * ey < LEAST_SHARE * LEAST_SHARE) {
                    continue;
                }
                costs(i, none[0][i], none[1][i], ex, ey, still, row);
                // The coefficient whose spline is highest here.
                double s = (fit.along(k, i) - layout.from[k]) / spacing + 1;
                double[] sum = parts[c][(int) Math.min(Math.max(Math.rint(s), 0), knots - 1)];
                for (int a = 0; a < tried; a++) {
                    sum[a] += row[a];
                }
            }
        });
        double[][] sums = new double[knots][tried];
        for (double[][] part : parts) {
            for (int i = 0; i < knots; i++) {
                for (int a = 0; a < tried; a++) {
                    sums[i][a] += part[i][a];
                }
            }
        }
        return sums;
    }

    /** What each amplitude costs at one sample that is displaced by (u, v) and by (ex, ey) a pixel of pull. */
    private void costs(int i, double u, double v, double ex, double ey, Comparison still, double[] row) {
        double own = views.own().get(samples.x()[i], samples.y()[i]);
        double all = 0;
        int inside = 0;
        for (int a = 0; a < tried; a++) {
            float x = (float) (samples.x()[i] + u + amplitude(a) * ex);
            float y = (float) (samples.y()[i] + v + amplitude(a) * ey);
            row[a] = Double.NaN;
            if (x >= 0
                    && y >= 0
                    && x <= views.mean().width() - 1
                    && y <= views.mean().height() - 1) {
                double r = own - still.contrast() * Resampler.bilinear(views.mean(), x, y);
                row[a] = Math.log1p(r * r / still.scale) / PullPrior.DEPENDENT;
                all += row[a];
                inside++;
            }
        }
        // What comes to lie outside the section speaks neither for nor against.
        double unseen = inside == 0 ? 0 : all / inside;
        double none = Double.isNaN(row[NONE]) ? unseen : row[NONE];
        for (int a = 0; a < tried; a++) {
            row[a] = (Double.isNaN(row[a]) ? unseen : row[a]) - none;
        }
    }
}
