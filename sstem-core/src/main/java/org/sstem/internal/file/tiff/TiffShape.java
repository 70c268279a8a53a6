package org.sstem.internal.file.tiff;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description that tifffile writes: the shape of the array, {@code {"shape": [10, 352, 384]}}. */
final class TiffShape {

    private static final Pattern OLD = Pattern.compile("shape=\\(([0-9, ]{1,200})\\)");
    private static final int MAX_CHARACTERS = 1 << 16;

    private TiffShape() {}

    /** Parses a description; null if it is another one. */
    static TiffClaim parse(Path file, String text) throws IOException {
        long[] shape = null;
        if (text.startsWith("{") && text.length() < MAX_CHARACTERS) {
            shape = json(text);
        } else {
            Matcher old = OLD.matcher(text);
            if (old.lookingAt()) {
                shape = numbers(old.group(1).split("[ ,]+"));
            }
        }
        if (shape == null || shape.length < 2) {
            return null;
        }
        // Axes before the last two; those of one element say nothing.
        long[] outer =
                Arrays.stream(shape, 0, shape.length - 2).filter(n -> n != 1).toArray();
        if (outer.length > 1) {
            throw new IOException(file + " holds an array of " + Arrays.toString(shape)
                    + " (tifffile); a stack has three dimensions (z, y, x)");
        }
        return new TiffClaim("tifffile", outer.length == 0 ? 1 : outer[0], null, Optional.empty(), List.of());
    }

    private static long[] json(String text) {
        try {
            JsonObject object = JsonParser.parseString(text).getAsJsonObject();
            JsonElement shape = object.get("shape");
            if (shape == null || !shape.isJsonArray()) {
                return null;
            }
            JsonArray array = shape.getAsJsonArray();
            String[] numbers = new String[array.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = array.get(i).getAsString();
            }
            return numbers(numbers);
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | StackOverflowError e) {
            // Any other program's text.
            return null;
        }
    }

    private static long[] numbers(String... texts) {
        try {
            return Arrays.stream(texts)
                    .filter(text -> !text.isBlank())
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
