package org.sstem.internal.output;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A text file of one JSON object a line that grows line by line, each on the disk before the next thing happens. A last line
 * without an end, which a full disk or the end of a run has left, does not count. Not thread-safe.
 */
final class JsonLines {

    private static final long MAX_BYTES = 1L << 30;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    /** Takes a line. */
    @FunctionalInterface
    interface Reader {
        void take(int number, JsonObject line) throws IOException;
    }

    private final Path file;

    JsonLines(Path file) {
        this.file = file;
    }

    static JsonElement tree(Object value) {
        return GSON.toJsonTree(value);
    }

    /** Writes a new file with its first line; replaces an earlier one. */
    void begin(JsonObject first) throws IOException {
        AtomicFile.write(file, GSON.toJson(first) + "\n");
    }

    /** Reads all whole lines: their numbers, from 0, and what they hold. */
    void read(Reader lines) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is no manifest: it is too large");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        String[] whole = text.substring(0, text.lastIndexOf('\n') + 1).split("\n");
        for (int i = 0; i < whole.length; i++) {
            try {
                lines.take(i, JsonParser.parseString(whole[i]).getAsJsonObject());
            } catch (RuntimeException | StackOverflowError e) {
                // Gson has no common type for what can be wrong with a text.
                throw new IOException(file + " is damaged in line " + (i + 1), e);
            }
        }
    }

    void append(JsonObject line) throws IOException {
        append(List.of(line));
    }

    /** Appends lines, of which a run that is ended meanwhile may leave the first ones. */
    void append(List<JsonObject> all) throws IOException {
        StringBuilder text = new StringBuilder();
        all.forEach(line -> text.append(GSON.toJson(line)).append('\n'));
        try {
            cutOff();
            try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
                out.write(text.toString().getBytes(StandardCharsets.UTF_8));
                out.getFD().sync();
            }
        } catch (IOException e) {
            throw new IOException(file + " cannot be written: " + Reason.of(e), e);
        }
    }

    /** Takes away a line without an end. */
    private void cutOff() throws IOException {
        try (RandomAccessFile text = new RandomAccessFile(file.toFile(), "rw")) {
            long end = text.length();
            long keep = end;
            while (keep > 0) {
                text.seek(keep - 1);
                if (text.read() == '\n') {
                    break;
                }
                keep--;
            }
            if (keep < end) {
                text.setLength(keep);
            }
        }
    }
}
