package org.sstem.internal.file;

import org.sstem.stack.VoxelSize;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** One open stack file: what its headers say, and its sections one by one. Implementations are thread-safe. */
interface SectionReader extends Closeable {

    PixelType type();

    int width();

    int height();

    int sections();

    Optional<VoxelSize> voxelSize();

    /**
     * Reads one section.
     *
     * @return a new array of {@code width * height} pixels as {@link PixelType#newArray} makes it
     */
    Object read(int z) throws IOException;
}
