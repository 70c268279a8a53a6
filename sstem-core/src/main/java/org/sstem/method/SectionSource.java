package org.sstem.method;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.internal.file.ImageSections;
import org.sstem.internal.file.SectionCells;

/**
 * The original sections of a stack, read as floats, part by part.
 *
 * <p>Grey values are scaled as {@link Plane} says. Implementations are thread-safe.
 */
public interface SectionSource {

    /**
     * Reads the sections of an imglib2 stack. Only what is asked for is read, so a lazy stack stays lazy.
     *
     * @param stack the pixels, axes (x, y, z), 8 or 16 bit unsigned, or float; where it begins does not matter
     * @return its sections as scaled floats
     * @throws IllegalArgumentException if the stack has other than three dimensions or another pixel type
     */
    static SectionSource of(RandomAccessibleInterval<? extends RealType<?>> stack) {
        return ImageSections.of(stack);
    }

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

    /**
     * Reads how much each pixel of a rectangle can be believed: 1 where the section shows tissue, 0 where it says
     * nothing, because alignment padded it or because a part of it was lost. Statistics, registration and repair count
     * pixels by this. Outside the section the nearest pixel of its border counts.
     *
     * @param z    section, 0 to {@link #sections()} - 1
     * @param area what to read
     * @return a new plane that the caller may change; 1 throughout unless an implementation knows better
     * @throws java.io.UncheckedIOException if the section cannot be read
     */
    default Plane tissue(int z, Area area) {
        return Plane.filled(area.width(), area.height(), 1);
    }

    /**
     * Shows the sections as an ImgLib2 image. A section is read when it is touched, and kept as long as the memory is not
     * needed; touching one that cannot be read throws an {@link java.io.UncheckedIOException}.
     *
     * @return a lazy image, axes (x, y, z), grey values scaled as {@link Plane} says
     */
    default RandomAccessibleInterval<FloatType> image() {
        Area whole = new Area(0, 0, width(), height());
        return SectionCells.image(
                width(),
                height(),
                sections(),
                new FloatType(),
                z -> new FloatArray(read(z, whole).pixels()));
    }
}
