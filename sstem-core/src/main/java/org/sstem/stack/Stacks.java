package org.sstem.stack;

import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.StackPath;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens and writes stacks of sections.
 *
 * <p>A stack is one of these, told by its name:
 * <ul>
 *   <li>a directory of grey PNG sections (8 or 16 bit) or TIFF sections (8 or 16 bit, float), one image a section, in
 *       the natural order of their names ({@code s2} before {@code s10}); masks that lie beside a damage file are no
 *       sections. The voxel size is kept in a file
 *       {@code stack.json} beside them. A directory is written as PNG, or as TIFF if the pixels are floats;
 *   <li>a multi-page TIFF file ({@code .tif}, {@code .tiff}), one page a section;
 *   <li>a dataset of an HDF5 file, {@code volume.h5:/volumes/raw}, axes (z, y, x), its voxel size in nm in the attribute
 *       {@code resolution} (z, y, x), or in µm in {@code element_size_um}.
 * </ul>
 *
 * <p>Nothing has to fit into memory but a few sections. Thread-safe.
 */
public final class Stacks {

    private static final Logger LOG = LoggerFactory.getLogger(Stacks.class);

    private Stacks() {}

    /**
     * Opens a stack: reads the headers, and no pixels yet.
     *
     * @param place   a directory or a multi-page TIFF file; a dataset of an HDF5 file is no path on every system: name
     *     it by {@link #open(String, ReadOption...)}
     * @param options how to read it
     * @return the open stack; close it after use
     * @throws IOException if there is no stack, or one that cannot be read; the message names the file and the reason
     */
    public static StackReader<?> open(Path place, ReadOption... options) throws IOException {
        return open(place.toString(), options);
    }

    /**
     * Opens a stack: reads the headers, and no pixels yet. What has to be said of it
     * ({@link StackReader#remarks()}) is logged as well, as warnings.
     *
     * @param place   a directory, a multi-page TIFF file, or a file and dataset as in {@code volume.h5:/volumes/raw}
     * @param options how to read it
     * @return the open stack; close it after use
     * @throws IOException              if there is no stack, or one that cannot be read; the message names the file and
     *     the reason
     * @throws IllegalArgumentException if the place is no path on this system
     */
    public static StackReader<?> open(String place, ReadOption... options) throws IOException {
        StackReader<?> stack = StackReader.of(StackPath.parse(place).open(options));
        stack.remarks().forEach(remark -> LOG.warn("{}: {}", place, remark));
        return stack;
    }

    /**
     * Opens a stack of labels, as segmentations are kept: whole numbers of 8 to 64 bits in an HDF5 dataset, 8 or 16 bits
     * in images.
     *
     * @param place a directory, a multi-page TIFF file, or a file and dataset as in
     *     {@code volume.h5:/volumes/labels/neuron_ids}
     * @return the open labels; close them after use
     * @throws IOException if there are none, or they cannot be read; the message names the file and the reason
     */
    public static LabelReader openLabels(String place) throws IOException {
        return LabelReader.open(StackPath.parse(place));
    }

    /**
     * Writes a stack section by section, aside first, then moved to its place: the target is complete or not there at
     * all. If writing fails nothing remains; if the thread is interrupted, what was written stays beside the target for a
     * run with {@link WriteOption#RESUME}. {@link StackWriter} is the same for sections that come one by one.
     *
     * @param <T>       8 or 16 bit unsigned, or float
     * @param pixels    the pixels, axes (x, y, z); sections are asked for one after the other, in the caller's thread
     * @param voxelSize the size of a voxel, if known
     * @param target    what to write: a directory or a multi-page TIFF file
     * @param options   what may happen to what is there already; an existing target is refused without
     * @throws IOException              if the target exists or cannot be written; the message names it and the reason
     * @throws IllegalArgumentException if the pixels are no stack, or the target's name is of no kind that is written
     */
    public static <T extends NativeType<T> & RealType<T>> void write(
            RandomAccessibleInterval<T> pixels, Optional<VoxelSize> voxelSize, Path target, WriteOption... options)
            throws IOException {
        write(pixels, voxelSize, target.toString(), options);
    }

    /**
     * Writes a stack section by section, as {@link #write(RandomAccessibleInterval, Optional, Path, WriteOption...)}
     * does.
     *
     * @param <T>       8 or 16 bit unsigned, or float
     * @param pixels    the pixels, axes (x, y, z); sections are asked for one after the other, in the caller's thread
     * @param voxelSize the size of a voxel, if known
     * @param target    what to write: a directory, a multi-page TIFF file, or a file and dataset as in
     *     {@code volume.h5:/volumes/raw}
     * @param options   what may happen to what is there already; an existing target is refused without
     * @throws IOException              if the target exists or cannot be written; the message names it and the reason
     * @throws IllegalArgumentException if the pixels are no stack, or the target's name is of no kind that is written
     */
    public static <T extends NativeType<T> & RealType<T>> void write(
            RandomAccessibleInterval<T> pixels, Optional<VoxelSize> voxelSize, String target, WriteOption... options)
            throws IOException {
        if (pixels.numDimensions() != 3) {
            throw new IllegalArgumentException(
                    "pixels must have the axes (x, y, z), had " + pixels.numDimensions() + " dimensions");
        }
        int width = Math.toIntExact(pixels.dimension(0));
        int height = Math.toIntExact(pixels.dimension(1));
        int sections = Math.toIntExact(pixels.dimension(2));
        T type = pixels.getType();
        StackWriter.Builder builder =
                StackWriter.to(target).voxelSize(voxelSize).options(options);
        try (StackWriter<T> writer = builder.open(type, width, height, sections)) {
            try {
                for (int z = 0; z < sections; z++) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new InterruptedIOException("writing " + target + " was interrupted before section " + z);
                    }
                    if (!writer.isWritten(z)) {
                        writer.writeRaw(z, PixelType.of(type).rawSection(pixels, z));
                    }
                }
                writer.commit();
            } catch (IOException | RuntimeException e) {
                // An interrupt may also show as a channel that was closed.
                if (!Thread.currentThread().isInterrupted()) {
                    writer.discard();
                }
                if (e instanceof UncheckedIOException unchecked) {
                    throw unchecked.getCause();
                }
                throw e;
            }
        }
    }
}
