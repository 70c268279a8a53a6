package org.sstem.damage;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.BooleanType;
import net.imglib2.type.logic.BitType;
import net.imglib2.view.Views;
import org.sstem.internal.file.MaskImage;
import org.sstem.method.Area;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a section is damaged, read part by part: held in memory, in a PNG file, or computed.
 *
 * <p>In a file black is intact and everything else damaged, whatever the depth; transparency says nothing. What was
 * read is kept, one bit a pixel, as long as the memory is not needed. Thread-safe.
 */
public interface SectionMask {

    /**
     * Makes a mask from an ImgLib2 image of flags, as thresholds and comparisons give them.
     *
     * @param damaged axes (x, y), true where damaged; copied, its origin does not matter
     * @return the mask
     * @throws IllegalArgumentException if the image is not two-dimensional
     */
    static SectionMask of(RandomAccessibleInterval<? extends BooleanType<?>> damaged) {
        return MaskImage.of(damaged);
    }

    /**
     * Makes a mask from flags.
     *
     * @param width   pixels in x
     * @param height  pixels in y
     * @param damaged one flag a pixel, row-major, true where damaged; copied
     * @return the mask
     * @throws IllegalArgumentException if the sizes do not fit
     */
    static SectionMask of(int width, int height, boolean[] damaged) {
        return MaskImage.of(width, height, damaged);
    }

    /**
     * Makes a mask that is computed whenever it is read.
     *
     * @param width   pixels in x
     * @param height  pixels in y
     * @param damaged what {@link #read} answers; called from several threads at once
     * @return the mask
     */
    static SectionMask of(int width, int height, Function<Area, boolean[]> damaged) {
        return new SectionMask() {
            @Override
            public int width() {
                return width;
            }

            @Override
            public int height() {
                return height;
            }

            @Override
            public boolean[] read(Area area) {
                return damaged.apply(area);
            }
        };
    }

    /**
     * Opens a mask in a PNG file; reads its size only.
     *
     * @param file a PNG image of the size of the section, black where the section is intact
     * @return the mask
     * @throws IOException if there is no such file or it is no PNG image; the message names it
     */
    static SectionMask open(Path file) throws IOException {
        return MaskImage.open(file);
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
     * Reads a rectangle of the mask; outside the section nothing is damaged.
     *
     * @param area what to read
     * @return one flag a pixel, row-major, true where damaged; the caller may change it
     * @throws java.io.UncheckedIOException if the mask cannot be read
     */
    boolean[] read(Area area);

    /**
     * Returns the mask as an ImgLib2 image.
     *
     * @return a copy, axes (x, y), true where damaged
     * @throws java.io.UncheckedIOException if the mask cannot be read
     */
    default Img<BitType> image() {
        Img<BitType> image = ArrayImgs.bits(width(), height());
        boolean[] flags = read(new Area(0, 0, width(), height()));
        int i = 0;
        for (BitType pixel : Views.flatIterable(image)) {
            pixel.set(flags[i++]);
        }
        return image;
    }

    /**
     * Returns where the mask is kept.
     *
     * @return the file, or empty if the mask is in memory or computed
     */
    default Optional<Path> file() {
        return Optional.empty();
    }

    /**
     * Returns what this mask or another one marks.
     *
     * @param other a mask of the same section
     * @return a mask that reads both
     */
    default SectionMask or(SectionMask other) {
        return of(width(), height(), area -> {
            boolean[] flags = read(area);
            boolean[] more = other.read(area);
            for (int i = 0; i < flags.length; i++) {
                flags[i] |= more[i];
            }
            return flags;
        });
    }

    /**
     * Writes the mask as an 8-bit PNG image, 255 where damaged; aside first, then moved to its place, where it replaces
     * what was there.
     *
     * @param png the file to write
     * @throws IOException if that fails; the message names the file
     */
    default void write(Path png) throws IOException {
        MaskImage.write(this, png);
    }
}
