package org.sstem.cli.internal.study;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

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
    NETWORKS,
    /** A folded section as if it were missing: of all that is done without training, interpolation alone. */
    INTERPOLATED,
    /** A folded section as it lies, only its dark band filled by interpolation: no unfolding. */
    PATCHED,
    /** A folded section unfolded by the true flow; what was swallowed is filled without training. */
    TRUE_FLOW,
    /** A folded section restored without training, but the truth where tissue was swallowed. */
    TRUE_STRIP,
    /** A folded section as it lies, only its dark band filled by the network that comes along: no unfolding. */
    FUSED_IN_PLACE,
    /** A folded section unfolded, what was swallowed filled by the network that comes along, which sees no neighbours. */
    FUSED_ALONE;

    /** Parts of the repair of folds. */
    static final Set<Treatment> PARTS = EnumSet.range(INTERPOLATED, FUSED_ALONE);
    /** Those of them that need the network that comes along. */
    static final Set<Treatment> FUSED = EnumSet.of(FUSED_IN_PLACE, FUSED_ALONE);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
