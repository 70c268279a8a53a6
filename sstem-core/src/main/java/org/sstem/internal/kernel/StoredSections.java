package org.sstem.internal.kernel;

import org.sstem.method.Area;
import org.sstem.method.SectionSource;

import java.util.Optional;

/**
 * Sections that can be read as their stack stores them. A device widens 8 and 16 bits to floats itself, and what is copied to
 * it is a quarter or a half. Implementations are thread-safe.
 */
public interface StoredSections {

    /**
     * Grey values in row-major order. In float arithmetic {@code value / 255 - black}, with 65535 for 16 bits, is what
     * {@link SectionSource#read} gives for the same area.
     *
     * @param values unsigned: a {@code byte[]} or a {@code short[]}
     * @param black  what is subtracted
     */
    record Stored(Object values, float black) {}

    /**
     * Reads a rectangle of one section.
     *
     * @param z    the section
     * @param area what to read, inside the section
     * @return its values, a new array; empty if the stack holds floats, or if something there is read other than stored
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    Optional<Stored> stored(int z, Area area);

    /**
     * Reads a rectangle of a section of any stack.
     *
     * @param source the stack
     * @param z      the section
     * @param area   what to read, inside the section
     * @return its values; empty if the stack does not say how they are stored
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    static Optional<Stored> read(SectionSource source, int z, Area area) {
        return source instanceof StoredSections sections ? sections.stored(z, area) : Optional.empty();
    }
}
