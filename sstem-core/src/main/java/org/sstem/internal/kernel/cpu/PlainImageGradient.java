package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Tensor;

import java.util.Arrays;

import static org.sstem.internal.kernel.cpu.PlainLoops.STRIP;

/**
 * Gradient of the separable convolution with respect to the image, in plain Java.
 *
 * <p>For one image row and one horizontal tap j, the sum over the output rows y,
 * {@code S(j, x) = sum of upstream(y, x) vertical(row - y, y, x) horizontal(j, y, x)}, needs no shift, so whole arrays are
 * multiplied and added; shifted by j, the sums of all taps are then added up once.
 */
final class PlainImageGradient {

    /** Image rows of a task, which share the loaded taps. */
    private static final int ROWS = 8;

    /** Output rows that are added in one pass. */
    private static final int PASS = 4;

    private PlainImageGradient() {}

    static void run(Tensor vertical, Tensor horizontal, Tensor upstream, Tensor imageGradient) {
        int bands = Bands.ceilDiv(imageGradient.height(), ROWS);
        Bands.forEach(imageGradient.batch() * bands, task -> {
            int n = task / bands;
            int first = task % bands * ROWS;
            int last = Math.min(imageGradient.height(), first + ROWS);
            Scratch s = new Scratch(vertical.channels());
            for (int c = 0; c < imageGradient.channels(); c++) {
                float[][] sums = new float[ROWS][vertical.width() + STRIP + vertical.channels()];
                for (int x = 0; x < vertical.width(); x += STRIP) {
                    s.sum(vertical, horizontal, upstream, n, c, x, first, last);
                    for (int r = first; r < last; r++) {
                        s.shiftAndAdd(r - first, sums[r - first], x);
                    }
                }
                for (int r = first; r < last; r++) {
                    Bands.store(
                            sums[r - first],
                            0,
                            imageGradient.data(),
                            imageGradient.index(n, c, r, 0),
                            imageGradient.width());
                }
            }
        });
    }

    private static final class Scratch {
        final int taps;
        final float[][][] sums;
        final float[][][] horizontal;
        final float[][] weighted = new float[PASS][STRIP];
        final float[][] upstream = new float[PASS][STRIP];
        final float[] shifted = new float[STRIP];

        Scratch(int taps) {
            this.taps = taps;
            sums = new float[ROWS][taps][STRIP];
            horizontal = new float[PASS][taps][STRIP];
        }

        /** sums(r, j), for all rows of the band and all taps, in the strip at column x. */
        void sum(Tensor v, Tensor h, Tensor up, int n, int c, int x, int first, int last) {
            for (float[][] row : sums) {
                for (float[] tap : row) {
                    Arrays.fill(tap, 0);
                }
            }
            int length = Math.min(STRIP, v.width() - x);
            for (float[] row : upstream) {
                // beyond the last column nothing flows back
                Arrays.fill(row, length, STRIP, 0);
            }
            int from = Math.max(0, first - taps + 1);
            int until = Math.min(v.height(), last);
            for (int y = from; y < until; y += PASS) {
                int rows = Math.min(PASS, until - y);
                for (int k = 0; k < rows; k++) {
                    Bands.load(up.data(), up.index(n, c, y + k, x), upstream[k], 0, length);
                    for (int j = 0; j < taps; j++) {
                        Bands.load(h.data(), h.index(n, j, y + k, x), horizontal[k][j], 0, length);
                        Arrays.fill(horizontal[k][j], length, STRIP, 0);
                    }
                }
                for (int r = first; r < last; r++) {
                    add(v, n, x, length, y, rows, r, sums[r - first]);
                }
            }
        }

        /** Adds what the output rows y and following give to image row r. */
        private void add(Tensor v, int n, int x, int length, int y, int rows, int r, float[][] sum) {
            int seen = 0;
            for (int k = 0; k < rows; k++) {
                int tap = r - y - k;
                if (tap >= 0 && tap < taps) {
                    Arrays.fill(weighted[k], length, STRIP, 0);
                    Bands.load(v.data(), v.index(n, tap, y + k, x), weighted[k], 0, length);
                    PlainLoops.multiply(weighted[k], upstream[k]);
                    seen++;
                }
            }
            for (int j = 0; j < taps; j++) {
                if (seen == PASS) {
                    PlainLoops.multiplyAdd(
                            sum[j],
                            weighted[0],
                            weighted[1],
                            weighted[2],
                            weighted[3],
                            horizontal[0][j],
                            horizontal[1][j],
                            horizontal[2][j],
                            horizontal[3][j]);
                } else {
                    for (int k = 0; k < rows; k++) {
                        int tap = r - y - k;
                        if (tap >= 0 && tap < taps) {
                            PlainLoops.multiplyAdd(sum[j], weighted[k], horizontal[k][j]);
                        }
                    }
                }
            }
        }

        void shiftAndAdd(int row, float[] target, int x) {
            for (int j = 0; j < taps; j++) {
                System.arraycopy(target, x + j, shifted, 0, STRIP);
                PlainLoops.add(shifted, sums[row][j]);
                System.arraycopy(shifted, 0, target, x + j, STRIP);
            }
        }
    }
}
