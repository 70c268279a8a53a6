package org.sstem.stack;

import org.sstem.image.Area;
import org.sstem.image.Plane;

/**
 * The original sections of a stack, read as floats, part by part.
 *
 * <p>Grey values are scaled as {@link Plane} says. Implementations are thread-safe.
 */
public interface SectionSource {

    /**
     * Returns the size in x.
     *
     * @return pixels in x
     */
    int width();

    /**
     * Returns the size in y.
     *
     * @return pixels in y
     */
    int height();

    /**
     * Returns the number of sections.
     *
     * @return sections in z
     */
    int sections();

    /**
     * Reads a rectangle of one section; what lies outside the section repeats the nearest pixel of its border.
     *
     * @param z      section, 0 to {@link #sections()} - 1
     * @param area   what to read
     * @return a new plane that the caller may change
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    Plane read(int z, Area area);
}
