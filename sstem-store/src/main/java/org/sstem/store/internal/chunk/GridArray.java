package org.sstem.store.internal.chunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** An array of three axes of space and others of size 1, in whatever order they are. */
public final class GridArray implements StoredArray {

    private static final List<String> AXES = List.of("z", "y", "x");

    /** Where chunks come from. */
    public interface Chunks {

        /**
         * Reads a chunk and unpacks it.
         *
         * @param number its number along each axis
         * @param bytes  the bytes of a whole chunk
         * @return all of them; null if it is not there
         */
        byte[] read(int[] number, int bytes) throws IOException;

        /** Names a chunk, for messages. */
        String key(int[] number);
    }

    private final String name;
    private final Grid grid;
    private final Chunks chunks;
    private final int[] axes;
    private final int[] size;
    private final int[] chunk;
    private final int chunkBytes;
    private final Strides strides;

    private GridArray(String name, Grid grid, int[] axes, Chunks chunks) {
        this.name = name;
        this.grid = grid;
        this.chunks = chunks;
        this.axes = axes;
        this.size = Arrays.stream(axes).map(axis -> (int) grid.shape()[axis]).toArray();
        this.chunk = Arrays.stream(axes).map(axis -> grid.chunk()[axis]).toArray();
        int[] steps = new int[grid.chunk().length];
        int step = 1;
        for (int i = steps.length - 1; i >= 0; i--) {
            int axis = grid.memory()[i];
            steps[axis] = step;
            step = Math.multiplyExact(step, grid.chunk()[axis]);
        }
        this.chunkBytes = Math.multiplyExact(step, grid.type().bytes());
        this.strides = new Strides(steps[axes[0]], steps[axes[1]], steps[axes[2]], chunk[0], chunk[1], chunk[2]);
    }

    /**
     * Makes an array of sections.
     *
     * @param name  names it, for messages
     * @param grid  what is said of it
     * @param names what its axes are called; three of them z, y and x
     * @param chunks where its chunks come from
     * @throws IllegalArgumentException if it is no stack
     */
    public static GridArray of(String name, Grid grid, List<String> names, Chunks chunks) {
        long[] shape = grid.shape();
        if (names.size() != shape.length || !names.containsAll(AXES)) {
            throw new IllegalArgumentException("its size is " + Arrays.toString(shape) + " with the axes " + names
                    + "; a stack has the axes z, y, x, and others only of size 1");
        }
        for (int axis = 0; axis < shape.length; axis++) {
            boolean spatial = AXES.contains(names.get(axis));
            if (!spatial && shape[axis] != 1) {
                throw new IllegalArgumentException("it has " + shape[axis] + " along the axis " + names.get(axis)
                        + "; save the one to be repaired by itself");
            }
            if (shape[axis] < 1 || shape[axis] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("it has " + shape[axis] + " along the axis " + names.get(axis)
                        + "; 1 to " + Integer.MAX_VALUE + " can be read");
            }
        }
        try {
            return new GridArray(
                    name, grid, AXES.stream().mapToInt(names::indexOf).toArray(), chunks);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "it has chunks of " + Arrays.toString(grid.chunk()) + ", which no array can hold", e);
        }
    }

    @Override
    public ElementType type() {
        return grid.type();
    }

    @Override
    public Number fill() {
        return grid.fill();
    }

    @Override
    public int[] size() {
        return size.clone();
    }

    @Override
    public int[] chunk() {
        return chunk.clone();
    }

    @Override
    public ByteOrder order() {
        return grid.order();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] decode(int z, int y, int x) throws IOException {
        int[] number = new int[grid.shape().length];
        int[] from = {z, y, x};
        for (int i = 0; i < 3; i++) {
            number[axes[i]] = from[i] / chunk[i];
        }
        try {
            byte[] plain = chunks.read(number, chunkBytes);
            if (plain == null) {
                return null;
            }
            if (plain.length != chunkBytes) {
                throw new IOException("it holds " + plain.length + " of " + chunkBytes + " bytes");
            }
            return strides.arrange(plain, type().bytes());
        } catch (IOException | UncheckedIOException e) {
            throw new IOException(
                    "chunk " + chunks.key(number) + " of " + name + " cannot be read: " + e.getMessage(), e);
        }
    }
}
