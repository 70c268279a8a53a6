package org.sstem.internal.method;

import org.sstem.method.Area;
import org.sstem.method.Flow;

/** A restoration that moves tissue back, and lets the movement be corrected. Thread-safe. */
public interface UnfoldingRestoration extends RefinableRestoration, MovingRestoration {

    /**
     * Collects the evidence with the section's own tissue taken from elsewhere. The neighbours stay where they are.
     *
     * @param z          the section, the task's
     * @param target     the area, inside the section
     * @param correction pixels to be added to {@link #flow}; where tissue did not move it has no effect
     * @return new planes of the area's size
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    Evidence evidence(int z, Area target, Flow correction);
}
