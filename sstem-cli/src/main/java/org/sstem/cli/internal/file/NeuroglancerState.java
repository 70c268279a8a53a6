package org.sstem.cli.internal.file;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.sstem.internal.file.StackPlace;
import org.sstem.internal.output.AtomicFile;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What Neuroglancer is to show: several stacks as layers over each other. Stacks that are no stores cannot be shown. */
public final class NeuroglancerState {

    private final Path file;
    private final String served;
    private final JsonArray layers = new JsonArray();

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

    /** Adds a stack, if it can be shown: grey values as an image, names as a segmentation. */
    public NeuroglancerState layer(String name, String stack, boolean names) {
        if (stack != null) {
            source(stack).ifPresent(source -> {
                JsonObject layer = new JsonObject();
                layer.addProperty("type", names ? "segmentation" : "image");
                layer.addProperty("source", source);
                layer.addProperty("name", name);
                layers.add(layer);
            });
        }
        return this;
    }

    private Optional<String> source(String stack) {
        StackPlace place = StackPlace.parse(stack);
        if (place.file().isEmpty()) {
            // On another computer: its own address, behind the name of the format.
            String address = stack.substring(stack.indexOf("http"));
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
        state.addProperty("layout", "xy");
        AtomicFile.write(
                file,
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .create()
                                .toJson(state) + "\n");
    }

    private static JsonArray metres(double nm) {
        JsonArray out = new JsonArray();
        out.add(nm * 1e-9);
        out.add("m");
        return out;
    }
}
