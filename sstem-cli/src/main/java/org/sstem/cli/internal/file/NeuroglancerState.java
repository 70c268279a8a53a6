package org.sstem.cli.internal.file;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.sstem.Restoration.Layer;
import org.sstem.internal.file.PartialStack;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.output.AtomicFile;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Neuroglancer is to show: on the left the damaged stack and what was damaged, on the right the restored stack, where
 * its pixels come from, and how sure that is. Stacks that are no stores cannot be shown.
 */
public final class NeuroglancerState {

    /** What says the format before an address that says how it is reached, as in {@code zarr://https://host}. */
    private static final Pattern FORMAT = Pattern.compile("^[A-Za-z0-9]+://(?=[A-Za-z0-9]+://)");

    /** Nothing where a pixel is certain, red where it is a guess. */
    private static final String DOUBT =
            "void main() { float sure = toNormalized(getDataValue()); emitRGBA(vec4(1.0, sure, 0.0, 1.0 - sure)); }";

    private final Path file;
    private final String served;
    private final JsonArray layers = new JsonArray();
    private final JsonArray left = new JsonArray();
    private final JsonArray right = new JsonArray();

    /**
     * Begins a state without layers.
     *
     * @param file   where it goes
     * @param served the address at which the folder of the file is served
     */
    public NeuroglancerState(Path file, String served) {
        this.file = file;
        this.served = served.replaceAll("/+$", "");
    }

    /** Adds the damaged stack. */
    public NeuroglancerState original(String stack) {
        add("original", "image", source(StackPlace.parse(stack)), left);
        return this;
    }

    /** Adds the restored stack, and layers that go with it. */
    public NeuroglancerState restored(String stack, List<Layer> inside) {
        StackPlace place = StackPlace.parse(stack);
        add("restored", "image", source(place), right);
        for (Layer layer : inside) {
            add(layer, PartialStack.layer(place, layer));
        }
        return this;
    }

    /** Adds the provenance, if it is a stack of its own and not there yet. */
    public NeuroglancerState provenance(String stack) {
        if (stack != null && !right.contains(new JsonPrimitive(Layer.PROVENANCE.id()))) {
            add(Layer.PROVENANCE, StackPlace.parse(stack));
        }
        return this;
    }

    private void add(Layer layer, StackPlace place) {
        String type = layer.isCodes() ? "segmentation" : "image";
        add(layer.id(), type, source(place), layer == Layer.DAMAGE ? left : right);
    }

    private void add(String name, String type, Optional<String> source, JsonArray side) {
        source.ifPresent(address -> {
            JsonObject layer = new JsonObject();
            layer.addProperty("type", type);
            layer.addProperty("source", address);
            layer.addProperty("name", name);
            if (name.equals(Layer.CONFIDENCE.id())) {
                layer.addProperty("shader", DOUBT);
            }
            layers.add(layer);
            side.add(name);
        });
    }

    private Optional<String> source(StackPlace place) {
        if (place.file().isEmpty()) {
            // On another computer: its own address, behind the name of the format.
            String address = FORMAT.matcher(place.name()).replaceFirst("");
            return place.format().scheme().map(scheme -> scheme + "://" + address);
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path store = place.path().toAbsolutePath().normalize();
        if (!store.startsWith(folder)) {
            return Optional.empty();
        }
        String below = folder.relativize(store).toString().replace('\\', '/');
        String inside = place.inside().isEmpty() ? "" : "/" + place.inside();
        return place.format().scheme().map(scheme -> scheme + "://" + served + "/" + below + inside);
    }

    /** Writes it. */
    public void write(Optional<VoxelSize> voxelSize) throws IOException {
        JsonObject state = new JsonObject();
        voxelSize.ifPresent(v -> {
            JsonObject dimensions = new JsonObject();
            dimensions.add("x", metres(v.xNm()));
            dimensions.add("y", metres(v.yNm()));
            dimensions.add("z", metres(v.zNm()));
            state.add("dimensions", dimensions);
        });
        state.add("layers", layers);
        state.add("layout", layout());
        AtomicFile.write(
                file,
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(state) + "\n");
    }

    private JsonObject layout() {
        JsonArray viewers = new JsonArray();
        for (JsonArray side : List.of(left, right)) {
            if (!side.isEmpty()) {
                JsonObject viewer = new JsonObject();
                viewer.addProperty("type", "viewer");
                viewer.add("layers", side);
                viewer.addProperty("layout", "xy");
                viewers.add(viewer);
            }
        }
        JsonObject layout = new JsonObject();
        layout.addProperty("type", "row");
        layout.add("children", viewers);
        return layout;
    }

    private static JsonArray metres(double nm) {
        JsonArray out = new JsonArray();
        out.add(nm * 1e-9);
        out.add("m");
        return out;
    }
}
