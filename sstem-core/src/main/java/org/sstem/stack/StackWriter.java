package org.sstem.stack;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Intervals;
import org.sstem.ProgressListener;
import org.sstem.Restoration.Layer;
import org.sstem.internal.file.Finite;
import org.sstem.internal.file.PartialStack;
import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.file.StackSidecar;
import org.sstem.internal.output.Permission;
import org.sstem.internal.progress.Cancellation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes a stack section by section, in any order.
 *
 * <p>The sections are collected in a directory beside the target, named as the target with {@code .sstem-partial} behind,
 * each of them complete or not there. {@link #commit} moves the whole to its place; until then the target is as it
 * was. A multi-page TIFF or an HDF5 file is put together at that moment, so for a while its pixels are on the disk
 * twice, until the writer is closed.
 *
 * <p>If a writer is closed without commit, what was written remains in that directory: opened again with
 * {@link WriteOption#RESUME} a writer finds it and goes on, however the run before ended, if everything that decides the
 * result ({@link Builder#recipe(Map)}) is as it was. {@link #discard} removes it.
 *
 * <p>Nothing is deleted or replaced but what a manifest in the directory says was written here and is unchanged since. No
 * two writers, in this process or another one, write one target at a time; a stack that is open for reading is never
 * written onto.
 *
 * <p>{@link #write} and {@link #isWritten} may be called concurrently for different sections.
 *
 * @param <T> 8 or 16 bit unsigned, or float; of labels also 64 bit unsigned, in HDF5 files and stores
 */
public final class StackWriter<T extends NativeType<T> & RealType<T>> implements AutoCloseable {

    private final PartialStack partial;
    private final SectionHeader section;
    private final int sections;
    private boolean closed;

    private StackWriter(PartialStack partial, SectionHeader section, int sections) {
        this.partial = partial;
        this.section = section;
        this.sections = sections;
    }

    /**
     * Begins to describe a stack to write.
     *
     * @param target what to write: a directory or a multi-page TIFF file; a dataset of an HDF5 file is no path on every
     *     system: name it by {@link #to(String)}
     * @return a builder
     * @throws IllegalArgumentException if the name is of no kind that is written
     */
    public static Builder to(Path target) {
        return to(target.toString());
    }

    /**
     * Begins to describe a stack to write.
     *
     * @param target what to write: a directory, a multi-page TIFF file, or a file and dataset as in
     *     {@code volume.h5:/volumes/raw}
     * @return a builder
     * @throws IllegalArgumentException if the name is of no kind that is written, or no path on this system
     */
    public static Builder to(String target) {
        return new Builder(StackPlace.parse(target).checkTarget());
    }

    /**
     * Writes a layer that goes with the stack. It is committed, discarded and closed with the stack.
     *
     * @param layer one of those that the stack was {@linkplain Builder#layers opened with}
     * @return its writer
     * @throws IllegalArgumentException if it is none of them
     */
    public StackWriter<UnsignedByteType> layer(Layer layer) {
        PartialStack own = partial.layers().get(layer);
        if (own == null) {
            throw new IllegalArgumentException(
                    "target " + partial.target() + " was opened without the layer " + layer.id());
        }
        return new StackWriter<>(own, new SectionHeader(PixelType.UINT8, section.width(), section.height()), sections);
    }

    /**
     * Tells whether a section is there already, written by this writer or by the run that it goes on with.
     *
     * @param z section, 0 to the number of sections - 1
     * @return true if it need not be written again
     */
    public boolean isWritten(int z) {
        return partial.isWritten(checked(z));
    }

    /**
     * Writes one section; one that is there already is replaced.
     *
     * @param z      section, 0 to the number of sections - 1
     * @param pixels the section, axes (x, y), of the stack's size
     * @throws IOException              if it cannot be written, or holds a NaN or an infinity
     * @throws IllegalArgumentException if z or the size is wrong
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
     */
    public void write(int z, RandomAccessibleInterval<T> pixels) throws IOException {
        if (pixels.numDimensions() != 2
                || pixels.dimension(0) != section.width()
                || pixels.dimension(1) != section.height()) {
            throw new IllegalArgumentException("section " + z + " must be " + section.width() + " x " + section.height()
                    + ", was " + Intervals.toString(pixels));
        }
        String where = "in section " + z + " of " + partial.target();
        try {
            writeRaw(z, section.type().rawPixels(pixels));
        } catch (IOException e) {
            throw Cancellation.unless(e, where);
        } catch (RuntimeException e) {
            throw Cancellation.unless(e, where);
        }
    }

    void writeRaw(int z, Object raw) throws IOException {
        if (closed) {
            throw new IllegalStateException("the writer of " + partial.target() + " is closed");
        }
        if (Array.getLength(raw) != section.pixels()) {
            throw new IllegalArgumentException("section " + z + " must hold " + section.pixels() + " pixels");
        }
        int checked = checked(z);
        partial.write(checked, Finite.check(raw, section.width(), () -> "section " + z + " for " + partial.target()));
    }

    private int checked(int z) {
        if (z < 0 || z >= sections) {
            throw new IllegalArgumentException("z must be 0 to " + (sections - 1) + ", was " + z);
        }
        return z;
    }

    /**
     * Moves the stack to its place; nothing more can be written then.
     *
     * @throws IOException           if that fails; what was written remains for a run with {@link WriteOption#RESUME}
     * @throws IllegalStateException if sections are missing
     */
    public void commit() throws IOException {
        List<PartialStack> all = new ArrayList<>(partial.layers().values());
        all.add(partial);
        for (PartialStack each : all) {
            for (int z = 0; z < sections; z++) {
                if (!each.isWritten(z)) {
                    throw new IllegalStateException("section " + z + " of " + each.target() + " is not written yet");
                }
            }
        }
        partial.commit();
        closed = true;
    }

    /**
     * Removes everything that was written and closes the writer. Does nothing after {@link #commit}.
     *
     * @throws IOException if that fails
     */
    public void discard() throws IOException {
        if (!closed) {
            closed = true;
            partial.delete();
        }
    }

    /**
     * Closes the writer and lets go of the target. Without {@link #commit}, sections that were written remain for a later
     * run.
     *
     * @throws IOException if what is no longer needed cannot be removed
     */
    @Override
    public void close() throws IOException {
        closed = true;
        partial.close();
    }

    /** What a stack is written with. Not thread-safe. */
    public static final class Builder {

        private final StackPlace target;
        private Optional<VoxelSize> voxelSize = Optional.empty();
        private Set<WriteOption> options = EnumSet.noneOf(WriteOption.class);
        private final Map<String, String> recipe = new LinkedHashMap<>();
        private ProgressListener progress = ProgressListener.NONE;
        private boolean labels;
        private List<String> names = List.of();
        private List<Layer> layers = List.of();

        private Builder(StackPlace target) {
            this.target = target;
        }

        /**
         * Sets the size of a voxel.
         *
         * @param voxelSize the voxel size, if known
         * @return this
         */
        public Builder voxelSize(Optional<VoxelSize> voxelSize) {
            this.voxelSize = voxelSize;
            return this;
        }

        /**
         * Sets the size of a voxel.
         *
         * @param voxelSize the voxel size
         * @return this
         */
        public Builder voxelSize(VoxelSize voxelSize) {
            return voxelSize(Optional.of(voxelSize));
        }

        /**
         * Says that the values are names, such as those of cells or the codes of provenance: a format that keeps smaller
         * copies of a stack takes for each of their pixels one of those that it stands for, and not the mean. Values of 64 bits
         * are labels always.
         *
         * @return this
         */
        public Builder labels() {
            labels = true;
            return this;
        }

        /**
         * Says which layers go with the stack, in its own store and with the same smaller copies. Each of their sections has to
         * be written, too.
         *
         * @param layers any number of layers
         * @return this
         * @throws IllegalArgumentException if the target is no store, which alone has room for them
         */
        public Builder layers(Layer... layers) {
            this.layers = Stream.of(layers).distinct().sorted().toList();
            this.layers.forEach(layer -> PartialStack.layer(target, layer));
            return this;
        }

        /**
         * Says what the sections are called, where each becomes a file of its own; elsewhere this counts for nothing. Without,
         * or if there are not as many names as sections or two are the same, sections are numbered.
         *
         * @param names names of files without their endings, as {@link StackReader#names} tells them
         * @return this
         * @throws IllegalArgumentException if one is no plain name of a file
         */
        public Builder names(List<String> names) {
            for (String name : names) {
                if (name.isBlank() || name.startsWith(".") || name.matches(".*[/\\\\\\x00].*")) {
                    throw new IllegalArgumentException("\"" + name + "\" is no plain name of a file");
                }
            }
            this.names = List.copyOf(names);
            return this;
        }

        /**
         * Tells a listener after each section that {@link #write} has written.
         *
         * @param listener the listener
         * @return this
         */
        public Builder progress(ProgressListener listener) {
            progress = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets what may happen to what is there already.
         *
         * @param options any number of options; without, an existing target is refused
         * @return this
         */
        public Builder options(WriteOption... options) {
            this.options = EnumSet.noneOf(WriteOption.class);
            this.options.addAll(Set.of(options));
            return this;
        }

        /**
         * Says in a few words how the sections are made. A run goes on with another one's sections only if the recipes
         * are equal, so that a stack is never put together from two different ones.
         *
         * @param recipe any text, for example the parameters in a fixed order
         * @return this
         */
        public Builder recipe(String recipe) {
            return recipe(Map.of("recipe", recipe));
        }

        /**
         * Says what decides how the sections come out, name to value in words: hashes of what they are made of, options,
         * versions. A run goes on with another one's sections only if all of it is equal; else it says what differs.
         *
         * @param parts names, such as {@code tile}, and values, such as {@code 1024 px}; added to those given before
         * @return this
         */
        public Builder recipe(Map<String, String> parts) {
            recipe.putAll(parts);
            return this;
        }

        /**
         * Checks, before a long work whose outcome is going to be written, whether the target may be written: everything
         * that {@link #open} checks except what depends on the recipe. Writes nothing.
         *
         * @throws IOException              if the target exists, cannot be written, is being written, or was begun
         * @throws IllegalArgumentException if it is, contains or lies in a stack that is open for reading
         */
        public void check() throws IOException {
            PartialStack.check(target, WriteOption.permission(options));
        }

        /**
         * Opens the writer.
         *
         * @param <T>      8 or 16 bit unsigned, or float; of labels also 64 bit unsigned
         * @param type     any value of the pixel type
         * @param width    pixels in x
         * @param height   pixels in y
         * @param sections sections in z
         * @return the writer
         * @throws IOException              if the target exists, cannot be written, is being written, or was begun as
         *     another stack
         * @throws IllegalArgumentException if a size is below 1 or the pixel type is another one, or the target is,
         *     contains or lies in a stack that is open for reading
         */
        public <T extends NativeType<T> & RealType<T>> StackWriter<T> open(T type, int width, int height, int sections)
                throws IOException {
            if (width < 1 || height < 1 || sections < 1) {
                throw new IllegalArgumentException(
                        "a stack is at least 1 x 1 x 1, was " + width + " x " + height + " x " + sections);
            }
            SectionHeader section = SectionHeader.of(target, PixelType.written(type), width, height);
            StackSidecar stack = new StackSidecar(
                    section, sections, voxelSize, labels || section.type() == PixelType.UINT64, layers);
            return new StackWriter<>(
                    PartialStack.open(target, stack, names, recipe, WriteOption.permission(options)),
                    section,
                    sections);
        }

        /**
         * Writes a whole stack: the target is complete or not there at all. If writing fails nothing remains; if the thread
         * is interrupted, the sections that were finished stay for a run with {@link WriteOption#RESUME}.
         *
         * @param pixels the pixels, axes (x, y, z), 8 or 16 bit unsigned, or float; sections are asked for one after the
         *     other, in the caller's thread
         * @throws IOException              if the target exists or cannot be written, or a pixel is a NaN or an infinity; the
         *     message names it and the reason
         * @throws IllegalArgumentException if the pixels are no stack, or the target is, contains or lies in a stack that is
         *     open for reading
         * @throws java.util.concurrent.CancellationException if the thread is interrupted; its flag is set
         */
        @SuppressWarnings({"unchecked", "rawtypes"})
        public void write(RandomAccessibleInterval<? extends RealType<?>> pixels) throws IOException {
            writeTyped((RandomAccessibleInterval) pixels);
        }

        private <T extends NativeType<T> & RealType<T>> void writeTyped(RandomAccessibleInterval<T> pixels)
                throws IOException {
            if (pixels.numDimensions() != 3) {
                throw new IllegalArgumentException(
                        "pixels must have the axes (x, y, z), had " + pixels.numDimensions() + " dimensions");
            }
            int sections = Math.toIntExact(pixels.dimension(2));
            T type = pixels.getType();
            try (StackWriter<T> writer =
                    open(type, Math.toIntExact(pixels.dimension(0)), Math.toIntExact(pixels.dimension(1)), sections)) {
                int z = 0;
                try {
                    for (; z < sections; z++) {
                        Cancellation.check("before section " + z + " of " + target);
                        if (!writer.isWritten(z)) {
                            writer.writeRaw(z, PixelType.written(type).rawSection(pixels, z));
                        }
                        progress.progress(z + 1L, sections, "section " + z);
                    }
                    writer.commit();
                } catch (IOException | RuntimeException e) {
                    // What is finished stays after an interruption; nothing does after a failure.
                    Exception failure = Cancellation.unless(e, "in section " + z + " of " + target);
                    writer.discard();
                    if (failure instanceof UncheckedIOException unchecked) {
                        throw unchecked.getCause();
                    }
                    throw e;
                }
            }
        }
    }

    /** What may happen to what is already there when a stack is written. */
    public enum WriteOption {
        /**
         * Replaces a stack that exists; without this it is refused. The old one stays until the new one is complete. A
         * directory is replaced only if its manifest says that all in it was written by this library and is unchanged.
         */
        OVERWRITE,
        /**
         * Goes on where an interrupted run stopped, if there was one, provided that everything that decides the result is as
         * it was. Without this and without {@link #RESTART} a target that a run has begun is refused.
         */
        RESUME,
        /** Deletes what an interrupted run has written, if there was one, and starts anew. */
        RESTART;

        static Permission permission(Set<WriteOption> options) {
            return new Permission(options.contains(OVERWRITE), options.contains(RESUME), options.contains(RESTART));
        }
    }
}
