package org.sstem.s3.internal;

/** How a connection fails. */
enum Fault {
    NONE,
    BUSY,
    FORBIDDEN,
    /** Says that there is nothing, as when somebody else brings it a moment later. */
    NOT_THERE,
    BROKEN_OFF,
    CUT_SHORT
}
