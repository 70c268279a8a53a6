package org.sstem.store.internal.zarr;

import com.google.gson.JsonObject;
import org.sstem.store.internal.chunk.Codec;
import org.sstem.store.internal.chunk.ElementType;
import org.sstem.store.internal.chunk.Grid;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the metadata of an array says, of either version.
 *
 * @param shape      its size, in the order of its axes
 * @param file       the size of what lies in one file: a chunk, or a shard of chunks
 * @param type       the type of its numbers
 * @param fill       the value of what is not there
 * @param packing    how a chunk is packed
 * @param shards     how chunks lie in a file; empty if every file is a chunk
 * @param keyPrefix  what a key begins with: nothing or {@code c/}
 * @param separator  what lies between the numbers of a key
 * @param dimensions the names of its axes, if it says them
 * @param attributes what else is said
 */
record ArrayMetadata(
        long[] shape,
        int[] file,
        ElementType type,
        Number fill,
        Packing packing,
        Optional<Shards> shards,
        String keyPrefix,
        String separator,
        Optional<List<String>> dimensions,
        JsonObject attributes) {

    /**
     * How the numbers of a chunk become bytes.
     *
     * @param memory axes as they lie in memory, the slowest first
     * @param order  the byte order
     * @param codecs what the bytes go through, the first first
     */
    record Packing(int[] memory, ByteOrder order, List<Codec> codecs) {}

    /**
     * How chunks lie in a file.
     *
     * @param chunk  the size of a chunk
     * @param index  what the index goes through
     * @param atEnd  whether the index comes last
     */
    record Shards(int[] chunk, Packing index, boolean atEnd) {}

    Grid grid() {
        return new Grid(shape, chunk(), type, fill, packing.memory, packing.order);
    }

    int axes() {
        return shape.length;
    }

    int[] chunk() {
        return shards.map(Shards::chunk).orElse(file);
    }

    /** Names the file of a chunk or shard by its number along each axis. */
    String key(int[] number) {
        return keyPrefix + IntStream.of(number).mapToObj(Integer::toString).collect(Collectors.joining(separator));
    }
}
