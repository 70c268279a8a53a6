package org.sstem.internal.output;

/**
 * What may happen to what is there already.
 *
 * @param overwrite whether an output that was made here, and is unchanged since, may be replaced
 * @param resume    whether to go on where an interrupted run stopped
 * @param restart   whether to delete what an interrupted run left
 */
public record Permission(boolean overwrite, boolean resume, boolean restart) {

    /** Nothing may happen to it. */
    public static final Permission NONE = new Permission(false, false, false);

    /**
     * Checks that they do not contradict each other.
     *
     * @throws IllegalArgumentException if both resume and restart are given
     */
    public Permission {
        if (resume && restart) {
            throw new IllegalArgumentException("an interrupted run is either resumed or restarted, not both");
        }
    }
}
