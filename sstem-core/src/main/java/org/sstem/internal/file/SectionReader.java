package org.sstem.internal.file;

import org.sstem.stack.VoxelSize;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One open stack file: what its headers say, and its sections one by one. Implementations are thread-safe. */
public interface SectionReader extends Closeable {

    PixelType type();

    int width();

    int height();

    int sections();

    Optional<VoxelSize> voxelSize();

    /** What the file says and is not followed, or lacks: sentences that begin with "it" or "its". */
    default List<String> remarks() {
        return List.of();
    }

    /** Sections that the file lacks and that were put in, all pixels 0. */
    default List<Integer> gaps() {
        return List.of();
    }

    /** What the sections are called, one name each; none if they have no names. */
    default List<String> names() {
        return List.of();
    }

    /**
     * Reads one section.
     *
     * @return a new array of {@code width * height} pixels as {@link PixelType#newArray} makes it
     */
    Object read(int z) throws IOException;
}
