package org.sstem.internal.missing;

import org.sstem.method.Area;

/**
 * Finds where the tissue of missing sections lies in their neighbours, for who knows better than that it lies on the straight way
 * between them. An area gets the same whatever it is part of. Implementations are thread-safe.
 */
public interface Correspondences {

    /**
     * Finds where an area lies.
     *
     * @param z    the section
     * @param area the area, inside the section
     * @return where it lies
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    Correspondence of(int z, Area area);

    /**
     * Says from where in the section, as registered, an area's correspondence is found.
     *
     * @param area the area, inside the section
     * @return the area that {@link SectionInterpolator#inRegister} is asked for
     */
    Area lookedAt(Area area);
}
