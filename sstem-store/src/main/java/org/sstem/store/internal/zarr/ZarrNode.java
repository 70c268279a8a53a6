package org.sstem.store.internal.zarr;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.sstem.stack.VoxelSize;
import org.sstem.store.internal.chunk.Found;
import org.sstem.store.internal.chunk.GridArray;
import org.sstem.store.internal.place.Json;
import org.sstem.store.internal.place.Store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group or an array of a store.
 *
 * @param store      the store
 * @param path       where it lies in it; empty for the root
 * @param array      what an array says
 * @param attributes what a group says
 */
record ZarrNode(Store store, String path, Optional<ArrayMetadata> array, JsonObject attributes) {

    private static final int MOST_NAMED = 12;

    /** Reads what lies at a path; empty if it is neither a group nor an array. */
    static Optional<ZarrNode> read(Store store, String path) throws IOException {
        String below = path.isEmpty() ? "" : path + "/";
        JsonObject third = Json.read(store, below + "zarr.json");
        if (third != null) {
            return Json.guard(store.name(below + "zarr.json"), () -> Optional.of(third(store, path, third)));
        }
        JsonObject second = Json.read(store, below + ".zarray");
        JsonObject said = Json.read(store, below + ".zattrs");
        JsonObject attributes = said == null ? new JsonObject() : said;
        if (second != null) {
            return Json.guard(
                    store.name(below + ".zarray"),
                    () -> Optional.of(
                            new ZarrNode(store, path, Optional.of(Version2.parse(second, attributes)), attributes)));
        }
        boolean group = said != null || Json.read(store, below + ".zgroup") != null;
        return group ? Optional.of(new ZarrNode(store, path, Optional.empty(), attributes)) : Optional.empty();
    }

    private static ZarrNode third(Store store, String path, JsonObject json) {
        int format = Json.need(json, "zarr_format").getAsInt();
        if (format != 3) {
            throw new IllegalArgumentException("it has the format " + format + " where 3 belongs");
        }
        JsonObject attributes = Json.object(json, "attributes");
        return switch (Json.text(json, "node_type")) {
            case "array" -> new ZarrNode(store, path, Optional.of(Version3.parse(json)), attributes);
            case "group" -> new ZarrNode(store, path, Optional.empty(), attributes);
            default -> throw new IllegalArgumentException("its node_type is " + json.get("node_type"));
        };
    }

    /** Finds the stack that a path names: an array, or the largest one of a group's pyramid. */
    static Found find(Store store, String path) throws IOException {
        ZarrNode node = read(store, path)
                .orElseThrow(() -> new IOException(store.name(path)
                        + " is neither a group nor an array of Zarr: it has no zarr.json, .zgroup or" + " .zarray"));
        return node.array().isPresent() ? node.alone() : node.largest();
    }

    private Found largest() throws IOException {
        Optional<Multiscales> pyramid = pyramid();
        if (pyramid.isPresent()) {
            Multiscales.Level level = pyramid.get().levels().get(0);
            String inside = Store.inside(store.name(path), level.path());
            ZarrNode array = read(store, path.isEmpty() ? inside : path + "/" + inside)
                    .filter(node -> node.array().isPresent())
                    .orElseThrow(() -> new IOException(
                            store.name(path) + " names the array " + level.path() + ", which is not there"));
            return array.in(pyramid.get(), level);
        }
        if (Json.object(attributes, "ome").has("bioformats2raw.layout") || attributes.has("bioformats2raw.layout")) {
            return find(store, path.isEmpty() ? "0" : path + "/0");
        }
        List<String> arrays = new ArrayList<>();
        for (String child : store.children(path)) {
            if (arrays.size() < MOST_NAMED
                    && read(store, path.isEmpty() ? child : path + "/" + child).isPresent()) {
                arrays.add(child);
            }
        }
        throw new IOException(store.name(path) + " is a group without multiscales; name an array in it"
                + (arrays.isEmpty() ? "" : ": " + String.join(", ", arrays)));
    }

    private Optional<Multiscales> pyramid() throws IOException {
        return Json.guard("the metadata of " + store.name(path), () -> Multiscales.find(attributes));
    }

    /** An array that was named itself may be a level of the group above. */
    private Found alone() throws IOException {
        int slash = path.lastIndexOf('/');
        if (!path.isEmpty()) {
            Optional<ZarrNode> group = read(store, path.substring(0, Math.max(0, slash)));
            Optional<Multiscales> pyramid = group.isPresent() ? group.get().pyramid() : Optional.empty();
            Optional<Multiscales.Level> level = pyramid.flatMap(p -> p.level(path.substring(slash + 1)));
            if (level.isPresent()) {
                return in(pyramid.get(), level.get());
            }
        }
        ArrayMetadata metadata = array.orElseThrow();
        List<String> names = metadata.dimensions()
                .filter(given -> given.containsAll(List.of("z", "y", "x")))
                .orElseGet(() -> usual(metadata.axes()));
        return new Found(of(metadata, names), resolution(), List.of());
    }

    /** The axes of an array that does not say them. */
    private static List<String> usual(int axes) {
        List<String> all = List.of("t", "c", "z", "y", "x");
        return axes >= 3 && axes <= all.size() ? all.subList(all.size() - axes, all.size()) : List.of();
    }

    private Found in(Multiscales pyramid, Multiscales.Level level) throws IOException {
        return new Found(of(array.orElseThrow(), pyramid.axes()), pyramid.voxelSize(level), pyramid.remarks());
    }

    private GridArray of(ArrayMetadata metadata, List<String> names) throws IOException {
        return Json.guard(
                store.name(path),
                () -> GridArray.of(store.name(path), metadata.grid(), names, new ZarrChunks(store, path, metadata)));
    }

    /** The size of a voxel in nanometres in z, y and x, as arrays beside the CREMI files have it. */
    private Optional<VoxelSize> resolution() {
        JsonElement said = attributes.get("resolution");
        try {
            double[] nm = said == null ? new double[0] : Json.numbers(said);
            return nm.length == 3 ? Optional.of(new VoxelSize(nm[2], nm[1], nm[0])) : Optional.empty();
        } catch (RuntimeException e) {
            // An attribute of another kind: then the voxel size is not told.
            return Optional.empty();
        }
    }
}
