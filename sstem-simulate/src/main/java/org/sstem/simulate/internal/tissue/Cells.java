package org.sstem.simulate.internal.tissue;

import java.util.ArrayList;
import java.util.List;

/**
 * The cell processes near a place, laid out for fast evaluation. What none of them reaches belongs to the glia that
 * fills the gaps. Coordinates are those of the warped space, in nm. Not changed once made: safe to share.
 */
final class Cells {

    /** Index of the glia among the cells of a probe. */
    static final int GLIA = -1;

    /** The glia's label. */
    static final int GLIA_LABEL = 1 << 24;

    private final Neurite[] neurites;
    private final int[] first;
    private final double[] ax;
    private final double[] ay;
    private final double[] az;
    private final double[] dx;
    private final double[] dy;
    private final double[] dz;
    private final double[] perLength2;
    private final double[] r0;
    private final double[] dr;

    /** Makes room for cells and segments; who calls fills the arrays. */
    private Cells(int cells, int segments) {
        neurites = new Neurite[cells];
        first = new int[cells + 1];
        ax = new double[segments];
        ay = new double[segments];
        az = new double[segments];
        dx = new double[segments];
        dy = new double[segments];
        dz = new double[segments];
        perLength2 = new double[segments];
        r0 = new double[segments];
        dr = new double[segments];
    }

    /** Collects every process that may come within {@code margin} of a box, from the endless lattice of sites. */
    static Cells around(long seed, double[] low, double[] high, double margin) {
        List<Neurite> found = new ArrayList<>();
        int segments = 0;
        for (Neurite.Level level : Neurite.Level.values()) {
            double reach = margin + level.reach();
            double s = level.spacing;
            for (int k = (int) Math.floor((low[2] - reach) / s); k <= Math.floor((high[2] + reach) / s); k++) {
                for (int j = (int) Math.floor((low[1] - reach) / s); j <= Math.floor((high[1] + reach) / s); j++) {
                    for (int i = (int) Math.floor((low[0] - reach) / s); i <= Math.floor((high[0] + reach) / s); i++) {
                        Neurite neurite = Neurite.grow(seed, level, i, j, k);
                        found.add(neurite);
                        segments += neurite.radius().length - 1;
                    }
                }
            }
        }
        Cells all = new Cells(found.size(), segments);
        int s = 0;
        for (int c = 0; c < found.size(); c++) {
            Neurite neurite = found.get(c);
            all.neurites[c] = neurite;
            for (int i = 0; i + 1 < neurite.radius().length; i++) {
                all.put(s++, neurite, i);
            }
            all.first[c + 1] = s;
        }
        return all.keep(all.touching(low, high, margin));
    }

    private void put(int s, Neurite neurite, int i) {
        double[] p = neurite.axis();
        double[] r = neurite.radius();
        ax[s] = p[3 * i];
        ay[s] = p[3 * i + 1];
        az[s] = p[3 * i + 2];
        dx[s] = p[3 * i + 3] - ax[s];
        dy[s] = p[3 * i + 4] - ay[s];
        dz[s] = p[3 * i + 5] - az[s];
        perLength2[s] = 1 / (dx[s] * dx[s] + dy[s] * dy[s] + dz[s] * dz[s]);
        r0[s] = r[i];
        dr[s] = r[i + 1] - r[i];
    }

    /** Marks the segments whose bounding box comes within a margin of a box. */
    private boolean[] touching(double[] low, double[] high, double margin) {
        boolean[] keep = new boolean[ax.length];
        for (int s = 0; s < keep.length; s++) {
            double m = margin + Math.max(r0[s], r0[s] + dr[s]);
            keep[s] = Math.min(az[s], az[s] + dz[s]) - m <= high[2]
                    && Math.max(az[s], az[s] + dz[s]) + m >= low[2]
                    && Math.min(ax[s], ax[s] + dx[s]) - m <= high[0]
                    && Math.max(ax[s], ax[s] + dx[s]) + m >= low[0]
                    && Math.min(ay[s], ay[s] + dy[s]) - m <= high[1]
                    && Math.max(ay[s], ay[s] + dy[s]) + m >= low[1];
        }
        return keep;
    }

    /**
     * Keeps what can matter within a ball: a segment that is nowhere in it within {@code margin} of being the nearest
     * drops out. Distances change by at most one per nm, so nothing that matters is lost.
     */
    Cells near(double x, double y, double z, double radius, double margin) {
        double best = Glia.MAX_GAP_NM;
        double[] distance = new double[ax.length];
        for (int s = 0; s < ax.length; s++) {
            distance[s] = distance(s, x, y, z);
            best = Math.min(best, distance[s]);
        }
        // Radii may taper along a segment, which lets its distance change a little faster than the place.
        double limit = best + 2.2 * radius + margin;
        boolean[] keep = new boolean[ax.length];
        for (int s = 0; s < ax.length; s++) {
            keep[s] = distance[s] <= limit;
        }
        return keep(keep);
    }

    /** Keeps what lies within a margin of a place. */
    Cells near(double x, double y, double z, double margin) {
        double[] place = {x, y, z};
        return keep(touching(place, place, margin));
    }

    private Cells keep(boolean[] keep) {
        int cells = 0;
        int segments = 0;
        for (int c = 0; c < neurites.length; c++) {
            int before = segments;
            for (int s = first[c]; s < first[c + 1]; s++) {
                segments += keep[s] ? 1 : 0;
            }
            cells += segments > before ? 1 : 0;
        }
        Cells kept = new Cells(cells, segments);
        int n = 0;
        int to = 0;
        for (int c = 0; c < neurites.length; c++) {
            int before = to;
            for (int s = first[c]; s < first[c + 1]; s++) {
                if (keep[s]) {
                    kept.copy(to++, this, s);
                }
            }
            if (to > before) {
                kept.neurites[n++] = neurites[c];
                kept.first[n] = to;
            }
        }
        return kept;
    }

    private void copy(int to, Cells from, int s) {
        ax[to] = from.ax[s];
        ay[to] = from.ay[s];
        az[to] = from.az[s];
        dx[to] = from.dx[s];
        dy[to] = from.dy[s];
        dz[to] = from.dz[s];
        perLength2[to] = from.perLength2[s];
        r0[to] = from.r0[s];
        dr[to] = from.dr[s];
    }

    private double distance(int s, double x, double y, double z) {
        double px = x - ax[s];
        double py = y - ay[s];
        double pz = z - az[s];
        double t = (px * dx[s] + py * dy[s] + pz * dz[s]) * perLength2[s];
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        px -= t * dx[s];
        py -= t * dy[s];
        pz -= t * dz[s];
        return Math.sqrt(px * px + py * py + pz * pz) - r0[s] - t * dr[s];
    }

    /** Unit vector along the axis of a process at its point nearest to a place. */
    double[] direction(int cell, double x, double y, double z) {
        int nearest = first[cell];
        for (int s = nearest + 1; s < first[cell + 1]; s++) {
            if (distance(s, x, y, z) < distance(nearest, x, y, z)) {
                nearest = s;
            }
        }
        double unit = Math.sqrt(perLength2[nearest]);
        return new double[] {dx[nearest] * unit, dy[nearest] * unit, dz[nearest] * unit};
    }

    Neurite neurite(int cell) {
        return neurites[cell];
    }

    int label(int cell) {
        return cell == GLIA ? GLIA_LABEL : neurites[cell].id();
    }

    /** What one place is: its cell and the two boundaries next to it. Reused from place to place by one thread. */
    static final class Probe {
        private double[] distance = new double[16];
        private double[] gx = new double[16];
        private double[] gy = new double[16];
        private double[] gz = new double[16];
        /** The cell here, or {@link #GLIA}. */
        int cell;
        /** The cells beyond the nearest and the second nearest boundary. */
        int second;

        int third;
        /** Distance to those boundaries, nm, and how steeply they cross the section (|z| of the unit normal). */
        double toSecond;

        double steepSecond;
        double toThird;
        double steepThird;
        /** Cosine of the angle between the normals of the two boundaries. */
        double facing;

        private double secondX;
        private double secondY;
        private double secondZ;
        private double thirdX;
        private double thirdY;
        private double thirdZ;
    }

    /**
     * Finds the cell at a place and its nearest boundaries.
     *
     * @param gap      distance from all processes beyond which the glia begins, nm
     * @param jacobian dw/dx, dw/dy, dw/dz at index 3, 6 and 9, to get true distances; null for none
     */
    void probe(double x, double y, double z, double gap, double[] jacobian, Probe out) {
        int n = neurites.length;
        if (out.distance.length < n) {
            out.distance = new double[2 * n];
            out.gx = new double[2 * n];
            out.gy = new double[2 * n];
            out.gz = new double[2 * n];
        }
        int best = GLIA;
        double lowest = gap;
        for (int c = 0; c < n; c++) {
            double min = Double.POSITIVE_INFINITY;
            for (int s = first[c]; s < first[c + 1]; s++) {
                double px = x - ax[s];
                double py = y - ay[s];
                double pz = z - az[s];
                double t = (px * dx[s] + py * dy[s] + pz * dz[s]) * perLength2[s];
                t = t < 0 ? 0 : t > 1 ? 1 : t;
                px -= t * dx[s];
                py -= t * dy[s];
                pz -= t * dz[s];
                double length = Math.sqrt(px * px + py * py + pz * pz);
                double d = length - r0[s] - t * dr[s];
                if (d < min) {
                    min = d;
                    double unit = 1 / (length + 1e-9);
                    out.gx[c] = px * unit;
                    out.gy[c] = py * unit;
                    out.gz[c] = pz * unit;
                }
            }
            out.distance[c] = min;
            if (min < lowest) {
                lowest = min;
                best = c;
            }
        }
        out.cell = best;
        boundaries(n, lowest, gap, jacobian, out);
    }

    private static void boundaries(int n, double lowest, double gap, double[] jacobian, Probe out) {
        int best = out.cell;
        double bx = best == GLIA ? 0 : out.gx[best];
        double by = best == GLIA ? 0 : out.gy[best];
        double bz = best == GLIA ? 0 : out.gz[best];
        out.second = best;
        out.third = best;
        out.toSecond = 1e4;
        out.toThird = 1e4;
        out.steepSecond = 0;
        out.steepThird = 0;
        for (int c = GLIA; c < n; c++) {
            double difference = (c == GLIA ? gap : out.distance[c]) - lowest;
            // The difference of two unit gradients is at most 2 long, and the warp stretches a little.
            if (c == best || difference > 2.6 * Math.min(out.toThird, 400)) {
                continue;
            }
            double nx = (c == GLIA ? 0 : out.gx[c]) - bx;
            double ny = (c == GLIA ? 0 : out.gy[c]) - by;
            double nz = (c == GLIA ? 0 : out.gz[c]) - bz;
            if (jacobian != null) {
                double tx = nx + nx * jacobian[3] + ny * jacobian[4] + nz * jacobian[5];
                double ty = ny + nx * jacobian[6] + ny * jacobian[7] + nz * jacobian[8];
                nz = nz + nx * jacobian[9] + ny * jacobian[10] + nz * jacobian[11];
                nx = tx;
                ny = ty;
            }
            double norm = Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9;
            double to = difference / Math.max(norm, 0.35);
            if (to < out.toSecond) {
                out.third = out.second;
                out.toThird = out.toSecond;
                out.steepThird = out.steepSecond;
                out.thirdX = out.secondX;
                out.thirdY = out.secondY;
                out.thirdZ = out.secondZ;
                out.second = c;
                out.toSecond = to;
                out.steepSecond = Math.abs(nz / norm);
                out.secondX = nx / norm;
                out.secondY = ny / norm;
                out.secondZ = nz / norm;
            } else if (to < out.toThird) {
                out.third = c;
                out.toThird = to;
                out.steepThird = Math.abs(nz / norm);
                out.thirdX = nx / norm;
                out.thirdY = ny / norm;
                out.thirdZ = nz / norm;
            }
        }
        out.facing = out.secondX * out.thirdX + out.secondY * out.thirdY + out.secondZ * out.thirdZ;
    }
}
