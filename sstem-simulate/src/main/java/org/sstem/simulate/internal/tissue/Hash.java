package org.sstem.simulate.internal.tissue;

/** Random numbers that depend on a place and not on an order: the base of everything that is drawn lazily. */
final class Hash {

    private static final long X = 0x9E3779B97F4A7C15L;
    private static final long Y = 0xC2B2AE3D27D4EB4FL;
    private static final long Z = 0x165667B19E3779F9L;

    private Hash() {}

    /** Finalises 64 bits so that every bit of the input reaches every bit of the result. */
    static long mix(long h) {
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 31);
    }

    static long at(long seed, int x, int y, int z) {
        return mix(seed + x * X + y * Y + z * Z);
    }

    /** Derives the n-th of several streams from one seed. */
    static long stream(long seed, int n) {
        return mix(seed ^ mix(n * X + Y));
    }

    /** Maps the upper bits of a hash to [0, 1). */
    static double unit(long h) {
        return (h >>> 11) * 0x1p-53;
    }

    /** Maps a hash to the n-th of a family of numbers in [0, 1). */
    static double unit(long h, int n) {
        return unit(mix(h + n * X));
    }

    /** A normal deviate from two numbers of the family. */
    static double normal(long h, int n) {
        double r = Math.sqrt(-2 * Math.log(1 - unit(h, 2 * n)));
        return r * Math.cos(2 * Math.PI * unit(h, 2 * n + 1));
    }
}
