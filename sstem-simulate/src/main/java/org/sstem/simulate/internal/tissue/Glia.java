package org.sstem.simulate.internal.tissue;

/** The dark, granular processes that fill the gaps between neurites, thicker in some places than in others. */
final class Glia {

    /** Nowhere does the glia begin farther than this from the nearest neurite. */
    static final double MAX_GAP_NM = 170;

    static final Neurite.Traits TRAITS = new Neurite.Traits(0.3, 1.3, 0, 9, 0);

    private static final double WAVE_NM = 900;

    private Glia() {}

    /** The distance from all neurites at which the glia begins. */
    static double gap(long seed, double x, double y, double z) {
        double n = Noise.value3(Hash.stream(seed, 300), x / WAVE_NM, y / WAVE_NM, z / WAVE_NM);
        return Math.max(7, Math.min(MAX_GAP_NM, 30 + 26 * n));
    }
}
