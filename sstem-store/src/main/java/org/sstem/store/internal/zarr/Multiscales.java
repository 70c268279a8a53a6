package org.sstem.store.internal.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.sstem.internal.file.LengthUnit;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.place.Json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What OME-NGFF says of a pyramid, in any version from 0.1 to 0.5.
 *
 * @param axes   their names
 * @param units  nanometres of their units; empty where there is no unit or it is not known
 * @param levels the arrays, the largest first
 * @param remarks what is said and not followed
 */
record Multiscales(List<String> axes, List<OptionalDouble> units, List<Level> levels, List<String> remarks) {

    /**
     * An array of a pyramid.
     *
     * @param path  where it lies in the group
     * @param scale the size of a voxel along each axis; empty if it is not said
     */
    record Level(String path, Optional<double[]> scale) {}

    /** What the oldest versions mean without saying it. */
    private static final List<String> OLDEST = List.of("t", "c", "z", "y", "x");

    /** Finds it in the attributes of a group. */
    static Optional<Multiscales> find(JsonObject attributes) {
        JsonObject said = attributes.has("ome") ? Json.object(attributes, "ome") : attributes;
        JsonElement all = said.get("multiscales");
        if (all == null || !all.isJsonArray() || all.getAsJsonArray().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(parse(all.getAsJsonArray().get(0).getAsJsonObject()));
    }

    private static Multiscales parse(JsonObject json) {
        List<String> remarks = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<OptionalDouble> units = new ArrayList<>();
        JsonElement axes = json.get("axes");
        if (axes == null) {
            OLDEST.forEach(name -> {
                names.add(name);
                units.add(OptionalDouble.empty());
            });
        } else {
            for (JsonElement axis : axes.getAsJsonArray()) {
                names.add(axis.isJsonObject() ? Json.text(axis.getAsJsonObject(), "name") : axis.getAsString());
                units.add(unit(axis, remarks));
            }
        }
        Optional<double[]> common = scale(json, names.size());
        List<Level> levels = new ArrayList<>();
        for (JsonElement dataset : Json.need(json, "datasets").getAsJsonArray()) {
            JsonObject level = dataset.getAsJsonObject();
            Optional<double[]> scale = scale(level, names.size());
            levels.add(new Level(Json.text(level, "path"), scale.map(s -> times(s, common))));
        }
        if (levels.isEmpty()) {
            throw new IllegalArgumentException("its multiscales have no datasets");
        }
        return new Multiscales(List.copyOf(names), List.copyOf(units), List.copyOf(levels), List.copyOf(remarks));
    }

    private static OptionalDouble unit(JsonElement axis, List<String> remarks) {
        JsonElement unit = axis.isJsonObject() ? axis.getAsJsonObject().get("unit") : null;
        if (unit == null || unit.isJsonNull()) {
            return OptionalDouble.empty();
        }
        OptionalDouble known = LengthUnit.nanometres(unit.getAsString());
        String name = Json.text(axis.getAsJsonObject(), "name");
        if (known.isEmpty() && List.of("z", "y", "x").contains(name)) {
            remarks.add("its unit along " + name + " is \"" + unit.getAsString()
                    + "\", which is not known: no voxel size is taken from it");
        }
        return known;
    }

    private static double[] times(double[] scale, Optional<double[]> common) {
        double[] out = scale.clone();
        common.ifPresent(c -> Arrays.setAll(out, i -> out[i] * c[i]));
        return out;
    }

    /** The product of all scales that are given. */
    private static Optional<double[]> scale(JsonObject json, int axes) {
        JsonElement all = json.get("coordinateTransformations");
        if (all == null || !all.isJsonArray()) {
            return Optional.empty();
        }
        double[] out = null;
        for (JsonElement transformation : (JsonArray) all) {
            JsonElement scale = transformation.getAsJsonObject().get("scale");
            if (scale != null && scale.isJsonArray()) {
                double[] numbers = Json.numbers(scale);
                if (numbers.length != axes) {
                    throw new IllegalArgumentException("its scale " + scale + " is none of " + axes + " axes");
                }
                out = times(numbers, Optional.ofNullable(out));
            }
        }
        return Optional.ofNullable(out);
    }

    /** The level that an array is; empty if it is none. */
    Optional<Level> level(String path) {
        return levels.stream().filter(level -> level.path().equals(path)).findFirst();
    }

    /** The size of a voxel of a level, if it is said in units that are known. */
    Optional<VoxelSize> voxelSize(Level level) {
        double[] nm = new double[3];
        for (int i = 0; i < 3; i++) {
            int axis = axes.indexOf(List.of("z", "y", "x").get(i));
            if (axis < 0 || level.scale().isEmpty() || units.get(axis).isEmpty()) {
                return Optional.empty();
            }
            nm[i] = level.scale().get()[axis] * units.get(axis).getAsDouble();
        }
        try {
            return Optional.of(new VoxelSize(nm[2], nm[1], nm[0]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
