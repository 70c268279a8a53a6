package org.sstem.internal.metric;

import java.util.Arrays;

/**
 * Sums of SSIM and of its contrast-structure factor over rows of two images, for windows that lie inside.
 *
 * <p>One pass: each row is filtered horizontally once into a ring of as many rows as the window is high, the ring is
 * filtered vertically, and the maps are summed as they arise, so nothing of the images' size is stored. Four filtered
 * quantities suffice, because only the sum of the two variances enters. Everything is double precision: variances are
 * differences of nearly equal numbers. Inner loops run over whole rows so that the compiler vectorises them.
 */
final class SsimRows {

    private final double[] taps;
    private final double c1;
    private final double c2;
    private final int width;
    private final int outWidth;
    /** Filtered rows: ring position, quantity (a, b, aa + bb, ab). */
    private final double[][][] ring;

    private final double[][] line = new double[4][];
    private final double[][] out = new double[4][];

    /** Makes the scratch space for rows of {@code width} pixels; not thread-safe. */
    SsimRows(double[] taps, double c1, double c2, int width) {
        this.taps = taps;
        this.c1 = c1;
        this.c2 = c2;
        this.width = width;
        this.outWidth = width - taps.length + 1;
        this.ring = new double[taps.length][4][outWidth];
        for (int q = 0; q < 4; q++) {
            line[q] = new double[width];
            out[q] = new double[outWidth];
        }
    }

    /**
     * Goes through a band of {@code rows} rows and writes the sums of its {@code rows - window + 1} rows of windows.
     *
     * @param a        first image, row-major
     * @param b        second image, row-major
     * @param rows     rows of the band
     * @param ssim     receives one sum a row of windows
     * @param contrast receives one sum a row of windows, may be null
     * @param first    where the first sum goes
     */
    void sum(float[] a, float[] b, int rows, double[] ssim, double[] contrast, int first) {
        int window = taps.length;
        for (int y = 0; y < rows; y++) {
            quantities(a, b, y * width);
            double[][] filtered = ring[y % window];
            for (int q = 0; q < 4; q++) {
                horizontal(line[q], filtered[q]);
            }
            if (y >= window - 1) {
                for (int q = 0; q < 4; q++) {
                    vertical(y - window + 1, q, out[q]);
                }
                int index = first + y - window + 1;
                ssim[index] = contrast == null ? sumRow() : sumRow(contrast, index);
            }
        }
    }

    private void quantities(float[] a, float[] b, int start) {
        double[] la = line[0];
        double[] lb = line[1];
        double[] squares = line[2];
        double[] product = line[3];
        for (int x = 0; x < width; x++) {
            la[x] = a[start + x];
            lb[x] = b[start + x];
        }
        for (int x = 0; x < width; x++) {
            squares[x] = la[x] * la[x] + lb[x] * lb[x];
        }
        for (int x = 0; x < width; x++) {
            product[x] = la[x] * lb[x];
        }
    }

    private void horizontal(double[] in, double[] to) {
        int window = taps.length;
        if (window != GaussianWindow.SIZE) {
            Arrays.fill(to, 0);
            for (int t = 0; t < window; t++) {
                double g = taps[t];
                for (int x = 0; x < outWidth; x++) {
                    to[x] += g * in[x + t];
                }
            }
            return;
        }
        double g0 = taps[0];
        double g1 = taps[1];
        double g2 = taps[2];
        double g3 = taps[3];
        double g4 = taps[4];
        double g5 = taps[5];
        for (int x = 0; x < outWidth; x++) {
            to[x] = g5 * in[x + 5]
                    + g4 * (in[x + 4] + in[x + 6])
                    + g3 * (in[x + 3] + in[x + 7])
                    + g2 * (in[x + 2] + in[x + 8])
                    + g1 * (in[x + 1] + in[x + 9])
                    + g0 * (in[x] + in[x + 10]);
        }
    }

    private void vertical(int top, int quantity, double[] to) {
        int window = taps.length;
        Arrays.fill(to, 0);
        for (int t = 0; t < window / 2; t++) {
            double[] upper = ring[(top + t) % window][quantity];
            double[] lower = ring[(top + window - 1 - t) % window][quantity];
            double g = taps[t];
            double h = taps[window - 1 - t];
            for (int x = 0; x < outWidth; x++) {
                to[x] += g * upper[x] + h * lower[x];
            }
        }
        if (window % 2 == 1) {
            double[] middle = ring[(top + window / 2) % window][quantity];
            double g = taps[window / 2];
            for (int x = 0; x < outWidth; x++) {
                to[x] += g * middle[x];
            }
        }
    }

    private double sumRow() {
        double[] meanA = out[0];
        double[] meanB = out[1];
        double[] squares = out[2];
        double[] product = out[3];
        for (int x = 0; x < outWidth; x++) {
            double ab = meanA[x] * meanB[x];
            double aabb = meanA[x] * meanA[x] + meanB[x] * meanB[x];
            squares[x] = (2 * ab + c1) * (2 * (product[x] - ab) + c2) / ((aabb + c1) * (squares[x] - aabb + c2));
        }
        return total(squares);
    }

    private double sumRow(double[] contrast, int index) {
        double[] meanA = out[0];
        double[] meanB = out[1];
        double[] squares = out[2];
        double[] product = out[3];
        for (int x = 0; x < outWidth; x++) {
            double ab = meanA[x] * meanB[x];
            double aabb = meanA[x] * meanA[x] + meanB[x] * meanB[x];
            double structure = (2 * (product[x] - ab) + c2) / (squares[x] - aabb + c2);
            product[x] = structure;
            squares[x] = structure * (2 * ab + c1) / (aabb + c1);
        }
        contrast[index] = total(product);
        return total(squares);
    }

    static double total(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
