package org.sstem.internal.tissue;

import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Optional;

/**
 * Sections that can be read as they were recorded, also where they are known to show no tissue, or not all of it.
 * Implementations are thread-safe.
 */
public interface RecordedSections {

    /**
     * Reads a rectangle of one section; what lies outside the section repeats the nearest pixel of its border.
     *
     * @param z    the section
     * @param area what to read
     * @return a new plane, scaled as {@link SectionSource#read} scales, with anything where there is no tissue; empty if that is
     *     not known
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    Optional<Plane> recorded(int z, Area area);

    /**
     * Reads a rectangle of a section of any stack.
     *
     * @param source the stack
     * @param z      the section
     * @param area   what to read
     * @return its grey values; empty if the stack does not say what was recorded
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    static Optional<Plane> read(SectionSource source, int z, Area area) {
        return source instanceof RecordedSections sections ? sections.recorded(z, area) : Optional.empty();
    }
}
