package org.sstem.store.internal.place;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import org.sstem.internal.file.ImageFiles;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The metadata of stores: what is in them is checked as it is taken out. */
public final class Json {

    private static final long MOST_BYTES = 1 << 24;
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .serializeNulls()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .create();

    private Json() {}

    /** Takes metadata apart; whatever is thrown says that it is damaged. */
    @FunctionalInterface
    public interface Parsing<T> {
        T parse(JsonObject json) throws IOException;
    }

    /** Reads the metadata of a key; null if there is none. */
    public static JsonObject read(Store store, String key) throws IOException {
        byte[] bytes = store.read(key, MOST_BYTES);
        return bytes == null
                ? null
                : guard(store.name(key), () -> {
                    JsonReader reader = new JsonReader(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
                    // What Python writes: NaN and Infinity are no JSON.
                    reader.setStrictness(Strictness.LENIENT);
                    return JsonParser.parseReader(reader).getAsJsonObject();
                });
    }

    /** Tells whether a key holds an object with one of these members; not where it cannot be read. */
    public static boolean has(Store store, String key, String... members) {
        try {
            JsonObject json = read(store, key);
            return json != null && Arrays.stream(members).anyMatch(json::has);
        } catch (IOException e) {
            return false;
        }
    }

    /** Something that is done with metadata. */
    @FunctionalInterface
    public interface Reading<T> {
        T read() throws IOException;
    }

    /** Lets metadata be read: whatever is wrong with it becomes one sentence. */
    public static <T> T guard(String where, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (RuntimeException | StackOverflowError e) {
            String reason =
                    e instanceof JsonParseException || e.getMessage() == null ? ImageFiles.reason(e) : e.getMessage();
            // What Gson says goes on with an address on a line of its own.
            throw new IOException(
                    where + " cannot be understood: "
                            + reason.lines().findFirst().orElse("nothing is said"),
                    e);
        }
    }

    /** Returns a member that has to be there. */
    public static JsonElement need(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null || value.isJsonNull()) {
            throw new IllegalArgumentException("it has no \"" + name + "\"");
        }
        return value;
    }

    /** Returns a text that has to be there. */
    public static String text(JsonObject json, String name) {
        return need(json, name).getAsString();
    }

    /** Returns an object; an empty one if there is none. */
    public static JsonObject object(JsonObject json, String name) {
        JsonElement value = json.get(name);
        return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
    }

    /** Returns whole numbers from 0 on. */
    public static long[] sizes(JsonElement json) {
        JsonArray array = json.getAsJsonArray();
        long[] out = new long[array.size()];
        for (int i = 0; i < out.length; i++) {
            try {
                out[i] = array.get(i).getAsBigDecimal().longValueExact();
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("it has the size " + array, e);
            }
            if (out[i] < 0) {
                throw new IllegalArgumentException("it has the size " + array);
            }
        }
        return out;
    }

    /** Returns whole numbers from 1 on that fit an int, as many as there are axes. */
    public static int[] chunk(JsonElement json, int axes) {
        long[] sizes = sizes(json);
        if (sizes.length != axes || Arrays.stream(sizes).anyMatch(size -> size < 1 || size > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("it has " + axes + " axes and chunks of " + json);
        }
        return Arrays.stream(sizes).mapToInt(size -> (int) size).toArray();
    }

    /** Returns numbers. */
    public static double[] numbers(JsonElement json) {
        JsonArray array = json.getAsJsonArray();
        double[] out = new double[array.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = array.get(i).getAsDouble();
        }
        return out;
    }

    /** Makes an object of names and values by turns, in this order. */
    public static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> out = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return out;
    }

    /** Turns maps, lists and numbers into text. */
    public static String text(Object value) {
        return GSON.toJson(value) + "\n";
    }
}
