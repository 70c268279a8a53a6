package org.sstem.stack;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sstem.internal.file.LabelStack;
import org.sstem.internal.file.OpenStack;
import org.sstem.internal.file.SectionReader;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.output.OpenInputs;
import org.sstem.stack.StackReader.ReadOption;
import org.sstem.stack.StackWriter.WriteOption;

import java.io.IOException;
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
 *       {@code resolution} (z, y, x), or in µm in {@code element_size_um};
 *   <li>with the module {@code sstem-store} beside, a store of chunks such as {@code volume.zarr}.
 * </ul>
 *
 * <p>A method that takes a path takes of these what is one: directories, TIFF files and stores in a folder.
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
        StackPlace path = StackPlace.parse(place);
        SectionReader file = path.open(options);
        path.file().ifPresent(there -> OpenInputs.opened(file, there));
        StackReader<?> stack = OpenStack.of(file);
        stack.remarks().forEach(remark -> LOG.warn("{}: {}", place, remark));
        return stack;
    }

    /**
     * Opens a stack whose pixel type is known, as {@link #open(String, ReadOption...)} does.
     *
     * @param <T>     8 or 16 bit unsigned, or float
     * @param place   a directory, a multi-page TIFF file, or a file and dataset as in {@code volume.h5:/volumes/raw}
     * @param type    a value of the type that the stack has to have; its value does not matter
     * @param options how to read it
     * @return the open stack; close it after use
     * @throws IOException if there is no stack, one that cannot be read, or one of another pixel type; the message names
     *     the file and the reason
     */
    @SuppressWarnings("unchecked")
    public static <T extends NativeType<T> & RealType<T>> StackReader<T> open(
            String place, T type, ReadOption... options) throws IOException {
        StackReader<?> stack = open(place, options);
        if (!type.getClass().isInstance(stack.type())) {
            String found = stack.type().getClass().getSimpleName();
            stack.close();
            throw new IOException(place + " has pixels of " + found + ", not of "
                    + type.getClass().getSimpleName());
        }
        return (StackReader<T>) stack;
    }

    /**
     * Opens a stack whose pixel type is known, as {@link #open(String, ReadOption...)} does.
     *
     * @param <T>     8 or 16 bit unsigned, or float
     * @param place   a directory or a multi-page TIFF file
     * @param type    a value of the type that the stack has to have; its value does not matter
     * @param options how to read it
     * @return the open stack; close it after use
     * @throws IOException if there is no stack, one that cannot be read, or one of another pixel type; the message names
     *     the file and the reason
     */
    public static <T extends NativeType<T> & RealType<T>> StackReader<T> open(Path place, T type, ReadOption... options)
            throws IOException {
        return open(place.toString(), type, options);
    }

    /**
     * Opens a stack of labels, as segmentations are kept: whole numbers of 8 to 64 bits in an HDF5 dataset, 8 or 16 bits
     * in images.
     *
     * @param place a directory, a multi-page TIFF file, or a file and dataset as in
     *     {@code volume.h5:/volumes/labels/neuron_ids}
     * @return the open labels, unsigned 64 bit; a section is read when it is touched, and of a float stack its values have
     *     to be whole numbers then; close them after use
     * @throws IOException if there are none, or they cannot be read; the message names the file and the reason
     */
    public static StackReader<UnsignedLongType> openLabels(String place) throws IOException {
        return LabelStack.open(StackPlace.parse(place));
    }

    /**
     * Writes a stack section by section, aside first, then moved to its place: the target is complete or not there at
     * all. If writing fails nothing remains; if the thread is interrupted, the sections that were finished stay beside
     * the target for a run with {@link WriteOption#RESUME}. {@link StackWriter#to(Path)} is
     * the same with more to say: who hears of the progress, and what decides the result, so that a run that resumes does
     * not mix two; and for sections that come one by one.
     *
     * @param pixels    the pixels, axes (x, y, z), 8 or 16 bit unsigned, or float; sections are asked for one after the other, in the caller's thread
     * @param voxelSize the size of a voxel, if known
     * @param target    what to write: a directory or a multi-page TIFF file
     * @param options   what may happen to what is there already; an existing target is refused without
     * @throws IOException              if the target exists or cannot be written; the message names it and the reason
     * @throws IllegalArgumentException if the pixels are no stack, the target's name is of no kind that is written, or
     *     it is, contains or lies in a stack that is open for reading
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
     */
    public static void write(
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            Optional<VoxelSize> voxelSize,
            Path target,
            WriteOption... options)
            throws IOException {
        write(pixels, voxelSize, target.toString(), options);
    }

    /**
     * Writes a stack whose voxel size nobody knows, as
     * {@link #write(RandomAccessibleInterval, Optional, Path, WriteOption...)} does.
     *
     * @param pixels  the pixels, axes (x, y, z), 8 or 16 bit unsigned, or float
     * @param target  what to write: a directory or a multi-page TIFF file
     * @param options what may happen to what is there already; an existing target is refused without
     * @throws IOException              if the target exists or cannot be written; the message names it and the reason
     * @throws IllegalArgumentException if the pixels are no stack, or the target's name is of no kind that is written
     */
    public static void write(
            RandomAccessibleInterval<? extends RealType<?>> pixels, Path target, WriteOption... options)
            throws IOException {
        write(pixels, Optional.empty(), target, options);
    }

    /**
     * Writes a stack whose voxel size is known, as
     * {@link #write(RandomAccessibleInterval, Optional, Path, WriteOption...)} does.
     *
     * @param pixels    the pixels, axes (x, y, z), 8 or 16 bit unsigned, or float
     * @param voxelSize the size of a voxel
     * @param target    what to write: a directory or a multi-page TIFF file
     * @param options   what may happen to what is there already; an existing target is refused without
     * @throws IOException              if the target exists or cannot be written; the message names it and the reason
     * @throws IllegalArgumentException if the pixels are no stack, or the target's name is of no kind that is written
     */
    public static void write(
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            VoxelSize voxelSize,
            Path target,
            WriteOption... options)
            throws IOException {
        write(pixels, Optional.of(voxelSize), target, options);
    }

    /**
     * Writes a stack section by section, as {@link #write(RandomAccessibleInterval, Optional, Path, WriteOption...)}
     * does.
     *
     * @param pixels    the pixels, axes (x, y, z), 8 or 16 bit unsigned, or float; sections are asked for one after the other, in the caller's thread
     * @param voxelSize the size of a voxel, if known
     * @param target    what to write: a directory, a multi-page TIFF file, or a file and dataset as in
     *     {@code volume.h5:/volumes/raw}
     * @param options   what may happen to what is there already; an existing target is refused without
     * @throws IOException              if the target exists or cannot be written; the message names it and the reason
     * @throws IllegalArgumentException if the pixels are no stack, or the target's name is of no kind that is written
     */
    public static void write(
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            Optional<VoxelSize> voxelSize,
            String target,
            WriteOption... options)
            throws IOException {
        StackWriter.to(target).voxelSize(voxelSize).options(options).write(pixels);
    }

    /**
     * Returns the file or directory that a place names, without looking for it.
     *
     * @param place a directory, a multi-page TIFF file, or a file and dataset as in {@code volume.h5:/volumes/raw}
     * @return the directory or file
     */
    public static Path file(Path place) {
        return StackPlace.parse(place.toString()).path();
    }

    /**
     * Returns the file or directory that a place names, without looking for it.
     *
     * @param place as {@link #open(String, ReadOption...)} takes it
     * @return the directory or file
     */
    public static Path file(String place) {
        return StackPlace.parse(place).path();
    }
}
