package org.sstem.store.internal.precomputed;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.chunk.Codecs;
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

/**
 * One scale of a volume: bare numbers, x fastest, in files named by where they begin and end, packed by gzip or not.
 *
 * @param store  the store
 * @param key    the scale
 * @param grid   what is said of it, its axes x, y, z, channel
 * @param offset where it begins
 */
record Volume(Store store, String key, Grid grid, long[] offset) implements GridArray.Chunks {

    private static final String INFO = "info";
    private static final List<String> AXES = List.of("x", "y", "z", "channel");

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
        String encoding = Json.text(scale, "encoding");
        if (!encoding.equals("raw")) {
            throw new IllegalArgumentException("its chunks are encoded as " + encoding + ", which is not supported");
        }
        if (scale.has("sharding") && !scale.get("sharding").isJsonNull()) {
            throw new IllegalArgumentException("its chunks lie in shards, which is not supported");
        }
        String said = Json.text(info, "data_type");
        ElementType type = ElementType.byId(said)
                .orElseThrow(() ->
                        new IllegalArgumentException("its numbers are of type " + said + ", which is not supported"));
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
        Volume volume = new Volume(store, key, grid, offset(scale));
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
        String name = key + "/" + key(number);
        byte[] file = store.read(name, Codecs.mostPacked(bytes));
        if (file == null) {
            file = store.read(name + ".gz", Codecs.mostPacked(bytes));
        }
        if (file == null) {
            return null;
        }
        int[] size = {length(number, 0), length(number, 1), length(number, 2)};
        int wide = grid.type().bytes();
        int count = size[0] * size[1] * size[2] * wide;
        boolean packed = file.length != count && file.length > 2 && file[0] == 0x1f && (file[1] & 0xff) == 0x8b;
        byte[] plain = packed ? Codecs.gzip().decode(file, count) : file;
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
}
