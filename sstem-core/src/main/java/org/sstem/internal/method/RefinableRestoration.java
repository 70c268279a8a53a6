package org.sstem.internal.method;

import org.sstem.method.Area;
import org.sstem.method.SectionRestoration;

/**
 * A restoration that shows what its result rests on, so that something that has learned more can refine it.
 *
 * <p>As with {@link #restore}, areas get the same pixels whatever they are part of. Thread-safe.
 */
public interface RefinableRestoration extends SectionRestoration {

    /**
     * Collects the evidence for an area of one section.
     *
     * @param z      the section, one of the task's
     * @param target the area, inside the section
     * @return new planes of the area's size
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    Evidence evidence(int z, Area target);

    /**
     * Says which area of the damaged section and of its {@link #sources} the evidence for an area is collected from.
     *
     * @param target the area
     * @return the area that is read; it may reach outside the section
     */
    Area evidenceArea(Area target);

    /**
     * Says how many areas are best asked for at once.
     *
     * @return 1 where one area is worked on by all threads; more where a device makes some while others are copied
     */
    default int tilesAtOnce() {
        return 1;
    }

    /**
     * Says whether anything may be changed in an area, without collecting the evidence.
     *
     * @param target the area, inside the section
     * @return false only if {@link #restore} changes nothing there
     */
    default boolean touches(Area target) {
        return true;
    }
}
