package org.sstem.store.internal.zarr;

import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.write.Level;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What OME-NGFF says of a pyramid, in the versions that are written. */
final class NgffMetadata {

    private NgffMetadata() {}

    /**
     * Returns the entry {@code multiscales}.
     *
     * @param version 0.4, where every pyramid says it; null where it is said elsewhere
     */
    static List<Map<String, Object>> multiscales(StackSidecar stack, List<Level> levels, String version) {
        Map<String, Object> pyramid = version == null ? Json.members() : Json.members("version", version);
        boolean known = stack.voxelSize().isPresent();
        VoxelSize voxel = stack.voxelSize().orElse(new VoxelSize(1, 1, 1));
        pyramid.put("name", "stack");
        pyramid.put("type", stack.labels() ? "nearest" : "mean");
        pyramid.put(
                "metadata",
                Json.members(
                        "description",
                        stack.labels()
                                ? "every pixel is the first of those that it stands for"
                                : "every pixel is the mean of those that it stands for",
                        "method",
                        "sstem"));
        pyramid.put(
                "axes", Stream.of("z", "y", "x").map(name -> axis(name, known)).toList());
        pyramid.put(
                "datasets",
                levels.stream()
                        .map(level -> Json.members(
                                "path",
                                String.valueOf(level.number()),
                                "coordinateTransformations",
                                transformations(level, voxel)))
                        .toList());
        return List.of(pyramid);
    }

    private static Map<String, Object> axis(String name, boolean known) {
        Map<String, Object> axis = Json.members("name", name, "type", "space");
        if (known) {
            axis.put("unit", "nanometer");
        }
        return axis;
    }

    /** The centre of a pixel that stands for several lies between theirs. */
    private static List<Map<String, Object>> transformations(Level level, VoxelSize voxel) {
        List<Map<String, Object>> out = new ArrayList<>();
        out.add(Json.members("type", "scale", "scale", times(voxel, level.deep(), level.across())));
        if (level.number() > 0) {
            List<Double> centre = times(voxel, (level.deep() - 1) / 2.0, (level.across() - 1) / 2.0);
            out.add(Json.members("type", "translation", "translation", centre));
        }
        return out;
    }

    private static List<Double> times(VoxelSize voxel, double deep, double across) {
        return List.of(deep * voxel.zNm(), across * voxel.yNm(), across * voxel.xNm());
    }
}
