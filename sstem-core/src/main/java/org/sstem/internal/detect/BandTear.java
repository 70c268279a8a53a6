package org.sstem.internal.detect;

import org.sstem.method.SectionSource;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * By how much the two sides of a band have moved against each other: towards it beside a fold, which has swallowed what
 * lay between, away from it beside a crack. The sides of what is merely dark or bright lie still.
 *
 * <p>Windows on both sides are held against the neighbours at every shift. How well a pair of shifts agrees is counted in
 * standard deviations of what shifts agree by chance; the best pairs whose sides move as those of this kind of damage do,
 * slowly changing along the band, are compared with the best that leave both sides where they are, or move them the other
 * way.
 *
 * @param evidence how much better the best movement agrees, in standard deviations, summed along the band and over the
 *     neighbours; at most 0 if the sides lie still; NaN if that cannot be told
 * @param px       by how much the sides have moved, across the band, towards it for positive values
 * @param inPlace  whether all neighbours show what lies beside the band where it lies, so that they would show the band too if
 *     it were tissue
 */
record BandTear(double evidence, double px, boolean inPlace) implements Serializable {

    static final BandTear UNKNOWN = new BandTear(Double.NaN, Double.NaN, false);

    /** Evidence that tissue reaches by chance. */
    private static final double CHANCE = 1.5;
    /** How many times the evidence counts of what neighbours do not show though they show what lies around it. */
    private static final double IN_PLACE = 2;

    private static final int CELL_PX = 4;
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
    private static final int ACROSS = 30;

    private static final int ALONG = 10;
    private static final int COLUMNS = 2 * ACROSS + 1;
    private static final int ROWS = 2 * ALONG + 1;
    /** How far the sides may move against each other, across and along, cells: 150 px and 30 px. */
    private static final int OPENING = 38;

    private static final int SHEAR = 8;
    private static final int OPENINGS = 2 * OPENING + 1;
    private static final int SHEARS = 2 * SHEAR + 1;
    /** Less than this many cells is no movement: sections drift, and drift is not the same on both sides. */
    private static final int STILL = 2;
    /** What both sides of a window together agree by where neighbours surely show them; by chance they reach 5.1. */
    private static final double CLEAR = 5.5;
    /** How far neighbours drift, cells. */
    private static final int DRIFT = 6;
    /** Fewest shifts to tell chance from. */
    private static final int FEWEST = 50;
    /** Agreement by chance. */
    private static final double LEAST = 1;

    /** Tells whether the sides have moved as those of such damage do, by more than chance. */
    boolean moved() {
        return evidence > CHANCE;
    }

    /** How many times the evidence of a band's looks counts. */
    double factor() {
        return (inPlace ? IN_PLACE : 1) * (Double.isNaN(evidence) ? 1 : 1 + Math.max(0, evidence - CHANCE) / CHANCE);
    }

    /**
     * Measures a band.
     *
     * @param source     the stack
     * @param z          the section
     * @param neighbours what it is compared with
     * @param band       the band
     * @param towards    1 if the sides should have moved towards the band, -1 if away from it
     */
    static BandTear of(SectionSource source, int z, List<Integer> neighbours, BandShape band, int towards) {
        int stations = band.x().length;
        int step = (int) Math.round(CELL_PX / BandStrip.STEP_PX);
        int cells = Math.min(stations / step, MOST * LONG);
        int first = (stations - cells * step) / 2;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = first; i < first + cells * step; i++) {
            low = Math.min(low, band.low()[i]);
            high = Math.max(high, band.high()[i]);
        }
        int begins = (int) Math.ceil(Math.max(-low, high)) + RIM_PX;
        int reach = begins + (WIDE + ACROSS) * CELL_PX;
        Frame frame = new Frame(first, cells, (int) Math.floor(low) - RIM_PX, (int) Math.ceil(high) + RIM_PX);
        int windows = Math.max(1, Math.round(cells / (float) LONG));
        int length = cells / windows;
        if (length == 0) {
            return UNKNOWN;
        }
        Cells[] here = frame.sides(BandStrip.beside(source, z, band, reach), 0, WIDE);
        float[][][][] agreement = new float[neighbours.size()][2][windows][];
        for (int k = 0; k < neighbours.size(); k++) {
            Cells[] there =
                    frame.sides(BandStrip.beside(source, neighbours.get(k), band, reach), -ACROSS, WIDE + 2 * ACROSS);
            for (int side = 0; side < 2; side++) {
                for (int w = 0; w < windows; w++) {
                    agreement[k][side][w] = agreement(here[side], there[side], w * length, (w + 1) * length, side == 0);
                }
            }
        }
        return best(agreement, windows, towards);
    }

    private static BandTear best(float[][][][] agreement, int windows, int towards) {
        float[][] pairs = new float[windows][SHEARS * OPENINGS];
        boolean any = false;
        boolean inPlace = true;
        for (int k = 0; k < agreement.length; k++) {
            float[] common = new float[ROWS * COLUMNS];
            for (int w = 0; w < windows; w++) {
                if (agreement[k][0][w] != null && agreement[k][1][w] != null) {
                    any = true;
                    float[] low = together(agreement, k, 0, w);
                    float[] high = together(agreement, k, 1, w);
                    pair(low, high, pairs[w]);
                    for (int i = 0; i < common.length; i++) {
                        common[i] += low[i] + high[i];
                    }
                }
            }
            inPlace &= near(common, CLEAR * windows);
        }
        if (!any) {
            return UNKNOWN;
        }
        double still = 0;
        for (float[] window : pairs) {
            double most = 0;
            for (int s = -1; s <= 1; s++) {
                for (int o = -1; o <= 1; o++) {
                    most = Math.max(most, window[(s + SHEAR) * OPENINGS + o + OPENING]);
                }
            }
            still += most;
        }
        double[] closer = course(pairs, STILL, OPENING);
        double[] apart = course(pairs, -OPENING, -STILL);
        double[] own = towards > 0 ? closer : apart;
        double[] other = towards > 0 ? apart : closer;
        return new BandTear(own[0] - Math.max(still, other[0]), own[1] * CELL_PX, inPlace);
    }

    /** Tells whether sections agree best where they are, or as near to that as sections drift. */
    private static boolean near(float[] agreement, double clear) {
        int best = 0;
        for (int i = 1; i < agreement.length; i++) {
            best = agreement[i] > agreement[best] ? i : best;
        }
        return agreement[best] >= clear
                && Math.abs(best / COLUMNS - ALONG) <= DRIFT
                && Math.abs(best % COLUMNS - ACROSS) <= DRIFT;
    }

    /** Where the windows lie: the cells of both sides, counted outwards from the rims. */
    private record Frame(int first, int cells, int low, int high) {

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
                    int station = first + i / columns * step + k / CELL_PX;
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
    private static float[] agreement(Cells here, Cells there, int from, int to, boolean mirrored) {
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
        double[][] sums = there.sums();
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

    /** A window's agreement together with that of the windows beside it, and of the other neighbour: drift changes slowly. */
    private static float[] together(float[][][][] agreement, int k, int side, int w) {
        float[] sum = agreement[k][side][w].clone();
        for (int other = 0; other < agreement.length; other++) {
            for (int beside = Math.max(0, w - 1);
                    beside <= Math.min(agreement[other][side].length - 1, w + 1);
                    beside++) {
                float[] more = agreement[other][side][beside];
                if (more != null && (other != k || beside != w)) {
                    float[] widened = widened(more, other == k ? 1 : 2);
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += widened[i];
                    }
                }
            }
        }
        float[] out = standardised(sum);
        return out == null ? sum : out;
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

    /** Adds for every movement of the sides against each other how well its best pair of shifts agrees. */
    private static void pair(float[] low, float[] high, float[] sums) {
        float[] best = new float[sums.length];
        Arrays.fill(best, (float) (2 * LEAST));
        for (int u = 0; u < ROWS; u++) {
            for (int c = 0; c < COLUMNS; c++) {
                float agrees = low[u * COLUMNS + c];
                if (agrees < LEAST) {
                    continue;
                }
                int from = Math.max(-OPENING, -c);
                int to = Math.min(OPENING, COLUMNS - 1 - c);
                for (int s = Math.max(-SHEAR, -u); s <= Math.min(SHEAR, ROWS - 1 - u); s++) {
                    int at = (u + s) * COLUMNS + c;
                    int sum = (s + SHEAR) * OPENINGS + OPENING;
                    for (int o = from; o <= to; o++) {
                        best[sum + o] = Math.max(best[sum + o], agrees + high[at + o]);
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += best[i];
        }
    }

    /**
     * The movement along the band that agrees best, of all that change slowly and stay within bounds: its sum, and the mean
     * opening.
     */
    private static double[] course(float[][] pairs, int from, int to) {
        double[] sums = null;
        double[] openings = null;
        for (float[] window : pairs) {
            double[] next = new double[window.length];
            double[] opened = new double[window.length];
            Arrays.fill(next, Double.NEGATIVE_INFINITY);
            for (int s = -SHEAR; s <= SHEAR; s++) {
                for (int o = from; o <= to; o++) {
                    int at = (s + SHEAR) * OPENINGS + o + OPENING;
                    int before = sums == null ? -1 : before(sums, s, o, from, to);
                    next[at] = window[at] + (before < 0 ? 0 : sums[before]);
                    opened[at] = o + (before < 0 ? 0 : openings[before]);
                }
            }
            sums = next;
            openings = opened;
        }
        int best = 0;
        for (int i = 1; i < sums.length; i++) {
            best = sums[i] > sums[best] ? i : best;
        }
        return new double[] {sums[best], openings[best] / pairs.length};
    }

    /** The best movement of the window before: by a cell along, or by two across, it may have been another. */
    private static int before(double[] sums, int shear, int opening, int from, int to) {
        int best = -1;
        for (int s = Math.max(-SHEAR, shear - 1); s <= Math.min(SHEAR, shear + 1); s++) {
            for (int o = Math.max(from, opening - 2); o <= Math.min(to, opening + 2); o++) {
                int at = (s + SHEAR) * OPENINGS + o + OPENING;
                best = best < 0 || sums[at] > sums[best] ? at : best;
            }
        }
        return best;
    }
}
