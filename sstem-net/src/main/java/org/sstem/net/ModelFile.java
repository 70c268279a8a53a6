package org.sstem.net;

import org.sstem.internal.output.AtomicFile;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A network in one file: a zip of {@code model.json} (format version, kind, configuration, normalisation, where it comes
 * from), {@code graph.json} (the parameters' names and shapes, in order) and {@code weights.bin} (their values, single
 * precision, little-endian, one after the other). Version 1 is read by every later release.
 *
 * @param network     the network
 * @param description where it comes from
 */
public record ModelFile(Network network, ModelDescription description) {

    private static final int VERSION = 1;
    private static final String NORMALISATION = "grey values in [0, 1]";
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
    private static final Map<String, Class<? extends NetworkConfig>> KINDS = Map.of(
            "interpolation", InterpolationConfig.class,
            "unfolding", UnfoldingConfig.class,
            "fold-fusion", FoldFusionConfig.class,
            "precipitate", PrecipitateConfig.class,
            "refinement", RefinementConfig.class);

    /**
     * Writes the file, as a whole or not at all.
     *
     * @param file where to; replaced if it exists
     * @throws IOException if writing fails; what was there before is left as it was
     */
    public void write(Path file) throws IOException {
        JsonObject model = new JsonObject();
        model.addProperty("formatVersion", VERSION);
        model.addProperty("kind", kind(network.config()));
        model.add("configuration", GSON.toJsonTree(network.config()));
        model.addProperty("normalisation", NORMALISATION);
        model.add("description", GSON.toJsonTree(description));
        Map<String, long[]> parameters = network.parameters();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            // Weights hardly compress; the fastest level still stores the zeros of an untrained network in little.
            zip.setLevel(1);
            entry(zip, "model.json", GSON.toJson(model).getBytes(StandardCharsets.UTF_8));
            entry(zip, "graph.json", GSON.toJson(parameters).getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("weights.bin"));
            for (String name : parameters.keySet()) {
                zip.write(littleEndian(network.parameter(name)));
            }
            zip.closeEntry();
        }
        AtomicFile.write(file, bytes.toByteArray());
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the network and where it comes from
     * @throws IOException if it cannot be read, is no model file, is damaged or of a newer version; the message names
     *                     the file and says which
     */
    public static ModelFile read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonObject model = json(zip, "model.json");
            Network network = Network.blank(configuration(model));
            checkShapes(network, json(zip, "graph.json"));
            readWeights(network, bytes(zip, "weights.bin"));
            return new ModelFile(network, value(model, "description", ModelDescription.class));
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (ZipException e) {
            throw new IOException("cannot read model file " + file + ": it is truncated or no zip file", e);
        } catch (IOException e) {
            throw new IOException("cannot read model file " + file + ": " + e.getMessage(), e);
        }
    }

    private static NetworkConfig configuration(JsonObject model) throws IOException {
        int version = value(model, "formatVersion", Integer.class);
        if (version > VERSION) {
            throw new IOException(
                    "its format version is " + version + ", this release reads up to " + VERSION + ": use a newer one");
        }
        String kind = value(model, "kind", String.class);
        if (!KINDS.containsKey(kind)) {
            throw new IOException("there is no kind of network \"" + kind + "\"");
        }
        return value(model, "configuration", KINDS.get(kind));
    }

    private static <T> T value(JsonObject object, String name, Class<T> type) throws IOException {
        T value;
        try {
            value = GSON.fromJson(object.get(name), type);
        } catch (RuntimeException e) {
            // Gson wraps what a record's constructor refuses in a bare RuntimeException.
            throw new IOException(name + " is damaged", e);
        }
        if (value == null) {
            throw new IOException("it has no " + name);
        }
        return value;
    }

    private static String kind(NetworkConfig config) {
        return KINDS.entrySet().stream()
                .filter(entry -> entry.getValue() == config.getClass())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static void checkShapes(Network network, JsonObject graph) throws IOException {
        Map<String, long[]> expected = new LinkedHashMap<>(network.parameters());
        if (!graph.keySet().equals(expected.keySet())) {
            throw new IOException("its parameters are not those of its configuration");
        }
        for (Map.Entry<String, long[]> parameter : expected.entrySet()) {
            long[] shape = value(graph, parameter.getKey(), long[].class);
            if (!Arrays.equals(shape, parameter.getValue())) {
                throw new IOException("parameter " + parameter.getKey() + " must have shape "
                        + Arrays.toString(parameter.getValue()) + ", has " + Arrays.toString(shape));
            }
        }
    }

    private static void readWeights(Network network, byte[] bytes) throws IOException {
        long count = network.parameters().values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                .sum();
        if (bytes.length != count * Float.BYTES) {
            throw new IOException("its weights must be " + count * Float.BYTES + " bytes, were " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        network.parameters().forEach((name, shape) -> {
            float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            buffer.asFloatBuffer().get(values);
            buffer.position(buffer.position() + values.length * Float.BYTES);
            network.assign(name, values);
        });
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] littleEndian(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private static byte[] bytes(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("it has no " + name + ", so it is no model file");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static JsonObject json(ZipFile zip, String name) throws IOException {
        String text = new String(bytes(zip, name), StandardCharsets.UTF_8);
        try {
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(name + " is no JSON object", e);
        }
    }
}
