package org.sstem.simulate.internal.tissue;

import java.util.Arrays;
import java.util.List;

/**
 * Renders one tile of one section: optical density and labels. Tiles lie on an absolute grid, so that a pixel does not
 * depend on what else is read. Used by one thread.
 */
final class Tile {

    /** Pixels on a side. */
    static final int SIZE = 32;

    private static final int STEP = 4;
    private static final int NODES = SIZE / STEP + 1;
    private static final int PATCH = 8;
    private static final int PATCHES = SIZE / PATCH;

    private static final double MEMBRANE_WIDTH = 12;
    private static final double CORNER = 30;
    private static final double MEMBRANE_DENSITY = 1.55;

    private final long seed;
    private final Warp warp;
    private final Organelles organelles;
    private final Slab slab;
    private final double pixelX;
    private final double pixelY;

    private final double[][] lattice = new double[NODES * NODES][12];
    private final double[] gapLattice = new double[NODES * NODES];
    private final double[] scratch = new double[4];
    private final double[] w = new double[12];
    private final Cells.Probe probe = new Cells.Probe();
    private final float[] vesicles = new float[SIZE * SIZE];

    private int z;
    private double originX;
    private double originY;
    private double depth;
    private Cells cells;
    private double nearest;
    private double steep;
    private double convex;
    private final Cells[] patches = new Cells[PATCHES * PATCHES];
    private List<Organelles.Mitochondrion> mitochondria;
    private List<Organelles.Synapse> synapses;

    Tile(long seed, double pixelX, double pixelY, Slab slab) {
        this.seed = seed;
        this.warp = new Warp(seed);
        this.organelles = new Organelles(seed, warp);
        this.slab = slab;
        this.pixelX = pixelX;
        this.pixelY = pixelY;
    }

    Organelles organelles() {
        return organelles;
    }

    /**
     * Prepares a tile.
     *
     * @param z       section
     * @param originX place of its first pixel, nm
     * @param originY place of its first pixel, nm
     * @param depth   place of the middle of the section, nm
     * @param block   the cells of a larger block around it
     * @param near    mitochondria of that block
     */
    void open(int z, double originX, double originY, double depth, Cells block, List<Organelles.Mitochondrion> near) {
        this.z = z;
        this.originX = originX;
        this.originY = originY;
        this.depth = depth;
        for (int j = 0; j < NODES; j++) {
            for (int i = 0; i < NODES; i++) {
                double x = originX + i * STEP * pixelX;
                double y = originY + j * STEP * pixelY;
                warp.at(x, y, depth, lattice[j * NODES + i], scratch);
                gapLattice[j * NODES + i] = Glia.gap(seed, x, y, depth);
            }
        }
        double cx = originX + SIZE / 2 * pixelX;
        double cy = originY + SIZE / 2 * pixelY;
        double radius = Math.hypot(SIZE / 2 * pixelX, SIZE / 2 * pixelY);
        double[] middle = lattice[NODES * NODES / 2];
        double wx = cx + middle[0];
        double wy = cy + middle[1];
        double wz = depth + middle[2];
        synapses = organelles.synapses(cx, cy, depth, radius, block.near(wx, wy, wz, 1.3 * radius + 150, 100));
        cells = block.near(wx, wy, wz, 1.3 * radius + 45, 130);
        mitochondria = near.stream()
                .filter(m -> Math.sqrt(sq(m.centre()[0] - wx) + sq(m.centre()[1] - wy) + sq(m.centre()[2] - wz))
                        < radius * 1.4 + m.half() + m.radius() + 40)
                .toList();
        splat(organelles.vesicles(
                originX, originY, originX + SIZE * pixelX, originY + SIZE * pixelY, depth, slab.half(), cells));
        for (int j = 0; j < PATCHES; j++) {
            for (int i = 0; i < PATCHES; i++) {
                patches[j * PATCHES + i] = patch(i, j);
            }
        }
    }

    /** The cells that matter to a small patch of pixels. Between the nodes the place is interpolated, so they bound it. */
    private Cells patch(int i, int j) {
        int step = PATCH / STEP;
        double[] c = lattice[(2 * j + 1) * step / 2 * NODES + (2 * i + 1) * step / 2];
        int half = PATCH / 2;
        double x = originX + (i * PATCH + half) * pixelX;
        double y = originY + (j * PATCH + half) * pixelY;
        double radius = 0;
        for (int v = j * step; v <= (j + 1) * step; v++) {
            for (int u = i * step; u <= (i + 1) * step; u++) {
                double[] n = lattice[v * NODES + u];
                radius = Math.max(
                        radius,
                        Math.sqrt(sq(originX + u * STEP * pixelX + n[0] - x - c[0])
                                + sq(originY + v * STEP * pixelY + n[1] - y - c[1])
                                + sq(n[2] - c[2])));
            }
        }
        return cells.near(x + c[0], y + c[1], depth + c[2], radius, 130);
    }

    private static double sq(double v) {
        return v * v;
    }

    /** Adds the vesicles: each a spherical shell cut by the section, seen as its path length through it. */
    private void splat(List<Organelles.Vesicle> list) {
        Arrays.fill(vesicles, 0);
        for (Organelles.Vesicle v : list) {
            double inner = v.radius() - 8;
            int x0 = Math.max(0, (int) Math.ceil((v.x() - v.radius() - originX) / pixelX));
            int x1 = Math.min(SIZE - 1, (int) Math.floor((v.x() + v.radius() - originX) / pixelX));
            int y0 = Math.max(0, (int) Math.ceil((v.y() - v.radius() - originY) / pixelY));
            int y1 = Math.min(SIZE - 1, (int) Math.floor((v.y() + v.radius() - originY) / pixelY));
            for (int y = y0; y <= y1; y++) {
                for (int x = x0; x <= x1; x++) {
                    double r2 = sq(originX + x * pixelX - v.x()) + sq(originY + y * pixelY - v.y());
                    double outside = path(r2, v.radius(), v.z());
                    double inside = path(r2, inner, v.z());
                    vesicles[y * SIZE + x] += (float) ((outside - inside) * 1.0 + inside * (v.core() - 0.12));
                }
            }
        }
    }

    /** Share of the section's depth that lies within a sphere, at lateral distance squared r2 from its centre. */
    private double path(double r2, double radius, double centre) {
        double h2 = radius * radius - r2;
        if (h2 <= 0) {
            return 0;
        }
        double h = Math.sqrt(h2);
        double upper = Math.min(centre + h, depth + slab.half());
        double lower = Math.max(centre - h, depth - slab.half());
        return Math.max(0, upper - lower) / (2 * slab.half());
    }

    /** Interpolates the deformation and finds the cell at a pixel of the tile. */
    private double locate(int x, int y, boolean derivative) {
        int i = Math.min(x / STEP, NODES - 2);
        int j = Math.min(y / STEP, NODES - 2);
        double fx = (x - i * STEP) / (double) STEP;
        double fy = (y - j * STEP) / (double) STEP;
        int at = j * NODES + i;
        double[] a = lattice[at];
        double[] b = lattice[at + 1];
        double[] c = lattice[at + NODES];
        double[] d = lattice[at + NODES + 1];
        double wa = (1 - fx) * (1 - fy);
        double wb = fx * (1 - fy);
        double wc = (1 - fx) * fy;
        double wd = fx * fy;
        int n = derivative ? 12 : 3;
        for (int k = 0; k < n; k++) {
            w[k] = wa * a[k] + wb * b[k] + wc * c[k] + wd * d[k];
        }
        return wa * gapLattice[at]
                + wb * gapLattice[at + 1]
                + wc * gapLattice[at + NODES]
                + wd * gapLattice[at + NODES + 1];
    }

    /** The label of a pixel of the tile: its cell, or 0 where membrane hides which cell it is. */
    int label(int x, int y) {
        double gap = locate(x, y, true);
        double px = originX + x * pixelX;
        double py = originY + y * pixelY;
        cells = patches[y / PATCH * PATCHES + x / PATCH];
        cells.probe(px + w[0], py + w[1], depth + w[2], gap, w, probe);
        round();
        double dark = membrane(cleft(px, py));
        return dark > 0.55 || nearest < 3 ? 0 : cells.label(probe.cell);
    }

    /** Half the distance between the middles of the two membranes of neighbouring cells. */
    private double cleft(double px, double py) {
        return 5.2 + 1.6 * Math.max(-1.5, Math.min(2.5, Noise.value2(Hash.stream(seed, 310), px / 160, py / 160, z)));
    }

    /** Joins the two nearest boundaries smoothly, so that cells have round corners. */
    private void round() {
        // Parallel boundaries are the two sides of a thin process, not a corner.
        convex = 1 - probe.facing * probe.facing;
        double mix = convex * Math.max(0, 1 - (probe.toThird - probe.toSecond) / CORNER);
        nearest = Math.max(0, probe.toSecond - 0.25 * CORNER * mix * mix);
        steep = probe.steepSecond + 0.5 * mix * (probe.steepThird - probe.steepSecond);
    }

    /** Density of the membranes of the two cells that face each other at the nearest boundary. */
    private double membrane(double cleft) {
        double third = convex == 1 ? 0 : (1 - convex) * membrane(probe.toThird, probe.steepThird, cleft);
        return membrane(nearest, steep, cleft) + third;
    }

    private double membrane(double distance, double steepness, double cleft) {
        return slab.line(distance - cleft, steepness, MEMBRANE_WIDTH)
                + slab.line(distance + cleft, steepness, MEMBRANE_WIDTH)
                + 0.3 * slab.line(distance, steepness, 2 * cleft);
    }

    /** Optical density of a pixel of the tile. */
    double density(int x, int y) {
        double gap = locate(x, y, true);
        double px = originX + x * pixelX;
        double py = originY + y * pixelY;
        double qx = px + w[0];
        double qy = py + w[1];
        double qz = depth + w[2];
        cells = patches[y / PATCH * PATCHES + x / PATCH];
        cells.probe(qx, qy, qz, gap, w, probe);
        round();
        double beyond = slab.beyond(probe.toSecond, probe.steepSecond);
        Neurite.Traits here = traits(probe.cell);
        Neurite.Traits there = traits(probe.second);
        double plain = here.density() * (1 - beyond) + there.density() * beyond;
        double grain = here.grain() * (1 - beyond) + there.grain() * beyond;
        double dark = membrane(cleft(px, py));
        double stain = 1 + 0.16 * Noise.value2(Hash.stream(seed, 311), px / 90, py / 90, z);
        double density =
                0.12 + plain + Texture.cytoplasm(seed, px, py, depth, z, grain) + dark * stain * MEMBRANE_DENSITY;
        double clear = Math.max(0, Math.min(1, (probe.toSecond - 14) / 20));
        density += vesicles[y * SIZE + x] * 1.05;
        if (clear > 0 && probe.cell != Cells.GLIA) {
            int label = cells.label(probe.cell);
            double mitochondrion = 0;
            for (Organelles.Mitochondrion m : mitochondria) {
                if (m.label() == label) {
                    mitochondrion = Math.max(mitochondrion, Texture.mitochondrion(m, qx, qy, qz, probe, slab, w));
                }
            }
            if (mitochondrion == 0) {
                density += clear * Texture.reticulum(seed, px, py, depth, here.reticulum(), slab, scratch);
            } else {
                density += mitochondrion;
            }
        }
        for (Organelles.Synapse s : synapses) {
            double r2 = (sq(px - s.x()) + sq(py - s.y()) + sq(0.8 * (depth - s.z()))) / sq(s.radius());
            if (r2 < 4) {
                density += 0.9 * Math.exp(-1.6 * r2) * Math.exp(-sq(probe.toSecond / 30));
            }
        }
        return density;
    }

    private Neurite.Traits traits(int cell) {
        return cell == Cells.GLIA ? Glia.TRAITS : cells.neurite(cell).traits();
    }
}
