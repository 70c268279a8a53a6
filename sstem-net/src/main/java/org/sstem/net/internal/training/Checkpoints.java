package org.sstem.net.internal.training;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sstem.internal.output.Manifest;
import org.sstem.net.ValidationScores;
import org.sstem.net.internal.graph.FlatParameters;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The checkpoints of a run in one folder, the last few kept: zips of {@code checkpoint.json} and the parameters, moments,
 * average and best parameters as little-endian floats. A file is there as a whole or not at all, so a run that was ended
 * at any moment, or whose disk is full, leaves its last ones as they were. Only those that the folder's {@link Manifest}
 * lists are ever deleted.
 */
public final class Checkpoints {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final int VERSION = 1;
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeSpecialFloatingPointValues()
            .create();
    private static final int PIECE = 1 << 14;
    private static final int MAX_HEADER_BYTES = 1 << 24;

    private final Path folder;
    private final int keep;
    private final UnaryOperator<OutputStream> disk;

    /** The part of a checkpoint that is small. */
    private record Header(
            int version,
            long step,
            RunSettings settings,
            List<Double> losses,
            ValidationScores bestScores,
            long bestStep,
            int withoutImprovement) {}

    public Checkpoints(Path folder, int keep) {
        this(folder, keep, out -> out);
    }

    /** With a disk that may fail, for tests. */
    public Checkpoints(Path folder, int keep, UnaryOperator<OutputStream> disk) {
        this.folder = folder;
        this.keep = keep;
        this.disk = disk;
    }

    /** Removes what a run that was ended while it wrote has left. */
    void removeParts() throws IOException {
        Optional<Manifest> begun = Files.isDirectory(folder) ? Manifest.read(folder) : Optional.empty();
        if (begun.isPresent()) {
            begun.get().deleteTemporaries();
        }
    }

    /** Lists the checkpoints, newest first. */
    List<Path> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.filter(
                            file -> file.getFileName().toString().matches("checkpoint-\\d+\\.zip"))
                    .sorted()
                    .collect(Collectors.toList());
            Collections.reverse(sorted);
            return sorted;
        }
    }

    /**
     * Writes the state after a step, then removes what is older than the last few.
     *
     * @throws IOException if writing fails; older checkpoints are left as they were
     */
    void write(TrainingState state, FlatParameters parameters, RunSettings settings) throws IOException {
        Files.createDirectories(folder);
        Header header = new Header(
                VERSION,
                state.step,
                settings,
                List.copyOf(state.losses()),
                state.bestScores,
                state.bestStep,
                state.withoutImprovement);
        Optional<Manifest> begun = Manifest.read(folder);
        Manifest manifest = begun.isPresent() ? begun.get() : Manifest.create(folder, Map.of());
        manifest.build(String.format(Locale.ROOT, "checkpoint-%012d.zip", state.step), empty -> {
            try (OutputStream file = new BufferedOutputStream(new FileOutputStream(empty.toFile()), PIECE);
                    ZipOutputStream zip = new ZipOutputStream(disk.apply(file))) {
                zip.setLevel(Deflater.NO_COMPRESSION);
                zip.putNextEntry(new ZipEntry("checkpoint.json"));
                zip.write(GSON.toJson(header).getBytes(StandardCharsets.UTF_8));
                floats(zip, "parameters.bin", parameters.copy());
                floats(zip, "mean.bin", state.adam.mean());
                floats(zip, "square.bin", state.adam.square());
                floats(zip, "average.bin", state.average);
                floats(zip, "best.bin", state.best);
            }
        });
        List<Path> files = list();
        for (Path old : files.subList(Math.min(keep, files.size()), files.size())) {
            String name = old.getFileName().toString();
            if (manifest.names().contains(name)) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static void floats(ZipOutputStream zip, String name, float[] values) throws IOException {
        if (values == null) {
            return;
        }
        zip.putNextEntry(new ZipEntry(name));
        ByteBuffer piece = ByteBuffer.allocate(PIECE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < values.length; at += PIECE) {
            int length = Math.min(PIECE, values.length - at);
            piece.asFloatBuffer().put(values, at, length);
            zip.write(piece.array(), 0, length * Float.BYTES);
        }
    }

    /**
     * Reads the newest checkpoint that can be read, into the parameters.
     *
     * @return the state; empty if there is no checkpoint
     * @throws IOException              if there are checkpoints and none can be read
     * @throws IllegalArgumentException if it belongs to a run with other settings
     */
    Optional<TrainingState> readLast(FlatParameters parameters, RunSettings settings) throws IOException {
        IOException failure = null;
        for (Path file : list()) {
            try {
                return Optional.of(read(file, parameters, settings));
            } catch (IOException e) {
                LOG.warn("checkpoint {} is passed over: {}", file, e.getMessage());
                failure = failure == null
                        ? new IOException("cannot read checkpoint " + file + ": " + e.getMessage(), e)
                        : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    private static TrainingState read(Path file, FlatParameters parameters, RunSettings settings) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Header header = header(zip);
            settings.checkSame(header.settings);
            int count = parameters.count();
            float[] values = floats(zip, "parameters.bin", count);
            TrainingState state = new TrainingState(
                    new Adam(floats(zip, "mean.bin", count), floats(zip, "square.bin", count)),
                    zip.getEntry("average.bin") == null ? null : floats(zip, "average.bin", count));
            state.step = header.step;
            state.best = zip.getEntry("best.bin") == null ? null : floats(zip, "best.bin", count);
            state.bestScores = header.bestScores;
            state.bestStep = header.bestStep;
            state.withoutImprovement = header.withoutImprovement;
            header.losses.forEach(state::remember);
            parameters.restore(values);
            return state;
        } catch (RuntimeException e) {
            // A run with other settings is told as it is; a number that is none is damage like any other.
            if (e instanceof IllegalArgumentException && !(e instanceof NumberFormatException)) {
                throw e;
            }
            // What Gson and records make of numbers and lists that are not there.
            throw new IOException("checkpoint.json is damaged", e);
        }
    }

    private static Header header(ZipFile zip) throws IOException {
        try (InputStream in = entry(zip, "checkpoint.json")) {
            Header header =
                    GSON.fromJson(new String(in.readNBytes(MAX_HEADER_BYTES), StandardCharsets.UTF_8), Header.class);
            if (header == null || header.settings == null || header.losses == null) {
                throw new IOException("checkpoint.json is damaged");
            }
            if (header.version > VERSION) {
                throw new IOException(
                        "its format version is " + header.version + ", this release reads up to " + VERSION);
            }
            return header;
        } catch (JsonParseException e) {
            throw new IOException("checkpoint.json is damaged", e);
        }
    }

    private static float[] floats(ZipFile zip, String name, int count) throws IOException {
        float[] values = new float[count];
        byte[] piece = new byte[PIECE * Float.BYTES];
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(entry(zip, name), sum)) {
            for (int at = 0; at < count; at += PIECE) {
                int length = Math.min(PIECE, count - at);
                if (in.readNBytes(piece, 0, length * Float.BYTES) < length * Float.BYTES) {
                    throw new EOFException(name + " is too short for this network");
                }
                ByteBuffer.wrap(piece)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values, at, length);
            }
            if (in.read() >= 0) {
                throw new IOException(name + " is too long for this network");
            }
        }
        if (sum.getValue() != zip.getEntry(name).getCrc()) {
            throw new IOException(name + " is damaged");
        }
        return values;
    }

    private static InputStream entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("it has no " + name);
        }
        return new BufferedInputStream(zip.getInputStream(entry));
    }
}
