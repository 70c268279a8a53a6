package org.sstem.simulate.tissue;

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

    private final List<Neurite> neurites;
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

    private Cells(List<Neurite> neurites, boolean[][] keep) {
        this.neurites = neurites;
        int n = 0;
        for (boolean[] k : keep) {
            for (boolean b : k) {
                n += b ? 1 : 0;
            }
        }
        first = new int[neurites.size() + 1];
        ax = new double[n];
        ay = new double[n];
        az = new double[n];
        dx = new double[n];
        dy = new double[n];
        dz = new double[n];
        perLength2 = new double[n];
        r0 = new double[n];
        dr = new double[n];
        int s = 0;
        for (int c = 0; c < neurites.size(); c++) {
            first[c] = s;
            double[] p = neurites.get(c).axis();
            double[] r = neurites.get(c).radius();
            for (int i = 0; i < keep[c].length; i++) {
                if (!keep[c][i]) {
                    continue;
                }
                ax[s] = p[3 * i];
                ay[s] = p[3 * i + 1];
                az[s] = p[3 * i + 2];
                dx[s] = p[3 * i + 3] - ax[s];
                dy[s] = p[3 * i + 4] - ay[s];
                dz[s] = p[3 * i + 5] - az[s];
                perLength2[s] = 1 / (dx[s] * dx[s] + dy[s] * dy[s] + dz[s] * dz[s]);
                r0[s] = r[i];
                dr[s] = r[i + 1] - r[i];
                s++;
            }
        }
        first[neurites.size()] = s;
    }

    /** Collects every process that may come within {@code radius} of a place, from the endless lattice of sites. */
    static Cells around(long seed, double x, double y, double z, double radius) {
        List<Neurite> found = new ArrayList<>();
        for (Neurite.Level level : Neurite.Level.values()) {
            double reach = radius + level.reach();
            double s = level.spacing;
            for (int k = (int) Math.floor((z - reach) / s); k <= Math.floor((z + reach) / s); k++) {
                for (int j = (int) Math.floor((y - reach) / s); j <= Math.floor((y + reach) / s); j++) {
                    for (int i = (int) Math.floor((x - reach) / s); i <= Math.floor((x + reach) / s); i++) {
                        found.add(Neurite.grow(seed, level, i, j, k));
                    }
                }
            }
        }
        boolean[][] all = new boolean[found.size()][];
        for (int c = 0; c < all.length; c++) {
            all[c] = new boolean[found.get(c).radius().length - 1];
            java.util.Arrays.fill(all[c], true);
        }
        return new Cells(found, all).near(x, y, z, radius, 300);
    }

    /**
     * Keeps what can matter within a ball: a segment that is nowhere in it within {@code margin} of being the nearest
     * drops out. Distances change by at most one per nm, so nothing that matters is lost.
     */
    Cells near(double x, double y, double z, double radius, double margin) {
        double best = Double.POSITIVE_INFINITY;
        double[] distance = new double[ax.length];
        for (int s = 0; s < ax.length; s++) {
            distance[s] = distance(s, x, y, z);
            best = Math.min(best, distance[s]);
        }
        // Beyond the widest gap that cells leave, the glia is nearer than any of them.
        double limit = Math.min(best + 2.3 * radius, Glia.MAX_GAP_NM + 1.3 * radius) + margin;
        List<Neurite> kept = new ArrayList<>();
        List<boolean[]> keep = new ArrayList<>();
        for (int c = 0; c < neurites.size(); c++) {
            Neurite neurite = neurites.get(c);
            boolean[] segments = new boolean[neurite.radius().length - 1];
            boolean any = false;
            for (int s = first[c]; s < first[c + 1]; s++) {
                if (distance[s] <= limit) {
                    segments[segment(neurite, s)] = true;
                    any = true;
                }
            }
            if (any) {
                kept.add(neurite);
                keep.add(segments);
            }
        }
        return new Cells(kept, keep.toArray(new boolean[0][]));
    }

    /** Finds which of its process's segments a flat index means. */
    private int segment(Neurite neurite, int s) {
        int i = 0;
        while (neurite.axis()[3 * i] != ax[s] || neurite.axis()[3 * i + 1] != ay[s]) {
            i++;
        }
        return i;
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
        return neurites.get(cell);
    }

    int label(int cell) {
        return cell == GLIA ? GLIA_LABEL : neurites.get(cell).id();
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
        /** Derivative of the distance to the nearest boundary, true space, unit length: z of it. */
        double inwardZ;
    }

    /**
     * Finds the cell at a place and its nearest boundaries.
     *
     * @param gap      distance from all processes beyond which the glia begins, nm
     * @param jacobian dw/dx, dw/dy, dw/dz at index 3, 6 and 9, to get true distances; null for none
     */
    void probe(double x, double y, double z, double gap, double[] jacobian, Probe out) {
        int n = neurites.size();
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
                out.second = c;
                out.toSecond = to;
                out.steepSecond = Math.abs(nz / norm);
                out.inwardZ = nz / norm;
            } else if (to < out.toThird) {
                out.third = c;
                out.toThird = to;
                out.steepThird = Math.abs(nz / norm);
            }
        }
    }
}
