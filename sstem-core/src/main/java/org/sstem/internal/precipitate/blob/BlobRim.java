package org.sstem.internal.precipitate.blob;

import org.sstem.internal.precipitate.Working;

/**
 * How the rim of a blob is described during a fit. Immutable.
 *
 * @param blob  the blob, in cells
 * @param grid  the working grid
 * @param given whether its outline is known, rather than a first guess
 * @param walk  looks for the outline
 */
record BlobRim(Blob blob, Working grid, boolean given, RimWalk walk) {

    /** Cells of the rim to a direction in which it can be stretched. */
    private static final double SPACING = 8;

    static BlobRim of(Blob blob, Working grid, boolean given) {
        int directions = coarse(blob) * fine(given);
        return new BlobRim(blob, grid, given, new RimWalk(blob, directions, grid.width(), grid.height()));
    }

    /** Directions that can be stretched one by one. */
    int coarse() {
        return coarse(blob);
    }

    private static int coarse(Blob blob) {
        double girth = 2 * Math.sqrt(Math.PI * blob.pixels());
        return (int) Math.max(16, Math.min(64, girth / SPACING));
    }

    /** Directions of a given outline to each of those; a guess has no detail to keep. */
    int fine() {
        return fine(given);
    }

    private static int fine(boolean given) {
        return given ? 8 : 1;
    }

    int directions() {
        return coarse() * fine();
    }

    /** The outline seen from a place; null if it is hardly seen. */
    Rim from(double cx, double cy) {
        return walk.from(cx, cy);
    }

    double radius() {
        return Math.sqrt(blob.pixels() / Math.PI);
    }
}
