package org.sstem.store.internal.n5;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.sstem.store.internal.chunk.BloscCodec;
import org.sstem.store.internal.chunk.Codec;
import org.sstem.store.internal.chunk.Codecs;
import org.sstem.store.internal.chunk.ElementType;
import org.sstem.store.internal.chunk.Grid;
import org.sstem.store.internal.chunk.GridArray;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.place.Store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A dataset: blocks with a head each, x fastest, those at the end as small as what is left.
 *
 * @param store the store
 * @param path  where it lies in it
 * @param grid  what is said of it
 * @param codec what its blocks are packed by, none or one
 */
record N5Dataset(Store store, String path, Grid grid, List<Codec> codec) implements GridArray.Chunks {

    private static final int ZSTD_LEVEL = 3;
    /** A block of this mode holds the numbers of its size; no other is an array. */
    private static final int WHOLE = 0;

    static N5Dataset parse(Store store, String path, JsonObject json) {
        long[] shape = Json.sizes(Json.need(json, "dimensions"));
        int[] block = Json.chunk(Json.need(json, "blockSize"), shape.length);
        String said = Json.text(json, "dataType");
        ElementType type = ElementType.byId(said)
                .orElseThrow(() ->
                        new IllegalArgumentException("its numbers are of type " + said + ", which is not supported"));
        int axes = shape.length;
        int[] memory = IntStream.range(0, axes).map(axis -> axes - 1 - axis).toArray();
        Grid grid = new Grid(shape, block, type, 0, memory, ByteOrder.BIG_ENDIAN);
        return new N5Dataset(store, path, grid, codec(json, type));
    }

    private static List<Codec> codec(JsonObject json, ElementType type) {
        JsonElement old = json.get("compressionType");
        JsonObject compression = Json.object(json, "compression");
        String name = old != null ? old.getAsString() : Json.text(compression, "type");
        boolean zlib = compression.has("useZlib") && compression.get("useZlib").getAsBoolean();
        return switch (name) {
            case "raw" -> List.of();
            case "gzip" -> List.of(zlib ? Codecs.zlib() : Codecs.gzip());
            case "lz4" -> List.of(Codecs.lz4Blocks());
            case "zstd" -> List.of(Codecs.zstd(ZSTD_LEVEL));
            case "blosc" -> List.of(new BloscCodec(type.bytes()));
            default -> throw new IllegalArgumentException("it is packed by " + name + ", which is not supported");
        };
    }

    /** The bytes before the numbers of a block. */
    static int head(int axes) {
        return 4 + 4 * axes;
    }

    @Override
    public String key(int[] number) {
        return IntStream.of(number).mapToObj(Integer::toString).collect(Collectors.joining("/"));
    }

    @Override
    public byte[] read(int[] number, int bytes) throws IOException {
        int axes = grid.shape().length;
        int head = head(axes);
        byte[] file = store.read((path.isEmpty() ? "" : path + "/") + key(number), head + Codecs.mostPacked(bytes));
        if (file == null) {
            return null;
        }
        if (file.length < head) {
            throw new IOException("it is cut off in its head");
        }
        ByteBuffer numbers = ByteBuffer.wrap(file);
        int mode = numbers.getShort() & 0xffff;
        int said = numbers.getShort() & 0xffff;
        if (mode != WHOLE || said != axes) {
            throw new IOException("it is a block of mode " + mode + " with " + said + " axes where one of mode 0 with "
                    + axes + " belongs");
        }
        int[] size = new int[axes];
        long count = grid.type().bytes();
        for (int axis = 0; axis < axes; axis++) {
            size[axis] = numbers.getInt();
            if (size[axis] < 1 || size[axis] > grid.chunk()[axis]) {
                throw new IOException("it says that it has the size " + (size[axis] & 0xffffffffL) + " along axis "
                        + axis + ", where " + grid.chunk()[axis] + " is the most");
            }
            count *= size[axis];
        }
        byte[] plain = Codecs.decode(codec, Arrays.copyOfRange(file, head, file.length), (int) count);
        if (plain.length != count) {
            throw new IOException("it holds " + plain.length + " of " + count + " bytes");
        }
        return count == bytes ? plain : padded(plain, size, bytes);
    }

    /** A small block in the place of a whole one. */
    private byte[] padded(byte[] plain, int[] size, int bytes) {
        byte[] out = new byte[bytes];
        int row = size[0] * grid.type().bytes();
        int[] at = new int[size.length];
        for (int from = 0; from < plain.length; from += row) {
            int to = 0;
            for (int axis = size.length - 1; axis >= 0; axis--) {
                to = to * grid.chunk()[axis] + at[axis];
            }
            System.arraycopy(plain, from, out, to * grid.type().bytes(), row);
            for (int axis = 1; axis < size.length && ++at[axis] == size[axis]; axis++) {
                at[axis] = 0;
            }
        }
        return out;
    }
}
