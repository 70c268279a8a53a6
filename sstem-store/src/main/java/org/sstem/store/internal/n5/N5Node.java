package org.sstem.store.internal.n5;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.sstem.internal.file.LengthUnit;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.chunk.Found;
import org.sstem.store.internal.chunk.GridArray;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.place.Store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A group or a dataset of a store.
 *
 * @param store      the store
 * @param path       where it lies in it; empty for the root
 * @param attributes what is said of it; nothing of groups that say nothing
 */
record N5Node(Store store, String path, JsonObject attributes) {

    private static final int MOST_NAMED = 12;
    private static final List<String> AXES = List.of("x", "y", "z", "c", "t");

    private static N5Node read(Store store, String path) throws IOException {
        JsonObject attributes = Json.read(store, path.isEmpty() ? "attributes.json" : path + "/attributes.json");
        return new N5Node(store, path, attributes == null ? new JsonObject() : attributes);
    }

    private boolean isDataset() {
        return attributes.has("dimensions");
    }

    private String child(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    /** Finds the stack that a path names: a dataset, or the largest one, {@code s0}, of a group's pyramid. */
    static Found find(Store store, String path) throws IOException {
        N5Node node = read(store, path);
        if (node.isDataset()) {
            return node.found();
        }
        N5Node largest = read(store, node.child("s0"));
        if (largest.isDataset()) {
            return largest.found();
        }
        List<String> datasets = new ArrayList<>();
        for (String name : store.children(path)) {
            if (datasets.size() < MOST_NAMED && store.size(node.child(name) + "/attributes.json") >= 0) {
                datasets.add(name);
            }
        }
        throw new IOException(store.name(path) + " is no dataset of N5 and has no s0; name a dataset in it"
                + (datasets.isEmpty() ? "" : ": " + String.join(", ", datasets)));
    }

    private Found found() throws IOException {
        String where = store.name(child("attributes.json"));
        return Json.guard(where, () -> {
            N5Dataset dataset = N5Dataset.parse(store, path, attributes);
            int axes = dataset.grid().shape().length;
            GridArray array = GridArray.of(
                    store.name(path), dataset.grid(), axes > AXES.size() ? List.of() : AXES.subList(0, axes), dataset);
            return new Found(array, voxelSize(), List.of());
        });
    }

    /** The size of a voxel, as the dataset says it, or as the group says it of its largest. */
    private Optional<VoxelSize> voxelSize() throws IOException {
        Optional<VoxelSize> own = voxelSize(attributes, new double[] {1, 1, 1});
        int slash = path.lastIndexOf('/');
        if (own.isPresent() || path.isEmpty()) {
            return own;
        }
        JsonElement factors = attributes.get("downsamplingFactors");
        boolean largest = path.endsWith("s0");
        if (!largest && (factors == null || !factors.isJsonArray())) {
            return Optional.empty();
        }
        double[] times = factors == null || !factors.isJsonArray() ? new double[] {1, 1, 1} : Json.numbers(factors);
        return voxelSize(read(store, path.substring(0, Math.max(0, slash))).attributes(), times);
    }

    /** One of the ways in which programs say it; nothing where none is understood. */
    private static Optional<VoxelSize> voxelSize(JsonObject json, double[] times) {
        try {
            JsonObject pixel = Json.object(json, "pixelResolution");
            if (pixel.has("dimensions")) {
                return of(
                        Json.numbers(pixel.get("dimensions")), units(pixel.get("unit")), times, List.of("x", "y", "z"));
            }
            JsonObject transform = Json.object(json, "transform");
            if (transform.has("scale")) {
                List<String> axes = transform.get("axes").getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsString)
                        .toList();
                return of(Json.numbers(transform.get("scale")), units(transform.get("units")), times, axes);
            }
            if (json.has("resolution") && json.has("units")) {
                return of(
                        Json.numbers(json.get("resolution")), units(json.get("units")), times, List.of("x", "y", "z"));
            }
            return Optional.empty();
        } catch (RuntimeException e) {
            // Attributes of another kind: then the voxel size is not told.
            return Optional.empty();
        }
    }

    private static List<OptionalDouble> units(JsonElement json) {
        return json.isJsonArray()
                ? json.getAsJsonArray().asList().stream()
                        .map(unit -> LengthUnit.nanometres(unit.getAsString()))
                        .toList()
                : IntStream.range(0, 3)
                        .mapToObj(i -> LengthUnit.nanometres(json.getAsString()))
                        .toList();
    }

    private static Optional<VoxelSize> of(
            double[] numbers, List<OptionalDouble> units, double[] times, List<String> axes) {
        double[] nm = new double[3];
        for (int i = 0; i < 3; i++) {
            int axis = axes.indexOf(AXES.get(i));
            nm[i] = numbers[axis] * units.get(axis).orElseThrow() * times[i];
        }
        return Optional.of(new VoxelSize(nm[0], nm[1], nm[2]));
    }
}
