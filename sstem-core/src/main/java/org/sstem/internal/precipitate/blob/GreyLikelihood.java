package org.sstem.internal.precipitate.blob;

import org.sstem.internal.math.Moments;

/**
 * How probable a logarithmic grey value is in undamaged tissue, given what the neighbouring sections show there: a
 * smoothed histogram for each class of the expected grey value. Immutable.
 *
 * <p>Tissue is far from Gaussian: cytoplasm is a narrow peak, membranes a tail, and nothing is darker than the stain
 * lets it be. A shift of all grey values of a place, which is what a precipitate does, is found a third more precisely
 * by this density than by their mean.
 */
public final class GreyLikelihood {

    public static final int CLASSES = 5;

    /** Reach of the tables and width of the tail, in standard deviations. */
    private static final double REACH = 8;

    private static final double TAIL = 4;
    private static final double TAIL_SHARE = 0.02;
    private static final int BINS = 641;

    private final double spread;
    /** Bins to one unit of deviation. */
    private final double binsPerUnit;

    private final float[][] logarithm = new float[CLASSES][];
    private final float[][] score = new float[CLASSES][];
    private final double information;

    /** How often there is which deviation, in bins of the spread, each class by itself. */
    public record Histograms(double spread, double[][] counts) {

        /**
         * Counts.
         *
         * @param deviation log grey value minus expectation
         * @param classes   class of the expectation
         * @param use       which pixels are undamaged
         * @return the histograms; nobody changes them
         */
        public static Histograms of(float[] deviation, byte[] classes, boolean[] use) {
            double[][] counts = new double[CLASSES][BINS];
            double spread = Math.max(1e-4, Moments.of(deviation, use).sd());
            double binsPerUnit = binsPerUnit(spread);
            for (int i = 0; i < deviation.length; i++) {
                if (use[i]) {
                    double position = position(deviation[i], binsPerUnit);
                    if (position >= 0 && position < BINS - 1) {
                        int bin = (int) position;
                        counts[classes[i]][bin] += 1 - (position - bin);
                        counts[classes[i]][bin + 1] += position - bin;
                    }
                }
            }
            return new Histograms(spread, counts);
        }
    }

    /**
     * Learns the densities.
     *
     * @param histograms of undamaged tissue
     * @param bandwidth  smoothing in standard deviations of the deviation
     */
    public GreyLikelihood(Histograms histograms, double bandwidth) {
        spread = histograms.spread;
        binsPerUnit = binsPerUnit(spread);
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            sum += tabulate(c, histograms.counts[c], bandwidth);
        }
        information = sum / CLASSES;
    }

    private static double binsPerUnit(double spread) {
        return (BINS - 1) / (2 * REACH * spread);
    }

    private static double position(double deviation, double binsPerUnit) {
        return deviation * binsPerUnit + 0.5 * (BINS - 1);
    }

    private double position(double deviation) {
        return position(deviation, binsPerUnit);
    }

    private double tabulate(int c, double[] counts, double bandwidth) {
        double bin = 2 * REACH / (BINS - 1);
        double[] density = smooth(counts, bandwidth / bin);
        double total = 0;
        for (double d : density) {
            total += d;
        }
        double[] log = new double[BINS];
        for (int i = 0; i < BINS; i++) {
            double u = -REACH + i * bin;
            double tail = Math.exp(-u * u / (2 * TAIL * TAIL)) / (TAIL * Math.sqrt(2 * Math.PI)) * bin;
            density[i] = (1 - TAIL_SHARE) * density[i] / Math.max(1, total) + TAIL_SHARE * tail;
            log[i] = Math.log(density[i] / (bin * spread));
        }
        logarithm[c] = new float[BINS];
        score[c] = new float[BINS];
        double info = 0;
        for (int i = 0; i < BINS; i++) {
            logarithm[c][i] = (float) log[i];
            double slope = (log[Math.min(i + 1, BINS - 1)] - log[Math.max(i - 1, 0)]) / (2 * bin * spread);
            score[c][i] = (float) -slope;
            info += density[i] * slope * slope;
        }
        return info;
    }

    private static double[] smooth(double[] values, double sigma) {
        int reach = (int) Math.ceil(4 * sigma);
        double[] kernel = new double[2 * reach + 1];
        double sum = 0;
        for (int k = -reach; k <= reach; k++) {
            kernel[k + reach] = Math.exp(-k * k / (2 * sigma * sigma));
            sum += kernel[k + reach];
        }
        double[] out = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            for (int k = Math.max(-reach, -i); k <= reach && i + k < values.length; k++) {
                out[i] += values[i + k] * kernel[k + reach] / sum;
            }
        }
        return out;
    }

    /** Logarithm of the density. */
    double logarithm(double deviation, int c) {
        double position = position(deviation);
        if (position <= 0 || position >= BINS - 1) {
            double u = deviation / spread;
            return logarithm[c][position <= 0 ? 0 : BINS - 1] - (u * u - REACH * REACH) / (2 * TAIL * TAIL);
        }
        int bin = (int) position;
        return logarithm[c][bin] + (position - bin) * (logarithm[c][bin + 1] - logarithm[c][bin]);
    }

    /**
     * The shift that each value says there is beyond the one assumed, to first order: the score over the information.
     *
     * @param deviation log grey value minus expectation
     * @param assumed   the shift assumed for each
     * @param classes   class of the expectation
     * @return what is beyond it
     */
    public float[] shifts(float[] deviation, float[] assumed, byte[] classes) {
        float[] out = new float[deviation.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (score(deviation[i] - assumed[i], classes[i]) / information);
        }
        return out;
    }

    /** Minus the derivative of {@link #logarithm} with respect to the deviation. */
    public double score(double deviation, int c) {
        double position = position(deviation);
        if (position <= 0 || position >= BINS - 1) {
            return deviation / (spread * spread * TAIL * TAIL);
        }
        int bin = (int) position;
        return score[c][bin] + (position - bin) * (score[c][bin + 1] - score[c][bin]);
    }

    /** Fisher information of one pixel on a shift, mean over the classes. */
    public double information() {
        return information;
    }
}
