package org.sstem.store.internal.precomputed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.chunk.ElementType;
import org.sstem.store.internal.chunk.Found;
import org.sstem.store.internal.chunk.Grid;
import org.sstem.store.internal.chunk.GridArray;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.place.Store;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** What the file {@code info} of a volume says. */
final class Volume {

    private static final String INFO = "info";
    private static final List<String> AXES = List.of("x", "y", "z", "channel");

    private Volume() {}

    /** Finds the largest scale of a volume, or the scale that is named, in the volume or in one that lies in it. */
    static Found find(Store store, String path) throws IOException {
        int slash = path.lastIndexOf('/');
        for (String volume : new LinkedHashSet<>(List.of(path, path.substring(0, Math.max(0, slash)), ""))) {
            String below = volume.isEmpty() ? "" : volume + "/";
            JsonObject info = Json.read(store, below + INFO);
            if (info != null) {
                return find(store, below, info, volume.equals(path) ? "" : path.substring(below.length()));
            }
        }
        throw new IOException(store.name("") + " is no precomputed volume: it has no info");
    }

    private static Found find(Store store, String below, JsonObject info, String key) throws IOException {
        return Json.guard(store.name(below + INFO), () -> {
            for (JsonElement element : Json.need(info, "scales").getAsJsonArray()) {
                JsonObject scale = element.getAsJsonObject();
                if (key.isEmpty() || key.equals(Json.text(scale, "key"))) {
                    return found(store, below, info, scale);
                }
            }
            throw new IllegalArgumentException("it has no scale " + key);
        });
    }

    private static Found found(Store store, String below, JsonObject info, JsonObject scale) throws IOException {
        String said = Json.text(info, "data_type");
        ElementType type = ElementType.byId(said)
                .orElseThrow(() ->
                        new IllegalArgumentException("its numbers are of type " + said + ", which is not supported"));
        Encoding encoding = Encoding.of(Json.text(scale, "encoding"), type);
        JsonElement shards = scale.get("sharding");
        Optional<Sharding> sharding = shards == null || shards.isJsonNull()
                ? Optional.empty()
                : Optional.of(Sharding.parse(shards.getAsJsonObject()));
        long[] size = Json.sizes(Json.need(scale, "size"));
        if (size.length != 3) {
            throw new IllegalArgumentException("it has " + size.length + " axes where 3 belong");
        }
        long channels = Json.need(info, "num_channels").getAsBigDecimal().longValueExact();
        int[] chunk =
                Json.chunk(Json.need(scale, "chunk_sizes").getAsJsonArray().get(0), 3);
        double[] nm = Json.numbers(Json.need(scale, "resolution"));
        if (nm.length != 3) {
            throw new IllegalArgumentException("its resolution is " + scale.get("resolution"));
        }
        Grid grid = new Grid(
                new long[] {size[0], size[1], size[2], channels},
                new int[] {chunk[0], chunk[1], chunk[2], 1},
                type,
                0,
                new int[] {3, 2, 1, 0},
                ByteOrder.LITTLE_ENDIAN);
        String key = below + Store.inside(store.name(below + INFO), Json.text(scale, "key"));
        VolumeChunks volume = new VolumeChunks(store, key, grid, offset(scale), encoding, sharding);
        return new Found(
                GridArray.of(store.name(key), grid, AXES, volume),
                Optional.of(new VoxelSize(nm[0], nm[1], nm[2])),
                List.of());
    }

    private static long[] offset(JsonObject scale) {
        long[] offset = new long[3];
        if (scale.has("voxel_offset")) {
            for (int axis = 0; axis < 3; axis++) {
                offset[axis] = scale.get("voxel_offset")
                        .getAsJsonArray()
                        .get(axis)
                        .getAsBigDecimal()
                        .longValueExact();
            }
        }
        return offset;
    }
}
