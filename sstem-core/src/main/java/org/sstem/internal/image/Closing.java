package org.sstem.internal.image;

import org.sstem.method.Plane;

import java.util.Arrays;

/** The closing of a grey value image by a rectangle: what is dark and does not hold the rectangle is gone. Stateless. */
public final class Closing {

    private Closing() {}

    /**
     * Closes an image: the highest value around each place, then the lowest of these. Rims of what is left stay where they are.
     *
     * @param in     the image; NaN where there is nothing, which stays and counts for nothing
     * @param across half the width of the rectangle less half a pixel: 1 is three pixels wide
     * @param down   likewise for its height
     * @return the closed image
     */
    public static Plane closed(Plane in, int across, int down) {
        int width = in.width();
        int height = in.height();
        float[] values = in.pixels().clone();
        // The lowest value is the highest of what is opposite.
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < values.length; i++) {
                float v = pass == 0 ? values[i] : -values[i];
                values[i] = Float.isNaN(in.pixels()[i]) ? Float.NEGATIVE_INFINITY : v;
            }
            values = highest(values, width, height, across, down);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.isNaN(in.pixels()[i]) ? Float.NaN : -values[i];
        }
        return new Plane(width, height, values);
    }

    /** The highest value in the rectangle around each place. */
    private static float[] highest(float[] in, int width, int height, int across, int down) {
        float[] flat = new float[in.length];
        float[] row = new float[width + 2 * across];
        float[] next = new float[row.length];
        for (int y = 0; y < height; y++) {
            Arrays.fill(row, Float.NEGATIVE_INFINITY);
            System.arraycopy(in, y * width, row, across, width);
            float[] ahead = ahead(row, next, 2 * across + 1, 1);
            System.arraycopy(ahead, 0, flat, y * width, width);
        }
        float[] padded = new float[width * (height + 2 * down)];
        Arrays.fill(padded, Float.NEGATIVE_INFINITY);
        System.arraycopy(flat, 0, padded, width * down, flat.length);
        return Arrays.copyOf(ahead(padded, new float[padded.length], 2 * down + 1, width), in.length);
    }

    /** The highest of each value and of those that follow it, steps apart: of two, of four, and so on. Both arrays are used. */
    private static float[] ahead(float[] values, float[] spare, int window, int apart) {
        float[] from = values;
        float[] to = spare;
        int held = 1;
        while (held < window) {
            int more = Math.min(held, window - held);
            int reach = more * apart;
            int n = from.length - reach;
            for (int i = 0; i < n; i++) {
                to[i] = Math.max(from[i], from[i + reach]);
            }
            System.arraycopy(from, n, to, n, reach);
            held += more;
            float[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }
}
