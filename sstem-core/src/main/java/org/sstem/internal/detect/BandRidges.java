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

    private static final int SQUARE = 32;
    /** Rows that are worked on together, with all directions: few enough to stay at hand. */
    private static final int CHUNK = 128;
    /** Signals and means are rounded to this: sums are exact, in whatever order. */
    private static final float GRAIN = 1f / (1 << 14);
    /** What is added to a mean and taken away again, to round it to grains. */
    private static final float ROUNDING = 3 << 8;
    /** The direction of a line goes along with its mean, in parts of a grain. */
    private static final float TURN = GRAIN / 64;

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
        boolean[] valid = map.valid();
        float unit = (float) full;
        for (int i = 0; i < values.length; i++) {
            bright[i] = valid[i] ? Math.min(Math.max(values[i] / unit, -1), 1) : Float.NaN;
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
                strongest(dark, steep.darkest, transposed(flat.darkest, columns, rows)),
                strongest(bright, steep.brightest, transposed(flat.brightest, columns, rows)));
    }

    private static float[] transposed(float[] in, int rows, int columns) {
        float[] out = new float[in.length];
        Rows.forEach(columns, (from, to) -> {
            // Square by square, so that neither array is walked through with leaps.
            for (int x0 = from; x0 < to; x0 += SQUARE) {
                for (int y0 = 0; y0 < rows; y0 += SQUARE) {
                    for (int x = x0; x < Math.min(to, x0 + SQUARE); x++) {
                        for (int y = y0; y < Math.min(rows, y0 + SQUARE); y++) {
                            out[x * rows + y] = in[y * columns + x];
                        }
                    }
                }
            }
        });
        return out;
    }

    private static BandRidges strongest(float[] signal, float[] steep, float[] flat) {
        byte[] direction = new byte[signal.length];
        for (int i = 0; i < signal.length; i++) {
            int turns = Math.round(Math.max(steep[i], flat[i]) / TURN);
            int k = turns & 63;
            direction[i] = (byte) (ANGLES - 1 - k);
            steep[i] = Float.isNaN(signal[i]) ? -1 : Math.max(-1, (turns - k) * TURN);
        }
        return new BandRidges(signal, steep, direction);
    }

    /** Goes down a map with all lines that are rather steep in it; what each holds is added and taken away row by row. */
    private static final class Sweep {

        private static final int[] NO_TISSUE = {};

        private final int rows;
        private final int columns;
        private final float[] signal;
        /** Where tissue begins and ends in each row, by turns. */
        private final int[][] tissue;
        /** Mean along the darkest and the brightest line through each cell, and its direction. */
        final float[] darkest;

        final float[] brightest;

        Sweep(float[] bright, int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
            signal = new float[bright.length];
            for (int i = 0; i < signal.length; i++) {
                signal[i] = Float.isNaN(bright[i]) ? 0 : Math.round(bright[i] / GRAIN) * GRAIN;
            }
            tissue = IntStream.range(0, rows)
                    .mapToObj(row -> edges(bright, row * columns, columns))
                    .toArray(int[][]::new);
            darkest = new float[bright.length];
            brightest = new float[bright.length];
            Arrays.fill(darkest, -1);
            Arrays.fill(brightest, -1);
        }

        private static int[] edges(float[] bright, int at, int columns) {
            int[] edges = new int[columns + 1];
            int n = 0;
            boolean before = false;
            for (int x = 0; x <= columns; x++) {
                boolean here = x < columns && !Float.isNaN(bright[at + x]);
                if (here != before) {
                    edges[n++] = x;
                }
                before = here;
            }
            return Arrays.copyOf(edges, n);
        }

        /** Tries all directions, those of the section or those of the transposed section. */
        void run(boolean transposed) {
            Rows.forEach(rows, (from, to) -> {
                for (int first = from; first < to; first += CHUNK) {
                    for (int k = 0; k < ANGLES; k++) {
                        double theta = Math.PI * k / ANGLES;
                        boolean flat = Math.abs(Math.cos(theta)) >= Math.abs(Math.sin(theta));
                        if (flat == transposed) {
                            run(k, flat ? Math.tan(theta) : 1 / Math.tan(theta), first, Math.min(to, first + CHUNK));
                        }
                    }
                }
            });
        }

        private void run(int k, double slope, int from, int to) {
            int half = Math.max(2, (int) Math.round(0.5 * LENGTH / Math.sqrt(1 + slope * slope)));
            int[] shift = IntStream.range(0, rows)
                    .map(row -> (int) Math.rint(row * slope))
                    .toArray();
            int leftmost = -Math.max(shift[0], shift[rows - 1]);
            int rightmost = columns - Math.min(shift[0], shift[rows - 1]);
            // What the lines hold, by where they would begin in the first row.
            float[] held = new float[rightmost - leftmost];
            Lengths lengths = new Lengths(held.length, half + 1);
            // Of equal lines the first.
            float turn = (ANGLES - 1 - k) * TURN;
            for (int row = Math.max(0, from - half); row < Math.min(rows, from + half); row++) {
                add(signal, row * columns, held, -shift[row] - leftmost, columns);
                lengths.begin(tissue[row], -shift[row] - leftmost);
            }
            lengths.invert(0, held.length);
            for (int row = from; row < to; row++) {
                int last = row + half;
                int first = row - half - 1;
                boolean comes = last < rows;
                boolean goes = row > from && first >= 0;
                if (comes && goes) {
                    exchange(last, -shift[last] - leftmost, first, -shift[first] - leftmost, held);
                } else if (comes) {
                    add(signal, last * columns, held, -shift[last] - leftmost, columns);
                } else if (goes) {
                    takeAway(signal, first * columns, held, -shift[first] - leftmost, columns);
                }
                lengths.change(
                        comes ? tissue[last] : NO_TISSUE,
                        comes ? -shift[last] - leftmost : 0,
                        goes ? tissue[first] : NO_TISSUE,
                        goes ? -shift[first] - leftmost : 0);
                keep(held, lengths.inverse, -shift[row] - leftmost, turn, row * columns);
            }
        }

        /** A row comes and another goes, each from where its first cell lies: in one go where both are. */
        private void exchange(int comes, int comesAt, int goes, int goesAt, float[] held) {
            int from = Math.max(comesAt, goesAt);
            int to = Math.min(comesAt, goesAt) + columns;
            if (from >= to) {
                add(signal, comes * columns, held, comesAt, columns);
                takeAway(signal, goes * columns, held, goesAt, columns);
                return;
            }
            int in = comes * columns - comesAt;
            int out = goes * columns - goesAt;
            exchange(signal, in + from, out + from, held, from, to - from);
            add(signal, in + comesAt, held, comesAt, from - comesAt);
            add(signal, in + to, held, to, comesAt + columns - to);
            takeAway(signal, out + goesAt, held, goesAt, from - goesAt);
            takeAway(signal, out + to, held, to, goesAt + columns - to);
        }

        // Loops that the compiler turns into vectors.

        private static void exchange(float[] what, int comes, int goes, float[] in, int first, int n) {
            for (int x = 0; x < n; x++) {
                in[first + x] = in[first + x] + what[comes + x] - what[goes + x];
            }
        }

        private static void add(float[] what, int at, float[] to, int first, int n) {
            for (int x = 0; x < n; x++) {
                to[first + x] += what[at + x];
            }
        }

        private static void takeAway(float[] what, int at, float[] from, int first, int n) {
            for (int x = 0; x < n; x++) {
                from[first + x] -= what[at + x];
            }
        }

        /** Means, rounded to grains, and those of what is opposite: where they are larger than before they are kept. */
        private void keep(float[] held, float[] inverse, int first, float turn, int at) {
            keep(held, inverse, first, turn, brightest, darkest, at, columns);
        }

        private static void keep(
                float[] held, float[] inverse, int first, float turn, float[] most, float[] opposite, int at, int n) {
            for (int x = 0; x < n; x++) {
                float mean = held[first + x] * inverse[first + x] + ROUNDING - ROUNDING;
                most[at + x] = Math.max(most[at + x], turn + mean);
                opposite[at + x] = Math.max(opposite[at + x], turn - mean);
            }
        }
    }

    /** How many cells of tissue each line holds: from row to row this changes at the edges of tissue only. */
    private static final class Lengths {

        private final int[] cells;
        private final int least;
        /** One over the number of cells; 0 for a line that is too short to tell. */
        final float[] inverse;

        Lengths(int lines, int least) {
            this.least = least;
            cells = new int[lines];
            inverse = new float[lines];
        }

        /** A row comes, before any line is asked for. */
        void begin(int[] comes, int at) {
            for (int i = 0; i < comes.length; i += 2) {
                count(comes[i] + at, comes[i + 1] + at, 1);
            }
        }

        /** A row comes and another goes, each with the edges of its tissue and the place of its first cell. */
        void change(int[] comes, int comesAt, int[] goes, int goesAt) {
            int i = 0;
            int j = 0;
            int more = 0;
            int from = 0;
            while (i < comes.length || j < goes.length) {
                int next = i < comes.length ? comes[i] + comesAt : Integer.MAX_VALUE;
                int to = j < goes.length ? Math.min(next, goes[j] + goesAt) : next;
                if (more != 0) {
                    change(from, to, more);
                }
                if (to == next) {
                    more += i++ % 2 == 0 ? 1 : -1;
                }
                if (j < goes.length && to == goes[j] + goesAt) {
                    more -= j++ % 2 == 0 ? 1 : -1;
                }
                from = to;
            }
        }

        private void change(int from, int to, int more) {
            count(from, to, more);
            invert(from, to);
        }

        private void count(int from, int to, int more) {
            for (int line = from; line < to; line++) {
                cells[line] += more;
            }
        }

        void invert(int from, int to) {
            for (int line = from; line < to; line++) {
                inverse[line] = cells[line] >= least ? 1f / cells[line] : 0;
            }
        }
    }
}
