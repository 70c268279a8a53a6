package org.sstem.store.internal.precomputed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.sstem.store.internal.place.Json;

import java.util.List;

/**
 * How the chunks of a scale are dealt out to shards, {@code neuroglancer_uint64_sharded_v1}: the number of a chunk is
 * hashed, some bits of the hash say in which file it lies, some others in which part of it.
 *
 * @param preshiftBits  bits of a chunk's number that do not count: neighbours lie together
 * @param hashed        whether numbers are hashed by MurmurHash3 x86 128, or are taken as they are
 * @param minishardBits bits that say in which part of a file a chunk lies
 * @param shardBits     bits that say in which file
 * @param indexPacked   whether the index of a part is packed by gzip
 * @param dataPacked    whether chunks are packed by gzip
 */
record Sharding(
        int preshiftBits, boolean hashed, int minishardBits, int shardBits, boolean indexPacked, boolean dataPacked) {

    private static final String TYPE = "neuroglancer_uint64_sharded_v1";
    private static final int BITS = 64;
    /** Files begin by 16 bytes for each of their parts, which an int has to count. */
    private static final int MOST_MINISHARD_BITS = 26;

    static Sharding parse(JsonObject json) {
        String type = Json.text(json, "@type");
        if (!type.equals(TYPE)) {
            throw new IllegalArgumentException("its chunks lie in shards of type " + type + ", which is not supported");
        }
        return new Sharding(
                bits(json, "preshift_bits", BITS - 1),
                one(json, "hash", List.of("identity", "murmurhash3_x86_128")),
                bits(json, "minishard_bits", MOST_MINISHARD_BITS),
                bits(json, "shard_bits", BITS - 1),
                one(json, "minishard_index_encoding", List.of("raw", "gzip")),
                one(json, "data_encoding", List.of("raw", "gzip")));
    }

    private static int bits(JsonObject json, String name, int most) {
        int bits = Json.need(json, name).getAsBigDecimal().intValueExact();
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(
                    "its sharding has " + name + " of " + bits + "; 0 to " + most + " can be read");
        }
        return bits;
    }

    /** Whether it is the second of two words; the first where nothing is said and one may be left out. */
    private static boolean one(JsonObject json, String name, List<String> words) {
        JsonElement said = json.get(name);
        String word = said == null && words.get(0).equals("raw") ? "raw" : Json.text(json, name);
        if (!words.contains(word)) {
            throw new IllegalArgumentException(
                    "its sharding has the " + name + " " + word + ", which is not supported");
        }
        return word.equals(words.get(1));
    }

    /**
     * Numbers a chunk: the bits of its numbers along x, y and z by turns, the lowest first, as many as there are chunks.
     *
     * @param number its number along each axis
     * @param counts how many chunks there are along each axis
     */
    static long id(int[] number, long[] counts) {
        long id = 0;
        int to = 0;
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            for (int axis = 0; axis < 3; axis++) {
                if (1L << bit < counts[axis]) {
                    id |= (number[axis] >>> bit & 1L) << to++;
                }
            }
        }
        return id;
    }

    /** The hash that says where a chunk lies. */
    private long hash(long id) {
        long shifted = id >>> preshiftBits;
        return hashed ? murmur((int) shifted, (int) (shifted >>> Integer.SIZE)) : shifted;
    }

    int minishard(long id) {
        return (int) (hash(id) & (1L << minishardBits) - 1);
    }

    /** The name of a shard: its number in hexadecimal, with as many digits as all of them need. */
    String file(long id) {
        long shard = hash(id) >>> minishardBits & (1L << shardBits) - 1;
        String digits = Long.toHexString(shard);
        return "0".repeat(Math.max(0, (shardBits + 3) / 4 - digits.length())) + digits + ".shard";
    }

    /** The first 64 bits of MurmurHash3 x86 128 (A. Appleby, public domain) of 8 bytes, seed 0. */
    private static long murmur(int low, int high) {
        int length = 8;
        int h1 = Integer.rotateLeft(low * 0x239b961b, 15) * 0xab0e9789 ^ length;
        int h2 = Integer.rotateLeft(high * 0xab0e9789, 16) * 0x38b34ae5 ^ length;
        int rest = length + length;
        h1 += h2 + rest;
        int h3 = mixed(length + h1);
        h2 = mixed(h2 + h1);
        h1 = mixed(h1) + h2 + h3 + h3;
        return (h2 + h1 & 0xffffffffL) << Integer.SIZE | h1 & 0xffffffffL;
    }

    private static int mixed(int h) {
        int mixed = (h ^ h >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }
}
