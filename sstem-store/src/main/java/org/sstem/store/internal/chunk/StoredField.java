package org.sstem.store.internal.chunk;

import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.SectionHeader;
import org.sstem.internal.file.field.FieldReader;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A displacement field: an array with an axis of vectors, whose components follow the order of the other axes. Thread-safe. */
public final class StoredField implements FieldReader {

    /** Vectors have a component for each axis of space. */
    private static final int COMPONENTS = 3;

    private final String name;
    private final Grid grid;
    private final GridArray.Chunks chunks;
    private final List<Integer> sections;
    private final int vector;
    /** Of x and y, as are the next two. */
    private final int[] axes;

    private final int[] component;
    private final double[] pixel;
    private final int z;
    private final int[] steps;
    private final int chunkBytes;

    private StoredField(
            String name,
            Grid grid,
            List<String> names,
            double[] scale,
            List<Integer> sections,
            GridArray.Chunks chunks) {
        this.name = name;
        this.grid = grid;
        this.chunks = chunks;
        this.sections = sections;
        List<String> space = names.stream().filter("zyx"::contains).toList();
        this.vector = IntStream.range(0, names.size())
                .filter(axis -> !space.contains(names.get(axis)))
                .findFirst()
                .orElseThrow();
        this.axes = new int[] {names.indexOf("x"), names.indexOf("y")};
        this.component = new int[] {space.indexOf("x"), space.indexOf("y")};
        this.pixel = new double[] {scale[axes[0]], scale[axes[1]]};
        this.z = names.indexOf("z");
        this.steps = new int[names.size()];
        int step = 1;
        for (int i = steps.length - 1; i >= 0; i--) {
            steps[grid.memory()[i]] = step;
            step = Math.multiplyExact(step, grid.chunk()[grid.memory()[i]]);
        }
        this.chunkBytes = Math.multiplyExact(step, Float.BYTES);
    }

    /**
     * Makes a field of an array.
     *
     * @param name     names it, for messages
     * @param grid     what is said of it
     * @param names    what its axes are called: z, y, x and one more, that of the vectors
     * @param scale    the size of a pixel along each axis, in the unit of the displacements
     * @param sections those that have a flow; null if that is not said, which means all
     * @param chunks   where its chunks come from
     * @throws IllegalArgumentException if it is no such field
     */
    public static StoredField of(
            String name, Grid grid, List<String> names, double[] scale, List<Integer> sections, GridArray.Chunks chunks)
            throws IOException {
        long[] shape = grid.shape();
        boolean fits = names.size() == COMPONENTS + 1
                && shape.length == names.size()
                && names.containsAll(List.of("z", "y", "x"));
        int vectors = fits
                ? IntStream.range(0, shape.length)
                        .filter(axis -> !List.of("z", "y", "x").contains(names.get(axis)))
                        .findFirst()
                        .orElse(0)
                : 0;
        if (!fits || shape[vectors] != COMPONENTS || grid.type() != ElementType.FLOAT32) {
            throw new IllegalArgumentException("it holds " + grid.type().id() + " of the size " + Arrays.toString(shape)
                    + " with the axes " + names
                    + "; a displacement field holds float32 with the axes z, y, x, and one of three components");
        }
        if (Arrays.stream(shape).anyMatch(size -> size < 1 || size > Integer.MAX_VALUE)
                || Arrays.stream(scale).anyMatch(size -> !(size > 0) || Double.isInfinite(size))) {
            throw new IllegalArgumentException(
                    "it has the size " + Arrays.toString(shape) + " in pixels of " + Arrays.toString(scale));
        }
        int width = (int) shape[names.indexOf("x")];
        int height = (int) shape[names.indexOf("y")];
        SectionHeader.of(name, PixelType.FLOAT32, width, height);
        List<Integer> all = sections == null
                ? IntStream.range(0, (int) shape[names.indexOf("z")]).boxed().toList()
                : sections;
        try {
            return new StoredField(name, grid, names, scale, all, chunks);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "it has chunks of " + Arrays.toString(grid.chunk()) + ", which no array can hold", e);
        }
    }

    @Override
    public List<Integer> sections() {
        return sections;
    }

    @Override
    public Flow read(int section) throws IOException {
        if (!sections.contains(section)) {
            throw new IOException(name + " has no flow of section " + section);
        }
        int width = (int) grid.shape()[axes[0]];
        int height = (int) grid.shape()[axes[1]];
        Flow flow = new Flow(width, height);
        int[] number = new int[steps.length];
        number[z] = section / grid.chunk()[z];
        for (int k = 0; k < 2; k++) {
            number[vector] = component[k] / grid.chunk()[vector];
            int base = section % grid.chunk()[z] * steps[z] + component[k] % grid.chunk()[vector] * steps[vector];
            for (int y = 0; y < height; y += grid.chunk()[axes[1]]) {
                for (int x = 0; x < width; x += grid.chunk()[axes[0]]) {
                    number[axes[0]] = x / grid.chunk()[axes[0]];
                    number[axes[1]] = y / grid.chunk()[axes[1]];
                    copy(chunk(number), base, x, y, pixel[k], k == 0 ? flow.u() : flow.v());
                }
            }
        }
        return flow;
    }

    /** A chunk as it is kept; null if it is not there. */
    private ByteBuffer chunk(int[] number) throws IOException {
        try {
            byte[] plain = chunks.read(number, chunkBytes);
            if (plain != null && plain.length != chunkBytes) {
                throw new IOException("it holds " + plain.length + " of " + chunkBytes + " bytes");
            }
            return plain == null ? null : ByteBuffer.wrap(plain).order(grid.order());
        } catch (IOException | UncheckedIOException e) {
            throw new IOException(
                    "chunk " + chunks.key(number) + " of " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void copy(ByteBuffer chunk, int base, int x0, int y0, double size, Plane to) {
        int columns = Math.min(grid.chunk()[axes[0]], to.width() - x0);
        int rows = Math.min(grid.chunk()[axes[1]], to.height() - y0);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int at = base + y * steps[axes[1]] + x * steps[axes[0]];
                float value = chunk == null ? grid.fill().floatValue() : chunk.getFloat(Float.BYTES * at);
                to.set(x0 + x, y0 + y, (float) (value / size));
            }
        }
    }
}
