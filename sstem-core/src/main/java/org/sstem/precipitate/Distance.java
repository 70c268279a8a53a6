package org.sstem.precipitate;

import java.util.Arrays;

/**
 * Exact Euclidean distance transform, linear in the number of pixels (Felzenszwalb and Huttenlocher, "Distance
 * Transforms of Sampled Functions", Theory of Computing 8, 2012). Stateless.
 */
final class Distance {

    private Distance() {}

    /**
     * Distance of every pixel inside to the nearest pixel outside; what lies beyond the rectangle is outside.
     *
     * @param inside one flag a pixel
     * @param width  pixels in x
     * @param height pixels in y
     * @return distances in px, 0 outside
     */
    static double[] inside(boolean[] inside, int width, int height) {
        return inside(inside, width, height, false);
    }

    /** As {@link #inside}, but what lies beyond the rectangle counts as inside. */
    static double[] insideEndless(boolean[] inside, int width, int height) {
        return inside(inside, width, height, true);
    }

    /** Removes what is nearer to the outside than a radius; what lies beyond the rectangle counts as inside. */
    static boolean[] erode(boolean[] mask, int width, int height, double radius) {
        double[] distance = inside(mask, width, height, true);
        boolean[] out = new boolean[mask.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = distance[i] > radius;
        }
        return out;
    }

    /** Adds what is not farther than a radius; what lies beyond the rectangle adds nothing. */
    static boolean[] dilate(boolean[] mask, int width, int height, double radius) {
        boolean[] out = new boolean[mask.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = !mask[i];
        }
        double[] distance = inside(out, width, height, true);
        for (int i = 0; i < out.length; i++) {
            out[i] = distance[i] <= radius;
        }
        return out;
    }

    private static double[] inside(boolean[] inside, int width, int height, boolean beyond) {
        int w = width + 2;
        int h = height + 2;
        double[] squared = new double[w * h];
        double far = (double) w * w + (double) h * h;
        if (beyond) {
            Arrays.fill(squared, far);
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                squared[(y + 1) * w + x + 1] = inside[y * width + x] ? far : 0;
            }
        }
        for (int x = 0; x < w; x++) {
            lower(squared, x, w, h);
        }
        for (int y = 0; y < h; y++) {
            lower(squared, y * w, 1, w);
        }
        double[] distance = new double[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                distance[y * width + x] = Math.sqrt(squared[(y + 1) * w + x + 1]);
            }
        }
        return distance;
    }

    /** Replaces a line of values f(q) by the minimum over p of f(p) + (q - p)^2: the lower envelope of parabolas. */
    private static void lower(double[] values, int start, int step, int length) {
        int[] apex = new int[length];
        double[] from = new double[length + 1];
        double[] f = new double[length];
        for (int q = 0; q < length; q++) {
            f[q] = values[start + q * step];
        }
        int last = 0;
        from[0] = Double.NEGATIVE_INFINITY;
        from[1] = Double.POSITIVE_INFINITY;
        for (int q = 1; q < length; q++) {
            double crossing = crossing(f, q, apex[last]);
            while (crossing <= from[last]) {
                last--;
                crossing = crossing(f, q, apex[last]);
            }
            last++;
            apex[last] = q;
            from[last] = crossing;
            from[last + 1] = Double.POSITIVE_INFINITY;
        }
        int k = 0;
        for (int q = 0; q < length; q++) {
            while (from[k + 1] < q) {
                k++;
            }
            double d = q - apex[k];
            values[start + q * step] = f[apex[k]] + d * d;
        }
    }

    private static double crossing(double[] f, int q, int p) {
        return (f[q] + (double) q * q - f[p] - (double) p * p) / (2.0 * (q - p));
    }
}
