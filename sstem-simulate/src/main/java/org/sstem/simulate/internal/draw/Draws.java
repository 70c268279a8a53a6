package org.sstem.simulate.internal.draw;

import org.sstem.simulate.Distribution;

import java.util.SplittableRandom;

/** The random numbers of one section: they depend on the seed, the section and the purpose alone. */
public final class Draws {

    /** What the numbers are for, so that two simulators of one seed do not draw the same. */
    public enum Purpose {
        FOLD,
        BAND,
        PRECIPITATE,
        CHOICE,
        SHEET,
        CRACK,
        SPECK
    }

    private final SplittableRandom random;

    public Draws(long seed, int z, Purpose purpose) {
        random = new SplittableRandom(seed(seed, z, purpose));
    }

    /** The random numbers of one of many things of a section. */
    public Draws(long seed, int z, Purpose purpose, int index) {
        random = new SplittableRandom(mix(seed(seed, z, purpose) + index + 1));
    }

    static long seed(long seed, int z, Purpose purpose) {
        return mix(mix(seed + 0x9E3779B97F4A7C15L * (purpose.ordinal() + 1)) + 0xC2B2AE3D27D4EB4FL * z);
    }

    public static long mix(long h) {
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 31);
    }

    /** A uniform number in [0, 1). */
    public double unit() {
        return random.nextDouble();
    }

    public double from(Distribution distribution) {
        return distribution.quantile(random.nextDouble());
    }

    double above(Distribution distribution, double least) {
        return distribution.quantileAbove(random.nextDouble(), least);
    }

    /** A whole number: a uniform distribution from 0 to 3 gives 0, 1, 2 and 3 equally often. */
    public int count(Distribution distribution) {
        double span = distribution.max() - distribution.min();
        double stretched = distribution.min()
                - 0.5
                + (distribution.quantile(random.nextDouble()) - distribution.min()) * (span + 1) / Math.max(span, 1e-9);
        return span == 0 ? (int) Math.round(distribution.min()) : (int) Math.max(0, Math.round(stretched));
    }

    /** A whole number from 0 to {@code bound} - 1. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    double normal() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
