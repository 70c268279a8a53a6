package org.sstem.internal.precipitate.blob;

import org.sstem.internal.image.Rows;

import java.util.Arrays;

/**
 * Masks grown and shrunk by a disc. A pixel of the mask that is {@code d} rows away covers, in a row, all columns up to
 * sqrt(radius^2 - d^2) from its own: so the nearest pixel in each column and two sweeps along the row are all that is
 * needed, and the time depends neither on the radius nor on the mask. Uses the caller's threads; the same result on any
 * number of them. Stateless.
 */
public final class Discs {

    /** Farther than any row is long. */
    private static final int NOWHERE = Integer.MAX_VALUE / 4;

    private Discs() {}

    /** Adds what is not farther than a radius; what lies beyond the rectangle adds nothing. */
    public static boolean[] dilate(boolean[] mask, int width, int height, double radius) {
        return spread(mask, true, width, height, radius);
    }

    /** Removes what is not farther from the outside than a radius; what lies beyond the rectangle counts as inside. */
    static boolean[] erode(boolean[] mask, int width, int height, double radius) {
        return spread(mask, false, width, height, radius);
    }

    /** Spreads one of the two values over the other. */
    private static boolean[] spread(boolean[] mask, boolean value, int width, int height, double radius) {
        boolean[] out = new boolean[mask.length];
        int[] reach = reach(radius, Math.max(width, height));
        Rows.forEach(height, (from, to) -> new Band(mask, value, width, height, reach).spread(from, to, out));
        return out;
    }

    /** How many columns are covered at a distance in rows; the last entry stands for all that is too far. */
    private static int[] reach(double radius, int longest) {
        int rows = (int) Math.min(Math.max(radius, 0), longest);
        int[] reach = new int[rows + 2];
        int columns = (int) Math.min(radius + 1, 2.0 * longest);
        for (int d = 0; d <= rows; d++) {
            while (columns >= 0 && Math.sqrt((double) columns * columns + (double) d * d) > radius) {
                columns--;
            }
            reach[d] = columns < 0 ? -NOWHERE : columns;
        }
        reach[rows + 1] = -NOWHERE;
        return reach;
    }

    /** A band of rows. */
    private record Band(boolean[] mask, boolean value, int width, int height, int[] reach) {

        void spread(int from, int to, boolean[] out) {
            int far = reach.length - 1;
            int[] nearest = new int[(to - from) * width];
            int[] distance = new int[width];
            Arrays.fill(distance, far);
            for (int y = Math.max(0, from - far); y < to; y++) {
                advance(distance, y, far);
                if (y >= from) {
                    System.arraycopy(distance, 0, nearest, (y - from) * width, width);
                }
            }
            Arrays.fill(distance, far);
            for (int y = Math.min(height, to + far) - 1; y >= from; y--) {
                advance(distance, y, far);
                if (y < to) {
                    sweep(distance, nearest, (y - from) * width, out, y * width);
                }
            }
        }

        /** From the distance in rows to the nearest pixel behind one row to that of the next. */
        private void advance(int[] distance, int y, int far) {
            int row = y * width;
            for (int x = 0; x < distance.length; x++) {
                distance[x] = mask[row + x] == value ? 0 : Math.min(distance[x] + 1, far);
            }
        }

        private void sweep(int[] below, int[] above, int first, boolean[] out, int row) {
            int covered = -NOWHERE;
            for (int x = 0; x < below.length; x++) {
                int near = Math.min(below[x], above[first + x]);
                covered = Math.max(covered, x + reach[near]);
                out[row + x] = covered >= x == value;
            }
            covered = NOWHERE;
            for (int x = below.length - 1; x >= 0; x--) {
                covered = Math.min(covered, x - reach[Math.min(below[x], above[first + x])]);
                if (covered <= x) {
                    out[row + x] = value;
                }
            }
        }
    }
}
