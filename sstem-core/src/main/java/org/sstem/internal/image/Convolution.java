package org.sstem.internal.image;

import org.sstem.method.Plane;
import java.util.Arrays;

/** Separable convolution with one symmetric kernel in x and in y, borders replicated. */
final class Convolution {

    private Convolution() {}

    /**
     * Convolves. Every pixel is summed in the same order wherever it lies, so a part of a plane that is computed alone
     * equals the same part of the whole, to the bit, from {@code kernel.length - 1} pixels off its border on.
     *
     * @param half the kernel from its centre outwards
     */
    static Plane symmetric(Plane in, float[] half) {
        int width = in.width();
        int height = in.height();
        int radius = half.length - 1;
        float[] source = in.pixels();
        Plane out = new Plane(width, height);
        Rows.forEach(height, (from, to) -> {
            float[] column = new float[width];
            float[] padded = new float[width + 2 * radius];
            float[] row = new float[width];
            for (int y = from; y < to; y++) {
                vertical(source, width, height, y, half, column);
                System.arraycopy(column, 0, padded, radius, width);
                Arrays.fill(padded, 0, radius, column[0]);
                Arrays.fill(padded, radius + width, padded.length, column[width - 1]);
                horizontal(padded, half, row);
                System.arraycopy(row, 0, out.pixels(), y * width, width);
            }
        });
        return out;
    }

    private static void vertical(float[] source, int width, int height, int y, float[] half, float[] sum) {
        int centre = y * width;
        for (int x = 0; x < width; x++) {
            sum[x] = half[0] * source[centre + x];
        }
        for (int k = 1; k < half.length; k++) {
            int above = Math.max(y - k, 0) * width;
            int below = Math.min(y + k, height - 1) * width;
            float weight = half[k];
            for (int x = 0; x < width; x++) {
                sum[x] += weight * (source[above + x] + source[below + x]);
            }
        }
    }

    private static void horizontal(float[] padded, float[] half, float[] sum) {
        int radius = half.length - 1;
        int width = sum.length;
        for (int x = 0; x < width; x++) {
            sum[x] = half[0] * padded[radius + x];
        }
        for (int k = 1; k <= radius; k++) {
            float weight = half[k];
            int left = radius - k;
            int right = radius + k;
            for (int x = 0; x < width; x++) {
                sum[x] += weight * (padded[left + x] + padded[right + x]);
            }
        }
    }
}
