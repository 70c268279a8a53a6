package org.sstem.store.internal.zarr;

import org.sstem.Restoration.Layer;
import org.sstem.internal.file.StackSidecar;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.write.Level;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What OME-NGFF says of a stack, in the versions that are written.
 *
 * @param stack what is written
 * @param layer which layer of another stack it is; empty if it is none
 */
record NgffMetadata(StackSidecar stack, Optional<Layer> layer) {

    /** The group of an image's labels. */
    static final String LABELS = "labels";

    /** Neuroglancer and napari have colours of their own; these are for programs that have none. */
    private static final int[][] COLOURS = {
        {0, 0, 0, 0},
        {230, 159, 0, 255},
        {86, 180, 233, 255},
        {0, 158, 115, 255},
        {204, 121, 167, 255},
        {213, 94, 0, 255}
    };

    /**
     * Returns what is said of the group.
     *
     * @param version 0.4, where every part says it; null where it is said of all
     */
    Map<String, Object> group(List<Level> levels, String version) {
        Map<String, Object> group = Json.members("multiscales", multiscales(levels, version));
        layer.filter(Layer::isCodes).ifPresent(codes -> group.put("image-label", imageLabel(codes, version)));
        return group;
    }

    /** Returns the names of the labels that go with an image; empty if there are none. */
    List<String> labels() {
        return stack.layers().stream().filter(Layer::isCodes).map(Layer::id).toList();
    }

    private static Map<String, Object> imageLabel(Layer layer, String version) {
        List<Map<String, Object>> colours = new ArrayList<>();
        List<Map<String, Object>> properties = new ArrayList<>();
        colours.add(Json.members("label-value", 0, "rgba", COLOURS[0]));
        layer.codes().forEach((code, name) -> {
            colours.add(Json.members("label-value", code, "rgba", COLOURS[colours.size()]));
            properties.add(Json.members("label-value", code, "name", name));
        });
        Map<String, Object> label = version == null ? Json.members() : Json.members("version", version);
        label.put("colors", colours);
        label.put("properties", properties);
        label.put("source", Json.members("image", "../../"));
        return label;
    }

    private List<Map<String, Object>> multiscales(List<Level> levels, String version) {
        Map<String, Object> pyramid = version == null ? Json.members() : Json.members("version", version);
        boolean known = stack.voxelSize().isPresent();
        VoxelSize voxel = stack.voxelSize().orElse(new VoxelSize(1, 1, 1));
        pyramid.put("name", layer.map(Layer::id).orElse("stack"));
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

    static Map<String, Object> axis(String name, boolean known) {
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
