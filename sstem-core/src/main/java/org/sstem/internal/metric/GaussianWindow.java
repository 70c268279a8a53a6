package org.sstem.internal.metric;

/** The sampled, normalised Gaussian that SSIM weighs its window with. */
final class GaussianWindow {

    /** Pixels a side of the usual window. */
    static final int SIZE = 11;
    /** Standard deviation of the usual window, pixels. */
    static final double SIGMA = 1.5;

    private GaussianWindow() {}

    /** Returns the usual 11 taps. */
    static double[] taps() {
        return taps(SIZE, SIGMA);
    }

    /** Returns {@code size} taps whose sum is 1; an even window is centred on tap {@code size / 2}, as the reference's is. */
    static double[] taps(int size, double sigma) {
        double[] taps = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double d = i - size / 2;
            taps[i] = Math.exp(-d * d / (2 * sigma * sigma));
            sum += taps[i];
        }
        for (int i = 0; i < size; i++) {
            taps[i] /= sum;
        }
        return taps;
    }
}
