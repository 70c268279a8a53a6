package org.sstem.simulate.internal.tissue;

/** The smooth deformation that makes straight capsules look grown: p becomes p + w(p), everything in nm. */
final class Warp {

    /** No displacement exceeds this in practice (four standard deviations of the sum). */
    static final double REACH_NM = 130;

    private static final double[] WAVE = {640, 190, 66};
    private static final double[] AMPLITUDE = {46, 13, 4};

    private final long[] seeds = new long[9];

    Warp(long seed) {
        for (int n = 0; n < seeds.length; n++) {
            seeds[n] = Hash.stream(seed, 200 + n);
        }
    }

    /**
     * Evaluates displacement and derivative.
     *
     * @param out     receives w (3 values), then dw/dx, dw/dy, dw/dz (3 values each)
     * @param scratch four values
     */
    void at(double x, double y, double z, double[] out, double[] scratch) {
        java.util.Arrays.fill(out, 0);
        for (int octave = 0; octave < 3; octave++) {
            double f = 1 / WAVE[octave];
            double a = AMPLITUDE[octave];
            for (int c = 0; c < 3; c++) {
                Noise.gradient3(seeds[3 * octave + c], x * f, y * f, z * f, scratch);
                out[c] += a * scratch[0];
                out[3 + c] += a * f * scratch[1];
                out[6 + c] += a * f * scratch[2];
                out[9 + c] += a * f * scratch[3];
            }
        }
    }
}
