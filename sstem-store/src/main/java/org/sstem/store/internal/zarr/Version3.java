package org.sstem.store.internal.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.sstem.store.internal.chunk.BloscCodec;
import org.sstem.store.internal.chunk.Codec;
import org.sstem.store.internal.chunk.Codecs;
import org.sstem.store.internal.chunk.ElementType;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.zarr.ArrayMetadata.Packing;
import org.sstem.store.internal.zarr.ArrayMetadata.Shards;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The file {@code zarr.json} of an array of Zarr 3. */
final class Version3 {

    private static final int ZSTD_LEVEL = 3;

    private Version3() {}

    static ArrayMetadata parse(JsonObject json) {
        long[] shape = Json.sizes(Json.need(json, "shape"));
        int axes = shape.length;
        JsonObject grid = Json.need(json, "chunk_grid").getAsJsonObject();
        if (!Json.text(grid, "name").equals("regular")) {
            throw new IllegalArgumentException("its chunk_grid is " + grid.get("name") + ", which is not supported");
        }
        int[] chunk = Json.chunk(Json.need(Json.object(grid, "configuration"), "chunk_shape"), axes);
        JsonElement said = Json.need(json, "data_type");
        ElementType type = ElementType.byId(said.isJsonPrimitive() ? said.getAsString() : said.toString())
                .orElseThrow(() ->
                        new IllegalArgumentException("its numbers are of type " + said + ", which is not supported"));
        JsonElement transformers = json.get("storage_transformers");
        if (transformers != null
                && transformers.isJsonArray()
                && !transformers.getAsJsonArray().isEmpty()) {
            throw new IllegalArgumentException("it has storage_transformers, which are not supported");
        }
        JsonObject keys = Json.need(json, "chunk_key_encoding").getAsJsonObject();
        boolean plain = Json.text(keys, "name").equals("v2");
        if (!plain && !Json.text(keys, "name").equals("default")) {
            throw new IllegalArgumentException("its chunk_key_encoding is " + keys.get("name"));
        }
        String separator = separator(Json.object(keys, "configuration"), plain ? "." : "/");
        JsonArray codecs = Json.need(json, "codecs").getAsJsonArray();
        Optional<Shards> shards = Optional.empty();
        JsonObject first = codecs.isEmpty() ? new JsonObject() : named(codecs.get(0));
        if (Json.text(first, "name").equals("sharding_indexed")) {
            if (codecs.size() > 1) {
                throw new IllegalArgumentException("its shards are packed as a whole, which is not supported");
            }
            JsonObject sharding = Json.object(first, "configuration");
            shards = Optional.of(shards(sharding, chunk));
            codecs = Json.need(sharding, "codecs").getAsJsonArray();
        }
        return new ArrayMetadata(
                shape,
                chunk,
                type,
                Fill.parse(Json.need(json, "fill_value"), type),
                packing(codecs, axes, type.bytes()),
                shards,
                plain ? "" : "c" + separator,
                separator,
                names(json, axes),
                Json.object(json, "attributes"));
    }

    private static String separator(JsonObject configuration, String usual) {
        String separator =
                configuration.has("separator") ? configuration.get("separator").getAsString() : usual;
        if (!separator.equals(".") && !separator.equals("/")) {
            throw new IllegalArgumentException("the separator of its keys is \"" + separator + "\"");
        }
        return separator;
    }

    private static Optional<List<String>> names(JsonObject json, int axes) {
        JsonElement names = json.get("dimension_names");
        if (names == null || !names.isJsonArray() || names.getAsJsonArray().size() != axes) {
            return Optional.empty();
        }
        return Optional.of(names.getAsJsonArray().asList().stream()
                .map(name -> name.isJsonNull() ? "" : name.getAsString())
                .toList());
    }

    private static Shards shards(JsonObject configuration, int[] shard) {
        int[] chunk = Json.chunk(Json.need(configuration, "chunk_shape"), shard.length);
        for (int axis = 0; axis < shard.length; axis++) {
            if (shard[axis] % chunk[axis] != 0) {
                throw new IllegalArgumentException("its shards of " + Arrays.toString(shard)
                        + " are not made of whole chunks of " + Arrays.toString(chunk));
            }
        }
        JsonArray index = Json.need(configuration, "index_codecs").getAsJsonArray();
        for (JsonElement codec : index) {
            if (!List.of("bytes", "crc32c").contains(Json.text(named(codec), "name"))) {
                throw new IllegalArgumentException("the index of its shards is packed by "
                        + named(codec).get("name") + ", which is not supported");
            }
        }
        String location = configuration.has("index_location")
                ? configuration.get("index_location").getAsString()
                : "end";
        if (!location.equals("start") && !location.equals("end")) {
            throw new IllegalArgumentException("its index_location is \"" + location + "\"");
        }
        return new Shards(chunk, packing(index, shard.length + 1, 8), location.equals("end"));
    }

    private static JsonObject named(JsonElement codec) {
        if (codec.isJsonObject()) {
            return codec.getAsJsonObject();
        }
        JsonObject out = new JsonObject();
        out.add("name", codec);
        return out;
    }

    private static Packing packing(JsonArray codecs, int axes, int bytes) {
        int[] memory = IntStream.range(0, axes).toArray();
        ByteOrder order = null;
        List<Codec> packers = new ArrayList<>();
        for (JsonElement element : codecs) {
            JsonObject codec = named(element);
            JsonObject configuration = Json.object(codec, "configuration");
            String name = Json.text(codec, "name");
            if (name.equals("transpose") && order == null) {
                int[] before = memory;
                memory = Arrays.stream(permutation(Json.need(configuration, "order"), axes))
                        .map(axis -> before[axis])
                        .toArray();
            } else if (name.equals("bytes") && order == null) {
                order = order(configuration, bytes);
            } else if (order == null) {
                throw new IllegalArgumentException("it is encoded by " + name + ", which is not supported");
            } else {
                packers.add(packer(name, bytes));
            }
        }
        if (order == null) {
            throw new IllegalArgumentException("its codecs lack \"bytes\"");
        }
        return new Packing(memory, order, packers);
    }

    private static int[] permutation(JsonElement order, int axes) {
        long[] out = Json.sizes(order);
        if (!Arrays.equals(
                Arrays.stream(out).sorted().toArray(),
                IntStream.range(0, axes).asLongStream().toArray())) {
            throw new IllegalArgumentException("it is transposed by " + order);
        }
        return Arrays.stream(out).mapToInt(axis -> (int) axis).toArray();
    }

    private static ByteOrder order(JsonObject configuration, int bytes) {
        if (!configuration.has("endian") && bytes == 1) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        return switch (Json.text(configuration, "endian")) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new IllegalArgumentException("its byte order is " + configuration.get("endian"));
        };
    }

    private static Codec packer(String name, int bytes) {
        return switch (name) {
            case "gzip" -> Codecs.gzip();
            case "zstd" -> Codecs.zstd(ZSTD_LEVEL);
            case "blosc" -> new BloscCodec(bytes);
            case "crc32c" -> Codecs.crc32c();
            default -> throw new IllegalArgumentException("it is packed by " + name + ", which is not supported");
        };
    }
}
