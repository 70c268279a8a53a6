package org.sstem.simulate.internal.tissue;

/** What fills the cells: granular cytoplasm, endoplasmic reticulum, mitochondria with their cristae. */
final class Texture {

    private static final double CRISTA_PERIOD = 46;

    private Texture() {}

    /**
     * Deviation of the cytoplasm's density from its mean. Grains thinner than the section average out over its depth and
     * are new in every section; coarser ones continue from section to section.
     */
    static double cytoplasm(long seed, double x, double y, double depth, int z, double strength) {
        double fine = Noise.value2(Hash.stream(seed, 700), x / 15, y / 15, z);
        double middle = Noise.value2(Hash.stream(seed, 701), x / 36, y / 36, z);
        double coarse = Noise.value3(Hash.stream(seed, 702), x / 75, y / 75, depth / 75);
        double patch = Noise.value3(Hash.stream(seed, 703), x / 240, y / 240, depth / 240);
        // Dark grains stand out more than pale gaps do, and they crowd in places.
        double grains = Math.max(0, fine * 0.7 + middle * 0.7 + coarse * 0.3 + patch * 0.3 - 0.5);
        return strength * (0.16 * fine + 0.13 * middle + 0.06 * coarse + 0.42 * grains - 0.07);
    }

    /** Membranes of the reticulum: the sheets where a smooth noise passes a level. */
    static double reticulum(long seed, double x, double y, double depth, double level, Slab slab, double[] scratch) {
        if (level > 3) {
            return 0;
        }
        double wave = 150;
        Noise.gradient3(Hash.stream(seed, 710), x / wave, y / wave, depth / wave, scratch);
        double slope = Math.sqrt(scratch[1] * scratch[1] + scratch[2] * scratch[2] + scratch[3] * scratch[3]) / wave;
        double distance = (scratch[0] - level) / Math.max(slope, 0.004);
        if (Math.abs(distance) > 60) {
            return 0;
        }
        double steep = Math.abs(scratch[3]) / wave / (slope + 1e-9);
        return 0.6 * slab.line(distance, steep, 13) - 0.05 * slab.beyond(-distance, steep);
    }

    /** Density that a mitochondrion adds at a place of its cell: 0 outside it. */
    static double mitochondrion(
            Organelles.Mitochondrion m, double x, double y, double z, Cells.Probe at, Slab slab, double[] jacobian) {
        double px = x - m.centre()[0];
        double py = y - m.centre()[1];
        double pz = z - m.centre()[2];
        double[] a = m.axis();
        double along = px * a[0] + py * a[1] + pz * a[2];
        double t = Math.max(-m.half(), Math.min(m.half(), along));
        double ox = px - t * a[0];
        double oy = py - t * a[1];
        double oz = pz - t * a[2];
        double off = Math.sqrt(ox * ox + oy * oy + oz * oz) + 1e-9;
        double radius = m.radius() * (1 + 0.1 * Math.sin(along / 70 + (m.seed() & 7)));
        double inside = radius - off;
        double steep = Math.abs(oz) / off;
        // It keeps clear of the cell's membrane, and takes that membrane's shape where it would touch it.
        double room = at.toSecond - 24;
        if (room < inside) {
            inside = room;
            steep = at.steepSecond;
        }
        if (inside < -40) {
            return 0;
        }
        double outer = slab.line(inside - 4, steep, 13) * 0.8;
        double share = 1 - slab.beyond(inside - 10, steep);
        if (share <= 0) {
            return outer;
        }
        double[] c = m.across();
        double wobble = Noise.value3(m.seed(), x / 85, y / 85, z / 85);
        double phase = (px * c[0] + py * c[1] + pz * c[2]) / CRISTA_PERIOD + 0.42 * wobble;
        double sheet = 2 * Math.abs(phase - Math.rint(phase));
        double steepness = c[2] * (1 + jacobian[11]);
        double blur = Math.exp(-2.2 * steepness * steepness);
        double broken = Noise.value3(m.seed() + 1, x / 120, y / 120, z / 120);
        double crista =
                Math.max(0, 1 - sheet * 2.1) * blur * Math.max(0, Math.min(1, 0.9 + broken)) + 0.28 * (1 - blur);
        return outer + share * (0.42 + 0.85 * crista);
    }
}
