package org.sstem.internal.detect;

import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;

/**
 * What lies on both sides of a band, window by window, held against the neighbours: how well it agrees with them at every
 * shift. Side 0 is that of the band's low rim, side 1 that of its high one.
 */
final class BandSides {

    static final int CELL_PX = 4;
    /** Distance from the rims at which windows begin: soft rims are not tissue. */
    private static final int RIM_PX = 6;
    /** Size of a window, cells across and along. */
    private static final int WIDE = 24;

    private static final int LONG = 40;
    /** Windows on a side at most; of a longer band the middle is looked at. */
    private static final int MOST = 12;
    /** Part of a window that shows tissue at least. */
    private static final double LEAST_TISSUE = 0.3;
    /** Part of what a window is held against that shows tissue at least. */
    private static final double LEAST_OVERLAP = 0.5;
    /** Shifts that are tried across and along the band, cells. */
    static final int ACROSS = 30;

    static final int ALONG = 10;
    static final int COLUMNS = 2 * ACROSS + 1;
    static final int ROWS = 2 * ALONG + 1;
    /** Fewest shifts to tell chance from. */
    private static final int FEWEST = 50;

    private final float[][][][] agreement;
    private final int windows;

    private BandSides(float[][][][] agreement, int windows) {
        this.agreement = agreement;
        this.windows = windows;
    }

    /** Looks beside a band; what neighbours do not show is not seen. */
    static BandSides of(SectionSource source, int z, List<Integer> neighbours, BandShape band) {
        int stations = band.x().length;
        int step = (int) Math.round(CELL_PX / BandStrip.STEP_PX);
        int cells = Math.min(stations / step, MOST * LONG);
        int first = (stations - cells * step) / 2;
        int last = first + cells * step;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = first; i < last; i++) {
            low = Math.min(low, band.low()[i]);
            high = Math.max(high, band.high()[i]);
        }
        int begins = (int) Math.ceil(Math.max(-low, high)) + RIM_PX;
        int reach = begins + (WIDE + ACROSS) * CELL_PX;
        Frame frame = new Frame(cells, (int) Math.floor(low) - RIM_PX, (int) Math.ceil(high) + RIM_PX);
        int windows = Math.max(1, Math.round(cells / (float) LONG));
        int length = cells / windows;
        Cells[] here = frame.sides(BandStrip.beside(source, z, band, first, last, reach), 0, WIDE);
        float[][][][] agreement = new float[neighbours.size()][2][windows][];
        for (int k = 0; k < neighbours.size(); k++) {
            Cells[] there = frame.sides(
                    BandStrip.beside(source, neighbours.get(k), band, first, last, reach), -ACROSS, WIDE + 2 * ACROSS);
            for (int side = 0; side < 2; side++) {
                double[][] sums = there[side].sums();
                for (int w = 0; w < windows; w++) {
                    agreement[k][side][w] =
                            agreement(here[side], there[side], sums, w * length, (w + 1) * length, side == 0);
                }
            }
        }
        return new BandSides(agreement, windows);
    }

    int windows() {
        return windows;
    }

    /** Tells whether a neighbour shows both sides of the band at a window. */
    boolean seen(int neighbour, int window) {
        return agreement[neighbour][0][window] != null && agreement[neighbour][1][window] != null;
    }

    /**
     * How well a window agrees with a neighbour, together with the windows beside it and with the other neighbours: drift
     * changes slowly. In standard deviations over all shifts, a row a shift along the band, a column one across it, in the
     * direction of its normal.
     */
    float[] agreement(int neighbour, int side, int window) {
        float[] sum = agreement[neighbour][side][window].clone();
        for (int other = 0; other < agreement.length; other++) {
            for (int beside = Math.max(0, window - 1); beside <= Math.min(windows - 1, window + 1); beside++) {
                float[] more = agreement[other][side][beside];
                if (more != null && (other != neighbour || beside != window)) {
                    float[] widened = widened(more, other == neighbour ? 1 : 2);
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += widened[i];
                    }
                }
            }
        }
        float[] out = standardised(sum);
        return out == null ? sum : out;
    }

    /** Where the windows lie: the cells of both sides, counted outwards from the rims. */
    private record Frame(int cells, int low, int high) {

        Cells[] sides(BandStrip strip, int from, int columns) {
            return new Cells[] {side(strip, low, -1, from, columns), side(strip, high, 1, from, columns)};
        }

        private Cells side(BandStrip strip, int rim, int outwards, int from, int columns) {
            int step = (int) Math.round(CELL_PX / BandStrip.STEP_PX);
            float[] values = new float[cells * columns];
            boolean[] seen = new boolean[values.length];
            double all = 0;
            int count = 0;
            for (int i = 0; i < values.length; i++) {
                double sum = 0;
                int n = 0;
                for (int k = 0; k < step * CELL_PX; k++) {
                    int t = rim + outwards * ((i % columns + from) * CELL_PX + k % CELL_PX) + strip.reach;
                    int station = i / columns * step + k / CELL_PX;
                    float v = t < 0 || t >= strip.grey.width() ? Float.NaN : strip.grey.get(t, station);
                    if (!Float.isNaN(v)) {
                        sum += v;
                        n++;
                    }
                }
                seen[i] = 2 * n >= step * CELL_PX;
                if (seen[i]) {
                    values[i] = (float) (sum / n);
                    all += values[i];
                    count++;
                }
            }
            for (int i = 0; i < values.length; i++) {
                values[i] = seen[i] ? (float) (values[i] - all / count) : 0;
            }
            return new Cells(columns, cells, values, seen);
        }
    }

    /** One side of a band in cells, its mean taken off; 0 where nothing is seen. */
    private record Cells(int columns, int rows, float[] values, boolean[] seen) {

        /** Sums of count, value and square over all rectangles that begin in the corner. */
        double[][] sums() {
            double[][] sums = new double[3][(rows + 1) * (columns + 1)];
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    int i = y * columns + x;
                    double[] add = {seen[i] ? 1 : 0, values[i], (double) values[i] * values[i]};
                    int at = (y + 1) * (columns + 1) + x + 1;
                    for (int k = 0; k < 3; k++) {
                        sums[k][at] = add[k] + sums[k][at - 1] + sums[k][at - columns - 1] - sums[k][at - columns - 2];
                    }
                }
            }
            return sums;
        }
    }

    /**
     * How well a window agrees with the neighbour at every shift, in standard deviations over all shifts: a row a shift
     * along the band, a column one across it, in the direction of its normal. Null if too little is seen.
     */
    private static float[] agreement(Cells here, Cells there, double[][] sums, int from, int to, boolean mirrored) {
        float[] window = new float[(to - from) * WIDE];
        double sum = 0;
        int seen = 0;
        for (int i = 0; i < window.length; i++) {
            if (here.seen[from * WIDE + i]) {
                sum += here.values[from * WIDE + i];
                seen++;
            }
        }
        if (seen < LEAST_TISSUE * window.length) {
            return null;
        }
        double squares = 0;
        for (int i = 0; i < window.length; i++) {
            if (here.seen[from * WIDE + i]) {
                window[i] = (float) (here.values[from * WIDE + i] - sum / seen);
                squares += window[i] * window[i];
            }
        }
        float[] all = new float[ROWS * COLUMNS];
        float[] products = new float[COLUMNS];
        for (int u = 0; u < ROWS; u++) {
            int top = from + u - ALONG;
            int begin = Math.max(0, top);
            int end = Math.min(there.rows, to + u - ALONG);
            Arrays.fill(products, 0);
            for (int y = begin; y < end; y++) {
                for (int x = 0; x < WIDE; x++) {
                    float v = window[(y - top) * WIDE + x];
                    int at = y * there.columns + x;
                    for (int c = 0; c < COLUMNS; c++) {
                        products[c] += v * there.values[at + c];
                    }
                }
            }
            for (int c = 0; c < COLUMNS; c++) {
                double n = rectangle(sums[0], there.columns, begin, end, c);
                double r = Double.NaN;
                if (n > LEAST_OVERLAP * seen) {
                    double mean = rectangle(sums[1], there.columns, begin, end, c) / n;
                    double variance = rectangle(sums[2], there.columns, begin, end, c) - n * mean * mean;
                    r = variance > 0 && squares > 0
                            ? products[c] / Math.sqrt(squares * variance) * Math.min(1, Math.sqrt(n / seen))
                            : 0;
                }
                all[u * COLUMNS + (mirrored ? COLUMNS - 1 - c : c)] = (float) r;
            }
        }
        return standardised(all);
    }

    private static double rectangle(double[] sums, int columns, int top, int bottom, int left) {
        int a = Math.min(top, bottom) * (columns + 1) + left;
        int b = Math.max(top, bottom) * (columns + 1) + left;
        return sums[b + WIDE] - sums[a + WIDE] - sums[b] + sums[a];
    }

    private static float[] standardised(float[] all) {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (float r : all) {
            if (!Float.isNaN(r)) {
                sum += r;
                squares += r * r;
                n++;
            }
        }
        double mean = sum / n;
        double deviation = Math.sqrt(squares / n - mean * mean);
        if (n < FEWEST || !(deviation > 0)) {
            return null;
        }
        float[] out = new float[all.length];
        for (int i = 0; i < out.length; i++) {
            // What is not seen agrees worse than by chance.
            out[i] = Float.isNaN(all[i]) ? -1 : (float) ((all[i] - mean) / deviation);
        }
        return out;
    }

    /** The highest value within so many cells. */
    private static float[] widened(float[] in, int reach) {
        float[] rows = new float[in.length];
        float[] out = new float[in.length];
        for (int u = 0; u < ROWS; u++) {
            for (int c = 0; c < COLUMNS; c++) {
                float most = Float.NEGATIVE_INFINITY;
                for (int k = Math.max(0, c - reach); k <= Math.min(COLUMNS - 1, c + reach); k++) {
                    most = Math.max(most, in[u * COLUMNS + k]);
                }
                rows[u * COLUMNS + c] = most;
            }
        }
        Arrays.fill(out, Float.NEGATIVE_INFINITY);
        for (int u = 0; u < ROWS; u++) {
            for (int k = Math.max(0, u - reach); k <= Math.min(ROWS - 1, u + reach); k++) {
                for (int c = 0; c < COLUMNS; c++) {
                    out[u * COLUMNS + c] = Math.max(out[u * COLUMNS + c], rows[k * COLUMNS + c]);
                }
            }
        }
        return out;
    }
}
