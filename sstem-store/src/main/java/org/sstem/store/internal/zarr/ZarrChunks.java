package org.sstem.store.internal.zarr;

import org.sstem.internal.tile.SoftCache;
import org.sstem.store.internal.chunk.Codecs;
import org.sstem.store.internal.chunk.GridArray;
import org.sstem.store.internal.place.Store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The chunks of an array, each in a file or many in a shard. */
final class ZarrChunks implements GridArray.Chunks {

    private static final int KEPT_INDICES = 64;
    /** What an index says of a chunk that is not there, for its place and for its length. */
    private static final long ABSENT = -1;

    private final Store store;
    private final String path;
    private final ArrayMetadata metadata;
    private final SoftCache<String, ByteBuffer> indices = new SoftCache<>(KEPT_INDICES);

    ZarrChunks(Store store, String path, ArrayMetadata metadata) {
        this.store = store;
        this.path = path;
        this.metadata = metadata;
    }

    @Override
    public String key(int[] number) {
        return metadata.key(number);
    }

    private String file(int[] number) {
        return (path.isEmpty() ? "" : path + "/") + metadata.key(number);
    }

    @Override
    public byte[] read(int[] number, int bytes) throws IOException {
        byte[] packed = metadata.shards().isPresent()
                ? inShard(number, bytes)
                : store.read(file(number), Codecs.mostPacked(bytes));
        return packed == null ? null : Codecs.decode(metadata.packing().codecs(), packed, bytes);
    }

    /** Finds a chunk in the file of its shard. */
    private byte[] inShard(int[] number, int bytes) throws IOException {
        ArrayMetadata.Shards shards = metadata.shards().orElseThrow();
        int[] shard = new int[number.length];
        int entry = 0;
        int entries = 1;
        for (int axis = 0; axis < number.length; axis++) {
            int chunks = metadata.file()[axis] / shards.chunk()[axis];
            shard[axis] = number[axis] / chunks;
            entry = Math.addExact(Math.multiplyExact(entry, chunks), number[axis] % chunks);
            entries = Math.multiplyExact(entries, chunks);
        }
        String key = file(shard);
        int count = entries;
        ByteBuffer index = indices.get(key, k -> index(k, shards, count));
        if (index == null) {
            return null;
        }
        long at = index.getLong(16 * entry);
        long length = index.getLong(16 * entry + 8);
        if (at == ABSENT && length == ABSENT) {
            return null;
        }
        if (at < 0 || length < 0 || length > Codecs.mostPacked(bytes)) {
            throw new IOException("the index of " + store.name(key) + " gives it " + length + " bytes at " + at);
        }
        return store.read(key, at, (int) length);
    }

    private ByteBuffer index(String key, ArrayMetadata.Shards shards, int entries) {
        try {
            int bytes = Math.multiplyExact(16, entries);
            int packed = Math.toIntExact(bytes + 4L * shards.index().codecs().size());
            long size = store.size(key);
            if (size < 0) {
                return null;
            }
            byte[] read = store.read(key, shards.atEnd() ? size - packed : 0, packed);
            if (read == null) {
                return null;
            }
            byte[] plain = Codecs.decode(shards.index().codecs(), read, bytes);
            if (plain.length != bytes) {
                throw new IOException("it holds " + plain.length + " of " + bytes + " bytes");
            }
            return ByteBuffer.wrap(plain).order(shards.index().order());
        } catch (IOException e) {
            throw new UncheckedIOException("the index of " + store.name(key) + " cannot be read: " + e.getMessage(), e);
        }
    }
}
