package org.sstem.internal.precipitate.blob;

/**
 * The rim of a blob seen from some centre, and in which directions it is really seen: where the section's border cuts
 * the blob it is only guessed. Immutable.
 *
 * @param gauge the rim
 * @param known one flag a direction of the gauge
 */
record Rim(Gauge gauge, boolean[] known) {

    /** Share of the directions in which the rim is seen. */
    double seen() {
        int count = 0;
        for (boolean k : known) {
            count += k ? 1 : 0;
        }
        return (double) count / known.length;
    }
}
