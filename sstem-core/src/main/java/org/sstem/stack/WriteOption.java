package org.sstem.stack;

/** What may happen to what is already there when a stack is written. */
public enum WriteOption {
    /** Replaces a stack that exists; without this it is refused. The old one stays until the new one is complete. */
    OVERWRITE,
    /** Goes on where an interrupted run stopped, if there was one; without this its remains are thrown away. */
    RESUME
}
