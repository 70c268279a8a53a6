package org.sstem.store.internal.precomputed;

import org.sstem.internal.tile.SoftCache;
import org.sstem.store.internal.chunk.Codecs;
import org.sstem.store.internal.chunk.Grid;
import org.sstem.store.internal.chunk.GridArray;
import org.sstem.store.internal.place.Store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The chunks of a scale: x fastest, each in a file named by where it begins and ends, or many in a shard. */
final class VolumeChunks implements GridArray.Chunks {

    private static final int KEPT_INDICES = 256;
    private static final int MOST_INDEX_BYTES = 1 << 24;
    private static final int ENTRY = 24;

    private static final Index NONE = new Index(new long[0], new long[0], new long[0]);

    private final Store store;
    private final String key;
    private final Grid grid;
    private final long[] offset;
    private final Encoding encoding;
    private final Optional<Sharding> sharding;
    private final SoftCache<String, Index> indices = new SoftCache<>(KEPT_INDICES);

    /**
     * Prepares.
     *
     * @param store    the store
     * @param key      the scale
     * @param grid     what is said of it, its axes x, y, z, channel
     * @param offset   where it begins
     * @param encoding how its numbers are kept
     * @param sharding where they are kept, if not in a file a chunk
     */
    VolumeChunks(Store store, String key, Grid grid, long[] offset, Encoding encoding, Optional<Sharding> sharding) {
        this.store = store;
        this.key = key;
        this.grid = grid;
        this.offset = offset;
        this.encoding = encoding;
        this.sharding = sharding;
    }

    /** Which chunks lie in a part of a shard, ascending, and where; the arrays belong to it. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Index(long[] ids, long[] from, long[] length) {}

    @Override
    public String key(int[] number) {
        StringBuilder name = new StringBuilder();
        for (int axis = 0; axis < 3; axis++) {
            long from = offset[axis] + (long) number[axis] * grid.chunk()[axis];
            name.append(axis == 0 ? "" : "_").append(from).append('-').append(from + length(number, axis));
        }
        return name.toString();
    }

    /** The size of a chunk along an axis: those at the end are as small as what is left. */
    private int length(int[] number, int axis) {
        long left = grid.shape()[axis] - (long) number[axis] * grid.chunk()[axis];
        return (int) Math.min(grid.chunk()[axis], left);
    }

    @Override
    public byte[] read(int[] number, int bytes) throws IOException {
        byte[] file = sharding.isPresent() ? inShard(number, bytes, sharding.get()) : inFile(number, bytes);
        if (file == null) {
            return null;
        }
        int[] size = {length(number, 0), length(number, 1), length(number, 2)};
        int wide = grid.type().bytes();
        int count = size[0] * size[1] * size[2] * wide;
        byte[] plain = encoding.decode(file, count, grid.type());
        if (plain.length != count) {
            throw new IOException("it holds " + plain.length + " of " + count + " bytes");
        }
        if (count == bytes) {
            return plain;
        }
        byte[] out = new byte[bytes];
        for (int row = 0; row < size[1] * size[2]; row++) {
            int to = (row / size[1] * grid.chunk()[1] + row % size[1]) * grid.chunk()[0] * wide;
            System.arraycopy(plain, row * size[0] * wide, out, to, size[0] * wide);
        }
        return out;
    }

    private byte[] inFile(int[] number, int bytes) throws IOException {
        String name = key + "/" + key(number);
        byte[] file = store.read(name, Codecs.mostPacked(bytes));
        return file == null ? store.read(name + ".gz", Codecs.mostPacked(bytes)) : file;
    }

    private byte[] inShard(int[] number, int bytes, Sharding shards) throws IOException {
        long[] counts = new long[3];
        for (int axis = 0; axis < 3; axis++) {
            counts[axis] = (grid.shape()[axis] + grid.chunk()[axis] - 1) / grid.chunk()[axis];
        }
        long id = Sharding.id(number, counts);
        String file = key + "/" + shards.file(id);
        int part = shards.minishard(id);
        Index index = indices.get(file + ":" + part, any -> index(file, part, shards));
        int at = Arrays.binarySearch(index.ids, id);
        if (at < 0) {
            return null;
        }
        long from = index.from[at];
        long length = index.length[at];
        if (from < 0 || length < 0 || length > Codecs.mostPacked(bytes)) {
            throw new IOException("the index of " + store.name(file) + " gives it " + length + " bytes at " + from);
        }
        byte[] read = store.read(file, from, (int) length);
        return shards.dataPacked() && read != null
                ? Codecs.gzip().decode(read, (int) Math.min(Codecs.mostPacked(bytes), Integer.MAX_VALUE - 8))
                : read;
    }

    /** Reads where the chunks of a part of a shard lie; none do where there is no such part. */
    private Index index(String file, int part, Sharding shards) {
        try {
            byte[] ends = store.read(file, 16L * part, 16);
            if (ends == null) {
                return NONE;
            }
            ByteBuffer both = ByteBuffer.wrap(ends).order(ByteOrder.LITTLE_ENDIAN);
            long head = 16L << shards.minishardBits();
            long from = both.getLong();
            long bytes = both.getLong() - from;
            if (bytes == 0) {
                return NONE;
            }
            if (from < 0 || from > Long.MAX_VALUE - head || bytes < 0 || bytes > MOST_INDEX_BYTES) {
                throw new IOException("it says that it has " + bytes + " bytes at " + from);
            }
            byte[] packed = store.read(file, head + from, (int) bytes);
            if (packed == null) {
                return NONE;
            }
            return places(shards.indexPacked() ? Codecs.gzip().decode(packed, MOST_INDEX_BYTES) : packed, head);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the index of part " + part + " of " + store.name(file) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** All numbers are differences: of chunks to the one before, of places to the end of the one before. */
    private static Index places(byte[] bytes, long head) throws IOException {
        if (bytes.length % ENTRY != 0) {
            throw new IOException("it has " + bytes.length + " bytes, no whole number of entries");
        }
        int count = bytes.length / ENTRY;
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Index index = new Index(new long[count], new long[count], new long[count]);
        long id = 0;
        long end = head;
        for (int i = 0; i < count; i++) {
            long step = numbers.getLong(8 * i);
            if (step < 0 || step == 0 && i > 0 || id + step < 0) {
                throw new IOException("its chunks are not in ascending order");
            }
            id += step;
            index.ids[i] = id;
            index.from[i] = end + numbers.getLong(8 * (count + i));
            index.length[i] = numbers.getLong(8 * (2 * count + i));
            end = index.from[i] + index.length[i];
        }
        return index;
    }
}
