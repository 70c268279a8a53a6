package org.sstem.damage;

import org.sstem.method.Area;

/** Where a section is damaged, read part by part. Thread-safe. */
@FunctionalInterface
public interface SectionMask {

    /**
     * Reads a rectangle of the mask; outside the section nothing is damaged.
     *
     * @param area what to read
     * @return one flag a pixel, row-major, true where damaged; the caller may change it
     * @throws java.io.UncheckedIOException if the mask cannot be read
     */
    boolean[] read(Area area);
}
