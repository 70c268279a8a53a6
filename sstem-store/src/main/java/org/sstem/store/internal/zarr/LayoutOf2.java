package org.sstem.store.internal.zarr;

import org.sstem.internal.file.PixelType;
import org.sstem.internal.file.StackSidecar;
import org.sstem.store.internal.chunk.Codecs;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.write.ArrayLayout;
import org.sstem.store.internal.write.Level;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Zarr 2 with OME-NGFF 0.4: every file is a chunk, packed by Zstandard.
 *
 * @param stack what is written
 * @param ngff  what OME-NGFF says of it
 */
record LayoutOf2(StackSidecar stack, NgffMetadata ngff) implements ArrayLayout {

    private static final int[] CHUNK = {16, 256, 256};
    private static final int LEVEL = 3;

    @Override
    public int[] unit() {
        return CHUNK.clone();
    }

    @Override
    public ByteOrder order() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public String key(Level level, int[] from, int[] size) {
        return level.number() + "/" + from[0] / CHUNK[0] + "/" + from[1] / CHUNK[1] + "/" + from[2] / CHUNK[2];
    }

    @Override
    public void encode(byte[] pixels, int[] size, OutputStream out) throws IOException {
        byte[] whole = Blocks.cut(
                pixels, size, new int[3], CHUNK, stack.section().type().bytes());
        out.write(Codecs.zstd(LEVEL).encode(whole));
    }

    @Override
    public Map<String, String> metadata(List<Level> levels) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Level level : levels) {
            Map<String, Object> array = Json.members(
                    "zarr_format",
                    2,
                    "shape",
                    List.of(level.sections(), level.height(), level.width()),
                    "chunks",
                    CHUNK,
                    "dtype",
                    dtype(stack.section().type()),
                    "compressor",
                    Json.members("id", "zstd", "level", LEVEL),
                    "fill_value",
                    0,
                    "filters",
                    null,
                    "order",
                    "C",
                    "dimension_separator",
                    "/");
            files.put(level.number() + "/.zarray", Json.text(array));
        }
        String group = Json.text(Json.members("zarr_format", 2));
        if (!ngff.labels().isEmpty()) {
            String labels = Json.text(Json.members(NgffMetadata.LABELS, ngff.labels()));
            files.put(NgffMetadata.LABELS + "/.zattrs", labels);
            files.put(NgffMetadata.LABELS + "/.zgroup", group);
        }
        files.put(".zattrs", Json.text(ngff.group(levels, "0.4")));
        files.put(".zgroup", group);
        return files;
    }

    private static String dtype(PixelType type) {
        return switch (type) {
            case UINT8 -> "|u1";
            case UINT16 -> "<u2";
            case FLOAT32 -> "<f4";
            case UINT64 -> "<u8";
        };
    }
}
