package org.sstem.store.internal.zarr;

import org.sstem.internal.file.StackSidecar;
import org.sstem.store.internal.chunk.Codec;
import org.sstem.store.internal.chunk.Codecs;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.write.ArrayLayout;
import org.sstem.store.internal.write.Level;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Zarr 3 with OME-NGFF 0.5: every file is a shard of chunks, each packed by Zstandard and followed by its checksum.
 *
 * @param stack what is written
 * @param ngff  what OME-NGFF says of it
 */
record LayoutOf3(StackSidecar stack, NgffMetadata ngff) implements ArrayLayout {

    private static final int[] SHARD = {16, 1024, 1024};
    private static final int[] CHUNK = {16, 128, 128};
    private static final int LEVEL = 3;
    private static final long ABSENT = -1;

    @Override
    public int[] unit() {
        return SHARD.clone();
    }

    @Override
    public ByteOrder order() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public String key(Level level, int[] from, int[] size) {
        return level.number() + "/c/" + from[0] / SHARD[0] + "/" + from[1] / SHARD[1] + "/" + from[2] / SHARD[2];
    }

    @Override
    public void encode(byte[] pixels, int[] size, OutputStream out) throws IOException {
        List<Codec> codecs = List.of(Codecs.zstd(LEVEL), Codecs.crc32c());
        int down = SHARD[1] / CHUNK[1];
        int across = SHARD[2] / CHUNK[2];
        ByteBuffer index = ByteBuffer.allocate(16 * down * across).order(ByteOrder.LITTLE_ENDIAN);
        long at = 0;
        for (int i = 0; i < down * across; i++) {
            int[] from = {0, i / across * CHUNK[1], i % across * CHUNK[2]};
            if (from[1] >= size[1] || from[2] >= size[2]) {
                index.putLong(ABSENT).putLong(ABSENT);
                continue;
            }
            byte[] chunk =
                    Blocks.cut(pixels, size, from, CHUNK, stack.section().type().bytes());
            byte[] packed = Codecs.encode(codecs, chunk);
            out.write(packed);
            index.putLong(at).putLong(packed.length);
            at += packed.length;
        }
        out.write(Codecs.crc32c().encode(index.array()));
    }

    @Override
    public Map<String, String> metadata(List<Level> levels) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Level level : levels) {
            files.put(level.number() + "/zarr.json", Json.text(array(level)));
        }
        if (!ngff.labels().isEmpty()) {
            files.put(NgffMetadata.LABELS + "/zarr.json", group(Json.members(NgffMetadata.LABELS, ngff.labels())));
        }
        files.put("zarr.json", group(ngff.group(levels, null)));
        return files;
    }

    private static String group(Map<String, Object> said) {
        Map<String, Object> ome = Json.members("version", "0.5");
        ome.putAll(said);
        return Json.text(Json.members("zarr_format", 3, "node_type", "group", "attributes", Json.members("ome", ome)));
    }

    private Map<String, Object> array(Level level) {
        Map<String, Object> bytes = named("bytes", Json.members("endian", "little"));
        Map<String, Object> zstd = named("zstd", Json.members("level", LEVEL, "checksum", false));
        Map<String, Object> crc = Json.members("name", "crc32c");
        Map<String, Object> sharding = Json.members(
                "chunk_shape",
                CHUNK,
                "codecs",
                List.of(bytes, zstd, crc),
                "index_codecs",
                List.of(bytes, crc),
                "index_location",
                "end");
        return Json.members(
                "zarr_format", 3,
                "node_type", "array",
                "shape", List.of(level.sections(), level.height(), level.width()),
                "data_type", stack.section().type().id(),
                "chunk_grid", named("regular", Json.members("chunk_shape", SHARD)),
                "chunk_key_encoding", named("default", Json.members("separator", "/")),
                "fill_value", 0,
                "codecs", List.of(named("sharding_indexed", sharding)),
                "attributes", Json.members(),
                "dimension_names", List.of("z", "y", "x"));
    }

    static Map<String, Object> named(String name, Map<String, Object> configuration) {
        return Json.members("name", name, "configuration", configuration);
    }
}
