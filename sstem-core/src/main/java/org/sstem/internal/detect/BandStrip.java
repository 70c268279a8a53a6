package org.sstem.internal.detect;

import org.sstem.internal.image.Resampler;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Arrays;

/**
 * A section along a course, straightened: one row a station, one column a pixel across, from -reach to reach; NaN
 * outside the section. Read in pieces, so that a long band needs little memory.
 */
final class BandStrip {

    static final double STEP_PX = 2;
    private static final int PIECE = 96;

    final double[] x;
    final double[] y;
    final double[] nx;
    final double[] ny;
    final int reach;
    final Plane grey;

    private BandStrip(double[] x, double[] y, double[] nx, double[] ny, int reach, Plane grey) {
        this.x = x;
        this.y = y;
        this.nx = nx;
        this.ny = ny;
        this.reach = reach;
        this.grey = grey;
    }

    int stations() {
        return x.length;
    }

    /**
     * Straightens the surroundings of a course.
     *
     * @param tissue where the section shows tissue; elsewhere there is nothing
     * @param px     places along it, those outside the section are left out at its ends
     * @param py     likewise
     * @param smooth over how many pixels the course is smoothed
     * @param reach  pixels across to either side
     */
    static BandStrip along(
            SectionSource source, int z, BandMap tissue, double[] px, double[] py, double smooth, int reach) {
        double[][] even = even(px, py);
        int window = (int) Math.round(smooth / STEP_PX / 2);
        double[] x = Running.mean(even[0], window);
        double[] y = Running.mean(even[1], window);
        int from = 0;
        int to = x.length;
        while (from < to && outside(source, x[from], y[from])) {
            from++;
        }
        while (to > from && outside(source, x[to - 1], y[to - 1])) {
            to--;
        }
        x = Arrays.copyOfRange(x, from, to);
        y = Arrays.copyOfRange(y, from, to);
        int n = x.length;
        double[] nx = new double[n];
        double[] ny = new double[n];
        for (int i = 0; i < n; i++) {
            int a = Math.max(0, i - 4);
            int b = Math.min(n - 1, i + 4);
            double dx = x[b] - x[a];
            double dy = y[b] - y[a];
            double norm = Math.max(1e-9, Math.hypot(dx, dy));
            nx[i] = -dy / norm;
            ny[i] = dx / norm;
        }
        BandStrip strip = new BandStrip(x, y, nx, ny, reach, n == 0 ? null : new Plane(2 * reach + 1, n));
        strip.fill(source, z, (area, atX, atY) -> tissue.tissue(atX, atY));
        return strip;
    }

    /**
     * The surroundings of a part of a band in its own or another section.
     *
     * @param from  the part's first station
     * @param to    the one behind its last
     * @param reach pixels across to either side
     */
    static BandStrip beside(SectionSource source, int z, BandShape band, int from, int to, int reach) {
        BandStrip strip = new BandStrip(
                Arrays.copyOfRange(band.x(), from, to),
                Arrays.copyOfRange(band.y(), from, to),
                Arrays.copyOfRange(band.nx(), from, to),
                Arrays.copyOfRange(band.ny(), from, to),
                reach,
                new Plane(2 * reach + 1, to - from));
        strip.fill(source, z, new Tissue() {
            private Area read;
            private Plane shown;

            @Override
            public boolean at(Area area, double px, double py) {
                if (!area.equals(read)) {
                    shown = source.tissue(z, area);
                    read = area;
                }
                return shown.get((int) (px + 0.5) - area.x(), (int) (py + 0.5) - area.y()) > 0;
            }
        });
        return strip;
    }

    /** Tells whether a place of a part of the section shows tissue. */
    private interface Tissue {
        boolean at(Area area, double px, double py);
    }

    private static boolean outside(SectionSource source, double x, double y) {
        return x < 0 || y < 0 || x > source.width() - 1 || y > source.height() - 1;
    }

    /** Places at equal distances along a polygon. */
    private static double[][] even(double[] px, double[] py) {
        double length = 0;
        for (int i = 1; i < px.length; i++) {
            length += Math.hypot(px[i] - px[i - 1], py[i] - py[i - 1]);
        }
        int n = (int) (length / STEP_PX) + 1;
        double[][] even = new double[2][n];
        double before = 0;
        int at = 1;
        for (int i = 0; i < n; i++) {
            double want = i * STEP_PX;
            while (at < px.length - 1 && before + Math.hypot(px[at] - px[at - 1], py[at] - py[at - 1]) < want) {
                before += Math.hypot(px[at] - px[at - 1], py[at] - py[at - 1]);
                at++;
            }
            double part = px.length < 2
                    ? 0
                    : (want - before) / Math.max(1e-9, Math.hypot(px[at] - px[at - 1], py[at] - py[at - 1]));
            int from = px.length < 2 ? 0 : at - 1;
            int to = px.length < 2 ? 0 : at;
            even[0][i] = px[from] + part * (px[to] - px[from]);
            even[1][i] = py[from] + part * (py[to] - py[from]);
        }
        return even;
    }

    private void fill(SectionSource source, int z, Tissue tissue) {
        for (int piece = 0; piece < stations(); piece += PIECE) {
            fill(source, z, tissue, piece, Math.min(stations(), piece + PIECE));
        }
    }

    private void fill(SectionSource source, int z, Tissue tissue, int from, int to) {
        int width = source.width();
        int height = source.height();
        float[] out = grey.pixels();
        double x0 = Double.POSITIVE_INFINITY;
        double y0 = x0;
        double x1 = -x0;
        double y1 = -x0;
        for (int i = from; i < to; i++) {
            for (int side = -reach; side <= reach; side += 2 * reach) {
                double px = Math.min(Math.max(x[i] + side * nx[i], 0), width - 1);
                double py = Math.min(Math.max(y[i] + side * ny[i], 0), height - 1);
                x0 = Math.min(x0, px);
                y0 = Math.min(y0, py);
                x1 = Math.max(x1, px);
                y1 = Math.max(y1, py);
            }
        }
        int ax = (int) Math.floor(x0);
        int ay = (int) Math.floor(y0);
        Area area = new Area(ax, ay, (int) Math.ceil(x1) - ax + 1, (int) Math.ceil(y1) - ay + 1);
        Plane piece = source.read(z, area);
        for (int i = from; i < to; i++) {
            int at = i * grey.width() + reach;
            for (int t = -reach; t <= reach; t++) {
                double px = x[i] + t * nx[i];
                double py = y[i] + t * ny[i];
                boolean inside = px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1 && tissue.at(area, px, py);
                out[at + t] = inside ? Resampler.bilinear(piece, (float) (px - ax), (float) (py - ay)) : Float.NaN;
            }
        }
    }

    /** Averages over (2 along + 1) stations and (2 across + 1) columns, what lies outside the section left out. */
    Plane smoothed(int along, int across) {
        int columns = grey.width();
        int n = stations();
        float[] in = grey.pixels();
        float[] there = new float[in.length];
        double[] known = new double[in.length];
        for (int i = 0; i < in.length; i++) {
            there[i] = Float.isNaN(in[i]) ? 0 : 1;
            known[i] = Float.isNaN(in[i]) ? 0 : in[i];
        }
        float[] out = new float[in.length];
        double[] sum = new double[columns];
        float[] count = new float[columns];
        double[] sums = new double[columns + 1];
        int[] counts = new int[columns + 1];
        for (int i = 0; i < n; i++) {
            int window = Math.min(along, Math.min(i, n - 1 - i));
            Arrays.fill(sum, 0);
            Arrays.fill(count, 0);
            for (int k = i - window; k <= i + window; k++) {
                add(known, k * columns, sum);
                add(there, k * columns, count);
            }
            for (int c = 0; c < columns; c++) {
                boolean shown = there[i * columns + c] > 0;
                sums[c + 1] = sums[c] + (shown ? (float) (sum[c] / count[c]) : 0);
                counts[c + 1] = counts[c] + (shown ? 1 : 0);
            }
            for (int c = 0; c < columns; c++) {
                int reach = Math.min(across, Math.min(c, columns - 1 - c));
                double mean = (sums[c + reach + 1] - sums[c - reach]) / (counts[c + reach + 1] - counts[c - reach]);
                out[i * columns + c] = there[i * columns + c] > 0 ? (float) mean : Float.NaN;
            }
        }
        return new Plane(columns, n, out);
    }

    // Loops of one step each, which the compiler turns into vectors.

    private static void add(double[] row, int at, double[] sum) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] += row[at + c];
        }
    }

    private static void add(float[] row, int at, float[] sum) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] += row[at + c];
        }
    }
}
