package org.sstem;

/**
 * Where the value of a restored pixel comes from, as stored in the 8-bit provenance image of a section.
 */
public final class Provenance {

    /** The original pixel, bit-identical. */
    public static final byte ORIGINAL = 0;
    /** The original tissue, moved back to where it belongs (unfolded). */
    public static final byte MOVED = 1;
    /** The damaged pixel itself, corrected. */
    public static final byte CORRECTED = 2;
    /** Interpolated from neighbouring sections. */
    public static final byte INTERPOLATED = 3;
    /** Fused from several of the above. */
    public static final byte FUSED = 4;

    private Provenance() {}

    /**
     * Combines the provenance of two steps applied one after the other.
     *
     * @param first  code left by the first step
     * @param second code left by the second, which read what the first had written
     * @return the code of the result: the second's where the first did nothing and the other way round, INTERPOLATED
     *     where the second took nothing from the section itself, otherwise FUSED where they differ
     */
    public static byte then(byte first, byte second) {
        if (second == ORIGINAL) {
            return first;
        }
        if (first == ORIGINAL || first == second || second == INTERPOLATED) {
            return second;
        }
        return FUSED;
    }
}
