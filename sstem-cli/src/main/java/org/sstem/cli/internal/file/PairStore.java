package org.sstem.cli.internal.file;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import org.sstem.internal.output.AtomicFile;
import org.sstem.internal.output.WholeFolder;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes training pairs as a group of Zarr 2: an array for each thing that is known of a pair, pairs along its first axis, a chunk a
 * pair, float32, zlib.
 *
 * @param count how many pairs there will be
 */
public record PairStore(int count) {

    private static final int LEVEL = 1;

    /** Whether a folder is to be such a group: its name ends with {@code .zarr}. */
    public static boolean isNamed(Path folder) {
        return folder.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zarr");
    }

    /** Adds a pair, and before the first what the arrays are. */
    public void add(WholeFolder folder, int number, TrainingPair pair) throws IOException {
        Map<String, List<Plane>> arrays = PairArrays.of(pair);
        Map<String, AtomicFile.Building> files = new LinkedHashMap<>();
        if (number == 0) {
            JsonObject group = new JsonObject();
            group.addProperty("zarr_format", 2);
            files.put(".zgroup", text(group));
            arrays.forEach((name, planes) -> files.put(name + "/.zarray", text(metadata(planes))));
        }
        arrays.forEach((name, planes) -> {
            String rest = planes.size() == 1 ? ".0.0" : ".0.0.0";
            files.put(name + "/" + number + rest, empty -> Files.write(empty, chunk(planes)));
        });
        folder.addAll(files);
    }

    private JsonObject metadata(List<Plane> planes) {
        JsonObject array = new JsonObject();
        array.addProperty("zarr_format", 2);
        array.add("shape", shape(count, planes));
        array.add("chunks", shape(1, planes));
        array.addProperty("dtype", "<f4");
        JsonObject compressor = new JsonObject();
        compressor.addProperty("id", "zlib");
        compressor.addProperty("level", LEVEL);
        array.add("compressor", compressor);
        array.addProperty("fill_value", 0);
        array.addProperty("order", "C");
        array.add("filters", JsonNull.INSTANCE);
        return array;
    }

    private static JsonArray shape(int pairs, List<Plane> planes) {
        JsonArray shape = new JsonArray();
        shape.add(pairs);
        if (planes.size() > 1) {
            shape.add(planes.size());
        }
        shape.add(planes.get(0).height());
        shape.add(planes.get(0).width());
        return shape;
    }

    private static AtomicFile.Building text(JsonObject json) {
        byte[] bytes = new GsonBuilder()
                .setPrettyPrinting()
                .serializeNulls()
                .create()
                .toJson(json)
                .getBytes(StandardCharsets.UTF_8);
        return empty -> Files.write(empty, bytes);
    }

    private static byte[] chunk(List<Plane> planes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater fast = new Deflater(LEVEL);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, fast)) {
            for (Plane plane : planes) {
                ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, plane.pixels().length))
                        .order(ByteOrder.LITTLE_ENDIAN);
                values.asFloatBuffer().put(plane.pixels());
                out.write(values.array());
            }
        } finally {
            fast.end();
        }
        return bytes.toByteArray();
    }
}
