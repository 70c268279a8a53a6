package org.sstem.stack;

import org.sstem.internal.output.Permission;

import java.util.Set;

/** What may happen to what is already there when a stack is written. */
public enum WriteOption {
    /**
     * Replaces a stack that exists; without this it is refused. The old one stays until the new one is complete. A
     * directory is replaced only if its manifest says that all in it was written by this library and is unchanged.
     */
    OVERWRITE,
    /**
     * Goes on where an interrupted run stopped, if there was one, provided that everything that decides the result is as
     * it was. Without this and without {@link #RESTART} a target that a run has begun is refused.
     */
    RESUME,
    /** Deletes what an interrupted run has written, if there was one, and starts anew. */
    RESTART;

    static Permission permission(Set<WriteOption> options) {
        return new Permission(options.contains(OVERWRITE), options.contains(RESUME), options.contains(RESTART));
    }
}
