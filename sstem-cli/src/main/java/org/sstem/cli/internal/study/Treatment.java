package org.sstem.cli.internal.study;

import java.util.Locale;

/** What stands in the place of a damaged section when it is segmented. */
enum Treatment {
    /** The section before it was damaged. */
    TRUE,
    /** The damaged section; not of missing ones. */
    DAMAGED,
    /** The nearest intact section, of two the one below. */
    COPIED,
    /** The mean of the nearest intact sections, weighted by their distances. */
    MEAN,
    /** Zero everywhere. */
    MASKED,
    /** What is restored without training. */
    TRAINING_FREE,
    /** What is restored by the networks that were given. */
    NETWORKS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
