package org.sstem.simulate.internal.tissue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the organelles near a place: each lattice site holds at most one, decided by a hash and by the cell there. */
final class Organelles {

    private static final double MITOCHONDRION_SPACING = 430;
    private static final double MITOCHONDRION_REACH = 520;
    private static final double SYNAPSE_SPACING = 330;
    private static final double VESICLE_SPACING = 54;

    /**
     * A mitochondrion: a capsule in warped space, cut off before it touches its cell's membrane.
     *
     * @param label  the cell it lies in
     * @param centre x, y, z, nm
     * @param axis   unit vector
     * @param half   half length of the capsule's axis, nm
     * @param radius nm
     * @param across unit vector along which the cristae follow each other
     * @param seed   for the detail
     */
    record Mitochondrion(
            int label, double[] centre, double[] axis, double half, double radius, double[] across, long seed) {}

    /**
     * A synaptic vesicle or a dense-core one, in true space.
     *
     * @param x      centre, nm
     * @param y      centre, nm
     * @param z      centre, nm
     * @param radius outer radius, nm
     * @param core   optical density of what it holds
     */
    record Vesicle(double x, double y, double z, double radius, double core) {}

    /**
     * A dense patch on a membrane.
     *
     * @param x      centre, nm, true space
     * @param y      centre, nm
     * @param z      centre, nm
     * @param radius its reach, nm
     */
    record Synapse(double x, double y, double z, double radius) {}

    private final long seed;
    private final Warp warp;

    Organelles(long seed, Warp warp) {
        this.seed = seed;
        this.warp = warp;
    }

    /** Mitochondria that may touch a box in warped space; the cells must reach 900 nm beyond it. */
    List<Mitochondrion> mitochondria(double[] low, double[] high, Cells cells) {
        List<Mitochondrion> found = new ArrayList<>();
        Cells.Probe probe = new Cells.Probe();
        double reach = MITOCHONDRION_REACH;
        double s = MITOCHONDRION_SPACING;
        for (int k = (int) Math.floor((low[2] - reach) / s); k <= Math.floor((high[2] + reach) / s); k++) {
            for (int j = (int) Math.floor((low[1] - reach) / s); j <= Math.floor((high[1] + reach) / s); j++) {
                for (int i = (int) Math.floor((low[0] - reach) / s); i <= Math.floor((high[0] + reach) / s); i++) {
                    mitochondrion(i, j, k, cells, probe).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private Optional<Mitochondrion> mitochondrion(int i, int j, int k, Cells all, Cells.Probe probe) {
        long h = Hash.at(Hash.stream(seed, 400), i, j, k);
        if (Hash.unit(h, 9) > 0.8) {
            return Optional.empty();
        }
        double x = (i + Hash.unit(h, 0)) * MITOCHONDRION_SPACING;
        double y = (j + Hash.unit(h, 1)) * MITOCHONDRION_SPACING;
        double z = (k + Hash.unit(h, 2)) * MITOCHONDRION_SPACING;
        Cells cells = all.near(x, y, z, 380);
        cells.probe(x, y, z, Glia.gap(seed, x, y, z), null, probe);
        if (probe.cell == Cells.GLIA || probe.toSecond < 66) {
            return Optional.empty();
        }
        double[] axis = cells.direction(probe.cell, x, y, z);
        double[] across = new double[3];
        for (int c = 0; c < 3; c++) {
            across[c] = 0.4 * axis[c] + Hash.normal(h, 20 + c);
        }
        // Cristae that lie flat in the section are not seen: most are made to stand.
        across[2] *= 0.5;
        normalise(across);
        double radius = Math.min(probe.toSecond - 20, 66 + 95 * Hash.unit(h, 4));
        double half = 60 + 250 * Hash.unit(h, 5);
        return Optional.of(
                new Mitochondrion(cells.label(probe.cell), new double[] {x, y, z}, axis, half, radius, across, h));
    }

    /** Vesicles that may be seen in a box of the section, centre at depth z, true space. */
    List<Vesicle> vesicles(double x0, double y0, double x1, double y1, double z, double half, Cells cells) {
        long stream = Hash.stream(seed, 500);
        List<Vesicle> found = new ArrayList<>();
        Cells.Probe probe = new Cells.Probe();
        double[] w = new double[12];
        double[] scratch = new double[4];
        double s = VESICLE_SPACING;
        double reach = 36;
        for (int k = (int) Math.floor((z - half - reach) / s); k <= Math.floor((z + half + reach) / s); k++) {
            for (int j = (int) Math.floor((y0 - reach) / s); j <= Math.floor((y1 + reach) / s); j++) {
                for (int i = (int) Math.floor((x0 - reach) / s); i <= Math.floor((x1 + reach) / s); i++) {
                    long h = Hash.at(stream, i, j, k);
                    double taken = Hash.unit(h, 9);
                    if (taken > 0.85) {
                        continue;
                    }
                    double cx = (i + Hash.unit(h, 0)) * s;
                    double cy = (j + Hash.unit(h, 1)) * s;
                    double cz = (k + Hash.unit(h, 2)) * s;
                    double radius = 18 + 6 * Hash.unit(h, 3);
                    if (Math.abs(cz - z) > half + radius) {
                        continue;
                    }
                    warp.at(cx, cy, cz, w, scratch);
                    double gap = Glia.gap(seed, cx, cy, cz);
                    cells.probe(cx + w[0], cy + w[1], cz + w[2], gap, w, probe);
                    if (probe.cell == Cells.GLIA || probe.toSecond < radius + 12) {
                        continue;
                    }
                    // Vesicles crowd in clouds within those cells that have them.
                    double cloud = Noise.value3(Hash.stream(seed, 501), cx / 420, cy / 420, cz / 420);
                    double share = cells.neurite(probe.cell).traits().vesicles();
                    if (taken < share * Math.max(0.05, Math.min(1.2, 0.7 + 0.8 * cloud))) {
                        boolean dense = Hash.unit(h, 4) < 0.04;
                        found.add(new Vesicle(
                                cx, cy, cz, dense ? radius * 1.35 : radius, dense ? 0.9 : 0.12 * Hash.unit(h, 5)));
                    }
                }
            }
        }
        return found;
    }

    /** Dense patches that may be seen near a place, true space. */
    List<Synapse> synapses(double x, double y, double z, double radius, Cells cells) {
        long stream = Hash.stream(seed, 600);
        List<Synapse> found = new ArrayList<>();
        Cells.Probe probe = new Cells.Probe();
        double[] w = new double[12];
        double[] scratch = new double[4];
        double reach = radius + 110;
        double s = SYNAPSE_SPACING;
        for (int k = (int) Math.floor((z - reach) / s); k <= Math.floor((z + reach) / s); k++) {
            for (int j = (int) Math.floor((y - reach) / s); j <= Math.floor((y + reach) / s); j++) {
                for (int i = (int) Math.floor((x - reach) / s); i <= Math.floor((x + reach) / s); i++) {
                    long h = Hash.at(stream, i, j, k);
                    double cx = (i + Hash.unit(h, 0)) * s;
                    double cy = (j + Hash.unit(h, 1)) * s;
                    double cz = (k + Hash.unit(h, 2)) * s;
                    warp.at(cx, cy, cz, w, scratch);
                    cells.probe(cx + w[0], cy + w[1], cz + w[2], Glia.gap(seed, cx, cy, cz), w, probe);
                    if (probe.cell != Cells.GLIA
                            && probe.toSecond < 45
                            && cells.neurite(probe.cell).traits().vesicles() > 0.1) {
                        found.add(new Synapse(cx, cy, cz, 45 + 60 * Hash.unit(h, 3)));
                    }
                }
            }
        }
        return found;
    }

    private static void normalise(double[] v) {
        double norm = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]) + 1e-9;
        for (int c = 0; c < 3; c++) {
            v[c] /= norm;
        }
    }
}
