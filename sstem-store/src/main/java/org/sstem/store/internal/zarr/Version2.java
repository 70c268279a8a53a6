package org.sstem.store.internal.zarr;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.sstem.store.internal.chunk.BloscCodec;
import org.sstem.store.internal.chunk.Codec;
import org.sstem.store.internal.chunk.Codecs;
import org.sstem.store.internal.chunk.ElementType;
import org.sstem.store.internal.place.Json;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The file {@code .zarray} of Zarr 2. */
final class Version2 {

    private static final int ZSTD_LEVEL = 3;

    private Version2() {}

    static ArrayMetadata parse(JsonObject json, JsonObject attributes) {
        int format = Json.need(json, "zarr_format").getAsInt();
        if (format != 2) {
            throw new IllegalArgumentException("it has the format " + format + " where 2 belongs");
        }
        long[] shape = Json.sizes(Json.need(json, "shape"));
        int[] chunks = Json.chunk(Json.need(json, "chunks"), shape.length);
        JsonElement said = Json.need(json, "dtype");
        if (!said.isJsonPrimitive()) {
            throw new IllegalArgumentException("its numbers are structures");
        }
        ElementType type = type(said.getAsString());
        List<Codec> codecs = new ArrayList<>();
        JsonElement filters = json.get("filters");
        if (filters != null && filters.isJsonArray()) {
            filters.getAsJsonArray().forEach(filter -> codecs.add(codec(filter.getAsJsonObject(), type)));
        }
        JsonElement compressor = json.get("compressor");
        if (compressor != null && !compressor.isJsonNull()) {
            codecs.add(codec(compressor.getAsJsonObject(), type));
        }
        boolean reversed = isReversed(json);
        int axes = shape.length;
        int[] memory = IntStream.range(0, axes)
                .map(axis -> reversed ? axes - 1 - axis : axis)
                .toArray();
        ByteOrder order = said.getAsString().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new ArrayMetadata(
                shape,
                chunks,
                type,
                Fill.parse(json.get("fill_value"), type),
                new ArrayMetadata.Packing(memory, order, codecs),
                Optional.empty(),
                "",
                separator(json),
                names(attributes),
                attributes);
    }

    private static boolean isReversed(JsonObject json) {
        String order = json.has("order") ? json.get("order").getAsString() : "C";
        if (!order.equals("C") && !order.equals("F")) {
            throw new IllegalArgumentException("its order is \"" + order + "\" where C or F belongs");
        }
        return order.equals("F");
    }

    private static String separator(JsonObject json) {
        String separator = json.has("dimension_separator")
                ? json.get("dimension_separator").getAsString()
                : ".";
        if (!separator.equals(".") && !separator.equals("/")) {
            throw new IllegalArgumentException("its dimension_separator is \"" + separator + "\"");
        }
        return separator;
    }

    /** The names that xarray keeps. */
    private static Optional<List<String>> names(JsonObject attributes) {
        JsonElement names = attributes.get("_ARRAY_DIMENSIONS");
        if (names == null || !names.isJsonArray()) {
            return Optional.empty();
        }
        return Optional.of(names.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList());
    }

    private static ElementType type(String dtype) {
        return switch (dtype.replaceFirst("^[<>|=]", "")) {
            case "u1" -> ElementType.UINT8;
            case "i1" -> ElementType.INT8;
            case "u2" -> ElementType.UINT16;
            case "i2" -> ElementType.INT16;
            case "u4" -> ElementType.UINT32;
            case "i4" -> ElementType.INT32;
            case "u8" -> ElementType.UINT64;
            case "i8" -> ElementType.INT64;
            case "f4" -> ElementType.FLOAT32;
            case "f8" -> ElementType.FLOAT64;
            default ->
                throw new IllegalArgumentException("its numbers are of type " + dtype + ", which is not supported");
        };
    }

    private static Codec codec(JsonObject json, ElementType type) {
        String id = Json.text(json, "id");
        return switch (id) {
            case "zlib" -> Codecs.zlib();
            case "gzip" -> Codecs.gzip();
            case "zstd" -> Codecs.zstd(ZSTD_LEVEL);
            case "lz4" -> Codecs.lz4();
            case "blosc" -> new BloscCodec(type.bytes());
            case "crc32c" -> Codecs.crc32c();
            default -> throw new IllegalArgumentException("it is packed by " + id + ", which is not supported");
        };
    }
}
