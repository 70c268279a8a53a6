package org.sstem.internal.detect;

import org.sstem.internal.image.Rows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * For every cell of a section the straight line through it that is darkest (or brightest) along its length, of all
 * directions: what a band is and what membranes, which wander, are not.
 *
 * @param signal    the values that lines gather: 1 for what is fully dark (or bright), -1 for the opposite, NaN where
 *                  there is no tissue
 * @param strength  mean along the best line, at most 1; -1 where there is none
 * @param direction its direction, in steps of pi / ANGLES from the x axis
 */
record BandRidges(float[] signal, float[] strength, byte[] direction) {

    static final int ANGLES = 32;
    /** Length of a line, cells; half of it has to lie within the section, on tissue. */
    static final double LENGTH = 50;

    /** Signals are added as whole numbers of so many parts, which makes sums exact, in whatever order. */
    private static final int PARTS = 1 << 18;
    /** Above the sum of signals an int holds how many there are. */
    private static final int COUNT_BITS = 25;

    private static final int ROUND_COUNT = 1 << COUNT_BITS - 1;

    /**
     * Computes the lines.
     *
     * @param map  the section
     * @param full how many local standard deviations count as fully dark or bright
     * @return the dark lines, then the bright ones
     */
    static List<BandRidges> of(BandMap map, double full) {
        float[] values = map.values().pixels();
        float[] bright = new float[values.length];
        float[] dark = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            bright[i] = map.valid()[i] ? (float) Math.min(Math.max(values[i] / full, -1), 1) : Float.NaN;
            dark[i] = -bright[i];
        }
        int columns = map.values().width();
        int rows = map.values().height();
        // Lines that are rather flat go along the rows: in the transposed map they go down, as the others do.
        Sweep steep = new Sweep(bright, rows, columns);
        Sweep flat = new Sweep(transposed(bright, rows, columns), columns, rows);
        steep.run(false);
        flat.run(true);
        return List.of(
                strongest(dark, steep.darkest, flat.darkest, rows, columns),
                strongest(bright, steep.brightest, flat.brightest, rows, columns));
    }

    private static float[] transposed(float[] in, int rows, int columns) {
        float[] out = new float[in.length];
        Rows.forEach(columns, (from, to) -> {
            for (int y = 0; y < rows; y++) {
                for (int x = from; x < to; x++) {
                    out[x * rows + y] = in[y * columns + x];
                }
            }
        });
        return out;
    }

    private static BandRidges strongest(float[] signal, Best steep, Best flat, int rows, int columns) {
        Rows.forEach(rows, (from, to) -> {
            for (int y = from; y < to; y++) {
                for (int x = 0; x < columns; x++) {
                    int i = y * columns + x;
                    int other = x * rows + y;
                    if (Float.isNaN(signal[i])) {
                        steep.strength[i] = -1;
                    } else if (flat.strength[other] > steep.strength[i]) {
                        steep.strength[i] = flat.strength[other];
                        steep.direction[i] = flat.direction[other];
                    }
                }
            }
        });
        return new BandRidges(signal, steep.strength, steep.direction);
    }

    /** The best line through each cell so far. */
    private static final class Best {

        final float[] strength;
        final byte[] direction;

        Best(int cells) {
            strength = new float[cells];
            direction = new byte[cells];
            Arrays.fill(strength, -1);
        }
    }

    /** Goes down a map with all lines that are rather steep in it; what each holds is added and taken away row by row. */
    private static final class Sweep {

        private final int rows;
        private final int columns;
        private final int[] cells;
        final Best darkest;
        final Best brightest;

        Sweep(float[] bright, int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
            cells = new int[bright.length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = Float.isNaN(bright[i]) ? 0 : (1 << COUNT_BITS) + Math.round(bright[i] * PARTS);
            }
            darkest = new Best(cells.length);
            brightest = new Best(cells.length);
        }

        /** Tries all directions, those of the section or those of the transposed section. */
        void run(boolean transposed) {
            Rows.forEach(rows, (from, to) -> {
                for (int k = 0; k < ANGLES; k++) {
                    double theta = Math.PI * k / ANGLES;
                    boolean flat = Math.abs(Math.cos(theta)) >= Math.abs(Math.sin(theta));
                    if (flat == transposed) {
                        run((byte) k, flat ? Math.tan(theta) : 1 / Math.tan(theta), from, to);
                    }
                }
            });
        }

        private void run(byte k, double slope, int from, int to) {
            int half = Math.max(2, (int) Math.round(0.5 * LENGTH / Math.sqrt(1 + slope * slope)));
            int[] shift = IntStream.range(0, rows)
                    .map(row -> (int) Math.rint(row * slope))
                    .toArray();
            int leftmost = -Math.max(shift[0], shift[rows - 1]);
            int rightmost = columns - Math.min(shift[0], shift[rows - 1]);
            // What the lines hold, by where they would begin in the first row.
            int[] held = new int[rightmost - leftmost];
            for (int row = Math.max(0, from - half); row < Math.min(rows, from + half); row++) {
                add(held, row, -shift[row] - leftmost);
            }
            float[] perCell = new float[2 * half + 2];
            for (int n = half + 1; n < perCell.length; n++) {
                perCell[n] = 1f / n / PARTS;
            }
            for (int row = from; row < to; row++) {
                if (row + half < rows) {
                    add(held, row + half, -shift[row + half] - leftmost);
                }
                compare(k, held, row, -shift[row] - leftmost, half, perCell);
                if (row - half >= 0) {
                    takeAway(held, row - half, -shift[row - half] - leftmost);
                }
            }
        }

        private void add(int[] held, int row, int first) {
            for (int x = 0; x < columns; x++) {
                held[first + x] += cells[row * columns + x];
            }
        }

        private void takeAway(int[] held, int row, int first) {
            for (int x = 0; x < columns; x++) {
                held[first + x] -= cells[row * columns + x];
            }
        }

        private void compare(byte k, int[] held, int row, int first, int half, float[] perCell) {
            for (int x = 0; x < columns; x++) {
                int n = held[first + x] + ROUND_COUNT >> COUNT_BITS;
                if (n > half) {
                    int i = row * columns + x;
                    float mean = (held[first + x] - (n << COUNT_BITS)) * perCell[n];
                    if (mean > brightest.strength[i]) {
                        brightest.strength[i] = mean;
                        brightest.direction[i] = k;
                    }
                    if (-mean > darkest.strength[i]) {
                        darkest.strength[i] = -mean;
                        darkest.direction[i] = k;
                    }
                }
            }
        }
    }
}
