package org.sstem.net.internal.loss;

/**
 * A Gaussian window, separable, cut off at three sigma, of sum 1. Zeros lie beyond the border, so that it is its own adjoint.
 * Immutable.
 */
final class GaussianWindow {

    private final double[] taps;

    private GaussianWindow(double[] taps) {
        this.taps = taps;
    }

    static GaussianWindow of(double sigma) {
        int reach = (int) Math.ceil(3 * sigma);
        double[] taps = new double[2 * reach + 1];
        double sum = 0;
        for (int k = -reach; k <= reach; k++) {
            taps[k + reach] = Math.exp(-k * k / (2 * sigma * sigma));
            sum += taps[k + reach];
        }
        for (int k = 0; k < taps.length; k++) {
            taps[k] /= sum;
        }
        return new GaussianWindow(taps);
    }

    /** How far it looks in x and in y, pixels. */
    int reach() {
        return taps.length / 2;
    }

    /** The weighted mean around each pixel. */
    double[] mean(double[] image, int height, int width) {
        int reach = reach();
        double[] rows = new double[image.length];
        for (int y = 0; y < height; y++) {
            for (int k = -reach; k <= reach; k++) {
                double tap = taps[k + reach];
                int from = y * width;
                for (int x = Math.max(0, -k); x < Math.min(width, width - k); x++) {
                    rows[from + x] += tap * image[from + x + k];
                }
            }
        }
        double[] out = new double[image.length];
        for (int y = 0; y < height; y++) {
            for (int k = Math.max(-reach, -y); k <= Math.min(reach, height - 1 - y); k++) {
                double tap = taps[k + reach];
                int from = (y + k) * width;
                int to = y * width;
                for (int x = 0; x < width; x++) {
                    out[to + x] += tap * rows[from + x];
                }
            }
        }
        return out;
    }
}
