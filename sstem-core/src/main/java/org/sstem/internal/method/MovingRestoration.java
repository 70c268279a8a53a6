package org.sstem.internal.method;

import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.SectionRestoration;

/** A restoration that moves tissue back and can say from where. Thread-safe. */
public interface MovingRestoration extends SectionRestoration {

    /**
     * Returns where the tissue of an area is taken from.
     *
     * @param target the area, inside the section
     * @return displacements in pixels from the restored section to the damaged one; 0 where nothing moved
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    Flow flow(Area target);
}
