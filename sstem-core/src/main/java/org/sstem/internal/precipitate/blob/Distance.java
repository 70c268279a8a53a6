package org.sstem.internal.precipitate.blob;

import net.imglib2.parallel.Parallelization;

import java.util.stream.IntStream;

/**
 * Exact Euclidean distance transform, linear in the number of pixels (Felzenszwalb and Huttenlocher, "Distance
 * Transforms of Sampled Functions", Theory of Computing 8, 2012). Uses the caller's threads; the same result on any number
 * of them. Stateless.
 */
final class Distance {

    /** Stands for no pixel outside in a column: longer than any section is high. */
    private static final int NONE = Integer.MAX_VALUE / 2;

    private static final int COLUMNS = 128;
    private static final int ROWS = 32;
    /** Pixels that are not worth another thread. */
    private static final int SMALL = 1 << 14;

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

    private static double[] inside(boolean[] inside, int width, int height, boolean beyond) {
        int[] column = new int[width * height];
        double[] distance = new double[width * height];
        if (width * height < SMALL) {
            column(inside, column, width, height, 0, width, beyond);
            rows(column, distance, width, height, 0, height, beyond);
        } else {
            bands(width, COLUMNS, (from, to) -> column(inside, column, width, height, from, to, beyond));
            bands(height, ROWS, (from, to) -> rows(column, distance, width, height, from, to, beyond));
        }
        return distance;
    }

    private static void bands(int length, int band, BandWork work) {
        Parallelization.getTaskExecutor()
                .forEach(
                        IntStream.range(0, (length + band - 1) / band).boxed().toList(),
                        i -> work.on(i * band, Math.min(length, (i + 1) * band)));
    }

    private interface BandWork {
        void on(int from, int to);
    }

    /** Distance to the nearest pixel outside in the same column, {@link #NONE} if there is none; row after row. */
    private static void column(
            boolean[] inside, int[] column, int width, int height, int from, int to, boolean beyond) {
        int border = beyond ? NONE : 0;
        for (int y = 0; y < height; y++) {
            for (int i = y * width + from; i < y * width + to; i++) {
                int above = y == 0 ? border : column[i - width];
                column[i] = inside[i] ? Math.min(above + 1, NONE) : 0;
            }
        }
        for (int y = height - 1; y >= 0; y--) {
            for (int i = y * width + from; i < y * width + to; i++) {
                int below = y == height - 1 ? border : column[i + width];
                column[i] = Math.min(column[i], below + 1);
            }
        }
    }

    /**
     * The least over p of f(p) + (x - p)^2 for every x of a row, f being the squared distance in the column: the lower
     * envelope of parabolas.
     */
    private static void rows(
            int[] column, double[] distance, int width, int height, int fromRow, int toRow, boolean beyond) {
        int length = width + 2;
        double far = (double) length * length + (double) (height + 2) * (height + 2);
        int[] apex = new int[length];
        double[] from = new double[length + 1];
        double[] f = new double[length];
        f[0] = beyond ? far : 0;
        f[length - 1] = f[0];
        for (int y = fromRow; y < toRow; y++) {
            for (int x = 0; x < width; x++) {
                double d = column[y * width + x];
                f[x + 1] = d >= NONE ? far : d * d;
            }
            envelope(f, apex, from);
            int k = 0;
            for (int x = 0; x < width; x++) {
                while (from[k + 1] < x + 1) {
                    k++;
                }
                double d = x + 1 - apex[k];
                distance[y * width + x] = Math.sqrt(f[apex[k]] + d * d);
            }
        }
    }

    private static void envelope(double[] f, int[] apex, double[] from) {
        int last = 0;
        apex[0] = 0;
        from[0] = Double.NEGATIVE_INFINITY;
        from[1] = Double.POSITIVE_INFINITY;
        for (int q = 1; q < f.length; q++) {
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
    }

    private static double crossing(double[] f, int q, int p) {
        return (f[q] + (double) q * q - f[p] - (double) p * p) / (2.0 * (q - p));
    }
}
