package org.sstem.stack;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An open stack: what its headers say, and its pixels, read section by section when they are touched.
 *
 * <p>What was read is kept softly: it is read again if the memory was needed in between. Thread-safe; each section is
 * read once even if several threads touch it at the same time.
 *
 * @param <T> 8 or 16 bit unsigned, or float; of labels 64 bit unsigned
 */
public interface StackReader<T extends NativeType<T> & RealType<T>> extends AutoCloseable {

    /**
     * Returns the pixels. Touching a section that cannot be read throws an {@link java.io.UncheckedIOException} that
     * names the file. Writing into the pixels is not supported: it changes what is held in memory, and may be lost.
     *
     * @return a lazy image, axes (x, y, z), valid until this reader is closed
     */
    RandomAccessibleInterval<T> pixels();

    /**
     * Returns the pixel type.
     *
     * @return a fresh value of the type
     */
    T type();

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
     * Returns the size of a voxel, if the file tells it.
     *
     * @return the voxel size; empty if the file says nothing
     */
    Optional<VoxelSize> voxelSize();

    /**
     * Returns what has to be said of the stack: what its files state and is not followed, as a unit that is not known,
     * or what they seem to lack, as numbers left out of the names.
     *
     * @return sentences, mostly none
     */
    List<String> remarks();

    /**
     * Returns the sections that the stack lacks and that were put in for {@link ReadOption#GAPS_ARE_MISSING}; their
     * pixels are 0.
     *
     * @return section numbers, ascending
     */
    List<Integer> gaps();

    /**
     * Returns what the sections are called where each is a file of its own: the names of the files without their endings.
     * Sections that were put in have the names that the numbering leaves out.
     *
     * @return one name a section, in their order; none where sections have no names
     */
    default List<String> names() {
        return List.of();
    }

    /**
     * Closes the file. Sections that were not read before cannot be read any more.
     *
     * @throws IOException if closing fails
     */
    @Override
    void close() throws IOException;

    /** How a stack is to be read. */
    public enum ReadOption {
        /**
         * A number left out of the names of a directory's sections is a section that is missing: it is put in, its pixels
         * 0, and told by {@link StackReader#gaps()}. Without this the sections that are there follow one another, and the
         * gap is told by {@link StackReader#remarks()}.
         */
        GAPS_ARE_MISSING
    }
}
