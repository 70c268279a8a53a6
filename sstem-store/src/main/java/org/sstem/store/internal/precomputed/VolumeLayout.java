package org.sstem.store.internal.precomputed;

import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.write.ArrayLayout;
import org.sstem.store.internal.write.Level;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * A precomputed volume whose chunks are bare numbers.
 *
 * @param stack what is written
 * @param voxel the size of its voxels
 */
record VolumeLayout(StackSidecar stack, VoxelSize voxel) implements ArrayLayout {

    private static final int[] CHUNK = {16, 256, 256};

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
        return "mip" + level.number() + "/" + from[2] + "-" + (from[2] + size[2]) + "_" + from[1] + "-"
                + (from[1] + size[1]) + "_" + from[0] + "-" + (from[0] + size[0]);
    }

    @Override
    public void encode(byte[] pixels, int[] size, OutputStream out) throws IOException {
        out.write(pixels);
    }

    @Override
    public Map<String, String> metadata(List<Level> levels) {
        Map<String, Object> info = Json.members(
                "@type",
                "neuroglancer_multiscale_volume",
                "type",
                stack.labels() ? "segmentation" : "image",
                "data_type",
                stack.section().type().id(),
                "num_channels",
                1,
                "scales",
                levels.stream().map(this::scale).toList());
        return Map.of("info", Json.text(info));
    }

    private Map<String, Object> scale(Level level) {
        return Json.members(
                "key",
                "mip" + level.number(),
                "size",
                List.of(level.width(), level.height(), level.sections()),
                "resolution",
                List.of(level.across() * voxel.xNm(), level.across() * voxel.yNm(), level.deep() * voxel.zNm()),
                "voxel_offset",
                List.of(0, 0, 0),
                "chunk_sizes",
                List.of(List.of(CHUNK[2], CHUNK[1], CHUNK[0])),
                "encoding",
                "raw");
    }
}
