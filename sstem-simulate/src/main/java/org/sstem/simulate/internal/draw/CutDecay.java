package org.sstem.simulate.internal.draw;

/**
 * How the displacement beside a cut falls with the distance from it. Immutable and thread-safe.
 *
 * @param law    the form
 * @param length its scale, px, above 0; does not matter without decay
 */
public record CutDecay(Law law, double length) {

    /** The forms. */
    public enum Law {
        /** {@code exp(-x / length)}: falls ever more slowly. */
        EXPONENTIAL,
        /**
         * {@code exp(-(x / length)^2.2)}: the free decay of real folds. Fitted to the mean displacements of Huang et al.
         * (ECCV Workshops 2020: 11.4 px at 300 px from the fold to 0 at 3400, ten distances) with a length of 1,493 px
         * and 12.0 px in the fold itself; the root mean square of what is left is 0.25 px.
         */
        FREE,
        /** No decay: beside a large fold of FAFB none was seen between 1,100 and 2,000 px from it. */
        NONE
    }

    private static final double FREE_POWER = 2.2;

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the length is not positive and finite
     */
    public CutDecay {
        if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("length of a decay must be positive and finite, was " + length);
        }
    }

    /**
     * Returns what is left of the displacement.
     *
     * @param distance from the edge of the band, px, 0 or more
     * @return 1 at the band, falling towards 0
     */
    public double at(double distance) {
        return switch (law) {
            case EXPONENTIAL -> Math.exp(-distance / length);
            case FREE -> Math.exp(-Math.pow(distance / length, FREE_POWER));
            case NONE -> 1;
        };
    }
}
