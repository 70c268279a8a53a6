package org.sstem.internal.file;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import org.sstem.Restoration.Layer;
import org.sstem.stack.VoxelSize;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file {@code stack.json} that lies beside the sections of a directory: what image files cannot say. That
 * values are labels, names of which there is no mean, and that layers go with it, is not said in it. */
public record StackSidecar(
        SectionHeader section, int sections, Optional<VoxelSize> voxelSize, boolean labels, List<Layer> layers) {

    public static final String NAME = "stack.json";
    private static final int VERSION = 1;

    /** A stack without layers. */
    public StackSidecar(SectionHeader section, int sections, Optional<VoxelSize> voxelSize, boolean labels) {
        this(section, sections, voxelSize, labels, List.of());
    }

    /** A stack of this size that holds one of its layers. */
    StackSidecar of(Layer layer) {
        SectionHeader bytes = new SectionHeader(PixelType.UINT8, section.width(), section.height());
        return new StackSidecar(bytes, sections, voxelSize, layer.isCodes());
    }

    /** Reads the sidecar of a directory, if there is one. */
    public static Optional<StackSidecar> read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Reader text = Files.newBufferedReader(file)) {
            JsonReader reader = new JsonReader(text);
            reader.setStrictness(Strictness.STRICT);
            return Optional.of(parse(file, JsonParser.parseReader(reader).getAsJsonObject()));
        } catch (RuntimeException e) {
            // Gson has no common type for what can be wrong with a text.
            throw new IOException(file + " is not a description of a stack: " + ImageFiles.reason(e), e);
        }
    }

    private static StackSidecar parse(Path file, JsonObject json) throws IOException {
        int version = json.get("version").getAsInt();
        if (version != VERSION) {
            throw new IOException(
                    file + " has version " + version + ", this release reads version " + VERSION + ": update sstem");
        }
        JsonArray size = json.getAsJsonArray("size");
        PixelType type = PixelType.byId(json.get("type").getAsString());
        SectionHeader section =
                SectionHeader.of(file, type, size.get(0).getAsInt(), size.get(1).getAsInt());
        Optional<VoxelSize> voxelSize = Optional.ofNullable(json.getAsJsonArray("voxelSizeNm"))
                .map(nm -> new VoxelSize(
                        nm.get(0).getAsDouble(),
                        nm.get(1).getAsDouble(),
                        nm.get(2).getAsDouble()));
        return new StackSidecar(section, size.get(2).getAsInt(), voxelSize, false);
    }

    /** Says in words what is being written, for the comparison with another run. */
    String words() {
        return section + (labels ? " labels" : "") + " x " + sections
                + voxelSize
                        .map(v -> " of " + v.xNm() + " x " + v.yNm() + " x " + v.zNm() + " nm")
                        .orElse("")
                + layers.stream().map(layer -> " with " + layer.id()).collect(Collectors.joining());
    }

    /** Writes it into an empty file. */
    void write(Path file) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.addProperty("type", section.type().id());
        json.add("size", array(section.width(), section.height(), sections));
        voxelSize.ifPresent(v -> json.add("voxelSizeNm", array(v.xNm(), v.yNm(), v.zNm())));
        String text = new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n";
        Files.writeString(file, text);
    }

    private static JsonArray array(Number... values) {
        JsonArray out = new JsonArray();
        for (Number value : values) {
            out.add(value);
        }
        return out;
    }
}
