package org.sstem.internal.kernel.cpu;

/** The sums of {@link CpuLoops#sumRows} and {@link CpuLoops#sumColumns} in plain Java, from some column on. */
final class SmoothRows {

    private SmoothRows() {}

    static void sumRows(float[] image, int at, int width, int height, int y, float[] half, int from, float[] sum) {
        int centre = at + y * width;
        for (int x = from; x < width; x++) {
            sum[x] = half[0] * image[centre + x];
        }
        for (int k = 1; k < half.length; k++) {
            int above = at + Math.max(y - k, 0) * width;
            int below = at + Math.min(y + k, height - 1) * width;
            float weight = half[k];
            for (int x = from; x < width; x++) {
                sum[x] += weight * (image[above + x] + image[below + x]);
            }
        }
    }

    static void sumColumns(float[] padded, float[] half, int from, float[] sum) {
        int radius = half.length - 1;
        for (int x = from; x < sum.length; x++) {
            sum[x] = half[0] * padded[radius + x];
        }
        for (int k = 1; k <= radius; k++) {
            float weight = half[k];
            int left = radius - k;
            int right = radius + k;
            for (int x = from; x < sum.length; x++) {
                sum[x] += weight * (padded[left + x] + padded[right + x]);
            }
        }
    }
}
