package org.sstem.store.internal.n5;

import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.VoxelSize;
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
 * N5 as most programs read it: a pyramid s0, s1, ... at the root, blocks packed by gzip.
 *
 * @param stack what is written
 */
record N5Layout(StackSidecar stack) implements ArrayLayout {

    private static final int[] BLOCK = {16, 256, 256};

    @Override
    public int[] unit() {
        return BLOCK.clone();
    }

    @Override
    public ByteOrder order() {
        return ByteOrder.BIG_ENDIAN;
    }

    @Override
    public String key(Level level, int[] from, int[] size) {
        return "s" + level.number() + "/" + from[2] / BLOCK[2] + "/" + from[1] / BLOCK[1] + "/" + from[0] / BLOCK[0];
    }

    @Override
    public void encode(byte[] pixels, int[] size, OutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(16)
                .putShort((short) 0)
                .putShort((short) 3)
                .putInt(size[2])
                .putInt(size[1])
                .putInt(size[0])
                .array());
        out.write(Codecs.gzip().encode(pixels));
    }

    @Override
    public Map<String, String> metadata(List<Level> levels) {
        Map<String, String> files = new LinkedHashMap<>();
        for (Level level : levels) {
            Map<String, Object> dataset = Json.members(
                    "dimensions", List.of(level.width(), level.height(), level.sections()),
                    "blockSize", List.of(BLOCK[2], BLOCK[1], BLOCK[0]),
                    "dataType", stack.section().type().id(),
                    "compression", Json.members("type", "gzip", "useZlib", false, "level", -1),
                    "downsamplingFactors", factors(level));
            stack.voxelSize().ifPresent(v -> dataset.put("pixelResolution", pixelResolution(v, level)));
            files.put("s" + level.number() + "/attributes.json", Json.text(dataset));
        }
        Map<String, Object> root = Json.members(
                "n5",
                "2.5.1",
                "axes",
                List.of("x", "y", "z"),
                "scales",
                levels.stream().map(N5Layout::factors).toList());
        stack.voxelSize().ifPresent(v -> {
            root.put("resolution", List.of(v.xNm(), v.yNm(), v.zNm()));
            root.put("units", List.of("nm", "nm", "nm"));
            root.put("pixelResolution", pixelResolution(v, levels.get(0)));
        });
        files.put("attributes.json", Json.text(root));
        return files;
    }

    private static List<Integer> factors(Level level) {
        return List.of(level.across(), level.across(), level.deep());
    }

    private static Map<String, Object> pixelResolution(VoxelSize v, Level level) {
        return Json.members(
                "unit",
                "nm",
                "dimensions",
                List.of(level.across() * v.xNm(), level.across() * v.yNm(), level.deep() * v.zNm()));
    }
}
