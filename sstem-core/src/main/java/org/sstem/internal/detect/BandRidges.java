package org.sstem.internal.detect;

import java.util.stream.IntStream;

/**
 * For every cell of a section the straight line through it that is darkest (or brightest) along its length, of all
 * directions: what a band is and what membranes, which wander, are not.
 */
final class BandRidges {

    static final int ANGLES = 32;
    /** Length of a line, cells; half of it has to lie within the section. */
    static final double LENGTH = 50;

    private final BandMap map;
    private final int columns;
    private final int rows;
    /** Mean along the best line, at most 1. */
    final float[] strength;
    /** Its direction, in steps of pi / ANGLES from the x axis. */
    final byte[] direction;
    /** The values that lines gather: 1 for what is fully dark (or bright), -1 for the opposite. */
    final float[] signal;

    /**
     * Computes the lines.
     *
     * @param map  the section
     * @param sign -1 for dark lines, 1 for bright ones
     * @param full how many local standard deviations count as fully dark or bright
     */
    BandRidges(BandMap map, int sign, double full) {
        this.map = map;
        columns = map.values().width();
        rows = map.values().height();
        int n = columns * rows;
        signal = new float[n];
        float[] values = map.values().pixels();
        for (int i = 0; i < n; i++) {
            signal[i] = map.valid()[i] ? (float) Math.min(Math.max(sign * values[i] / full, -1), 1) : Float.NaN;
        }
        strength = new float[n];
        direction = new byte[n];
        java.util.Arrays.fill(strength, -1);
        float[] sums = new float[columns + rows + 1];
        int[] cells = new int[columns + rows];
        for (int k = 0; k < ANGLES; k++) {
            lines(k, sums, cells);
        }
    }

    private void lines(int k, float[] sums, int[] cells) {
        double theta = Math.PI * k / ANGLES;
        boolean flat = Math.abs(Math.cos(theta)) >= Math.abs(Math.sin(theta));
        double slope = flat ? Math.tan(theta) : 1 / Math.tan(theta);
        int main = flat ? columns : rows;
        int across = flat ? rows : columns;
        int half = Math.max(2, (int) Math.round(0.5 * LENGTH / Math.sqrt(1 + slope * slope)));
        int[] offset =
                IntStream.range(0, main).map(a -> (int) Math.rint(a * slope)).toArray();
        int lowest = Math.min(0, offset[main - 1]);
        int highest = Math.max(0, offset[main - 1]);
        for (int b = -highest; b < across - lowest; b++) {
            int n = 0;
            for (int a = 0; a < main; a++) {
                int c = b + offset[a];
                if (c >= 0 && c < across) {
                    int cell = flat ? c * columns + a : a * columns + c;
                    // Where there is no tissue a line ends.
                    if (Float.isNaN(signal[cell])) {
                        run(k, half, n, sums, cells);
                        n = 0;
                    } else {
                        cells[n] = cell;
                        sums[n + 1] = sums[n] + signal[cell];
                        n++;
                    }
                }
            }
            run(k, half, n, sums, cells);
        }
    }

    private void run(int k, int half, int n, float[] sums, int[] cells) {
        sums[0] = 0;
        if (n <= half) {
            return;
        }
        for (int i = 0; i < n; i++) {
            int from = Math.max(0, i - half);
            int to = Math.min(n, i + half + 1);
            float mean = (sums[to] - sums[from]) / (to - from);
            int cell = cells[i];
            if (mean > strength[cell]) {
                strength[cell] = mean;
                direction[cell] = (byte) k;
            }
        }
    }
}
