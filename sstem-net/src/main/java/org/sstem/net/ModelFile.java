package org.sstem.net;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import org.sstem.internal.output.AtomicFile;
import org.sstem.internal.output.Sha256;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.PrecipitateConfig;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.architecture.UnfoldingConfig;
import org.sstem.net.internal.file.ModelArchive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A network in one file: a zip of {@code model.json} (format version, kind, configuration, normalisation, where it comes
 * from), {@code graph.json} (the parameters' names and shapes, in order) and {@code weights.bin} (their values, single
 * precision, little-endian, one after the other). {@code model.json} also holds the SHA-256 of the two others; files of
 * earlier releases, which have none, are read as well. Version 1 is read by every later release. Equal networks with
 * equal descriptions make equal files.
 *
 * <p>A file may come from anybody: its sizes are checked against each other, against what networks have and against the
 * heap before anything is made from them.
 *
 * @param network     the network
 * @param description where it comes from
 */
public record ModelFile(Network network, ModelDescription description) {

    private static final int VERSION = 1;
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
    private static final Map<String, Class<? extends Architecture>> KINDS = Map.of(
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
        model.addProperty("kind", network.weights().architecture().kind());
        model.add("configuration", GSON.toJsonTree(network.weights().architecture()));
        model.addProperty("normalisation", normalisation());
        model.add("description", GSON.toJsonTree(description));
        Map<String, long[]> parameters = network.parameters();
        byte[] graph = GSON.toJson(parameters).getBytes(StandardCharsets.UTF_8);
        MessageDigest weights = Sha256.digest();
        parameters.keySet().forEach(name -> weights.update(littleEndian(network.parameter(name))));
        JsonObject checksums = new JsonObject();
        checksums.addProperty("graph.json", Sha256.of(graph));
        checksums.addProperty("weights.bin", HexFormat.of().formatHex(weights.digest()));
        model.add(ModelArchive.CHECKSUMS, checksums);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            // Weights hardly compress; the fastest level still stores the zeros of an untrained network in little.
            zip.setLevel(1);
            entry(zip, "model.json", GSON.toJson(model).getBytes(StandardCharsets.UTF_8));
            entry(zip, "graph.json", graph);
            zip.putNextEntry(named("weights.bin"));
            for (String name : parameters.keySet()) {
                zip.write(littleEndian(network.parameter(name)));
            }
            zip.closeEntry();
        }
        AtomicFile.write(file, bytes.toByteArray());
    }

    /** What a network is given, for who reads the file without this library. */
    private String normalisation() {
        return network.config().role() == Role.MOTION
                ? "grey values less their mean, in standard deviations"
                : "grey values in [0, 1]";
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
        try {
            return content(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (IOException e) {
            throw new IOException("cannot read model file " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the networks that come with the library: compact ones, trained on synthetic tissue alone.
     *
     * @return one for each role that there is one for, in the order of {@link Role}
     * @throws IOException if one cannot be read or is damaged; the message names it and says how
     */
    public static List<ModelFile> bundled() throws IOException {
        return bundled(ModelFile.class::getResourceAsStream);
    }

    static List<ModelFile> bundled(Function<String, InputStream> resources) throws IOException {
        List<ModelFile> files = new ArrayList<>();
        for (Role role : Role.values()) {
            try (InputStream in = resources.apply("bundled/" + role.option() + ".zip")) {
                if (in != null) {
                    files.add(content(new ModelArchive(in.readAllBytes())));
                }
            } catch (IOException e) {
                throw new IOException(
                        "the network for " + role + " that comes with the library is damaged: take a whole copy of"
                                + " sstem-net (" + e.getMessage() + ")",
                        e);
            }
        }
        return files;
    }

    private static ModelFile content(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return content(new ModelArchive(zip));
        } catch (ZipException e) {
            throw new IOException("it is truncated or no zip file", e);
        }
    }

    private static ModelFile content(ModelArchive archive) throws IOException {
        JsonObject model = archive.model();
        Architecture config = configuration(model);
        ModelDescription description = value(model, "description", ModelDescription.class);
        // All sizes are known and agree before anything is allocated.
        Map<String, long[]> shapes = config.plan().parameters();
        checkShapes(shapes, archive.json("graph.json"));
        byte[] weights = archive.weights(ModelArchive.count(shapes));
        NetworkWeights network = NetworkWeights.blank(config);
        assign(network, weights);
        return new ModelFile(new Network(network), description);
    }

    /**
     * Finds parameters that are no numbers: a network that has some restores nothing.
     *
     * @return name of a parameter to how many of its values are NaN or infinite; empty if none is
     */
    public Map<String, Long> notFinite() {
        Map<String, Long> out = new LinkedHashMap<>();
        for (String name : network.parameters().keySet()) {
            long count = 0;
            for (float value : network.parameter(name)) {
                count += Float.isFinite(value) ? 0 : 1;
            }
            if (count > 0) {
                out.put(name, count);
            }
        }
        return out;
    }

    private static Architecture configuration(JsonObject model) throws IOException {
        int version = value(model, "formatVersion", Integer.class);
        if (version > VERSION) {
            throw new IOException(
                    "its format version is " + version + ", this release reads up to " + VERSION + ": use a newer one");
        }
        if (version < 1) {
            throw new IOException("its format version is " + version + ", the first is 1");
        }
        String kind = value(model, "kind", String.class);
        if (!KINDS.containsKey(kind)) {
            throw new IOException("there is no kind of network \"" + kind + "\"");
        }
        ModelArchive.checkNumbers(model.get("configuration"));
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

    private static void checkShapes(Map<String, long[]> expected, JsonObject graph) throws IOException {
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

    private static void assign(NetworkWeights network, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        network.parameters().forEach((name, shape) -> {
            float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            buffer.asFloatBuffer().get(values);
            buffer.position(buffer.position() + values.length * Float.BYTES);
            network.assign(name, values);
        });
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(named(name));
        zip.write(content);
        zip.closeEntry();
    }

    /** An entry without a time of its own, so that equal networks make equal files. */
    private static ZipEntry named(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        return entry;
    }

    private static byte[] littleEndian(float[] values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }
}
