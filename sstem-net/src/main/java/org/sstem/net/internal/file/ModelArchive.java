package org.sstem.net.internal.file;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import org.sstem.internal.output.Sha256;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * The entries of a model file, read as if a stranger had made them: nothing is unpacked beyond what it may hold, and
 * everything that is read is compared with its checksums.
 */
public final class ModelArchive {

    /** In {@code model.json}: name of an entry to its SHA-256. Files of earlier releases have none. */
    public static final String CHECKSUMS = "sha256";

    /** No description and no list of shapes comes near it. */
    private static final int MAX_TEXT_BYTES = 1 << 20;

    /** Far more than any network has in channels, taps or levels. */
    private static final long MAX_NUMBER = 1 << 16;

    private static final long MAX_PARAMETERS = 1L << 28;

    /** Where the bytes of an entry come from. */
    private interface Entries {

        /**
         * Opens an entry.
         *
         * @param name its name
         * @return null if there is none
         */
        Entry open(String name) throws IOException;
    }

    /**
     * An entry.
     *
     * @param in  what it holds
     * @param crc what it should come to; negative where that is looked at on the way
     */
    private record Entry(InputStream in, long crc) {}

    private final Entries entries;
    private final JsonObject model;

    private ModelArchive(Entries entries) throws IOException {
        this.entries = entries;
        this.model = parse("model.json", bytes("model.json", MAX_TEXT_BYTES));
    }

    /** Reads from a file. */
    public ModelArchive(ZipFile zip) throws IOException {
        this(name -> {
            ZipEntry entry = zip.getEntry(name);
            return entry == null ? null : new Entry(zip.getInputStream(entry), entry.getCrc());
        });
    }

    /**
     * Reads from memory.
     *
     * @param zip the bytes of a file
     */
    public ModelArchive(byte[] zip) throws IOException {
        this(name -> {
            ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return new Entry(in, -1);
                }
            }
            return null;
        });
    }

    /** What {@code model.json} says. */
    public JsonObject model() {
        return model;
    }

    /** Reads another entry that is JSON. */
    public JsonObject json(String name) throws IOException {
        byte[] bytes = bytes(name, MAX_TEXT_BYTES);
        verify(name, bytes);
        return parse(name, bytes);
    }

    /** Reads the weights, which have to be as many bytes as their shapes say. */
    public byte[] weights(long count) throws IOException {
        String name = "weights.bin";
        long expected = count * Float.BYTES;
        byte[] bytes = bytes(name, expected);
        if (bytes.length != expected) {
            throw new IOException("its weights must be " + expected + " bytes, were " + bytes.length);
        }
        verify(name, bytes);
        return bytes;
    }

    private byte[] bytes(String name, long most) throws IOException {
        Entry entry = entries.open(name);
        if (entry == null) {
            throw new IOException("it has no " + name + ", so it is no model file");
        }
        byte[] bytes;
        try (InputStream in = entry.in) {
            bytes = in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
            if (bytes.length == most && in.read() >= 0) {
                throw new IOException("its " + name + " must be at most " + most + " bytes, and is more");
            }
        }
        // ZipFile does not look at it.
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (entry.crc >= 0 && entry.crc != crc.getValue()) {
            throw new IOException("its " + name + " is damaged: it does not have its checksum");
        }
        return bytes;
    }

    private void verify(String name, byte[] bytes) throws IOException {
        JsonElement all = model.get(CHECKSUMS);
        if (all == null) {
            return;
        }
        JsonElement told = all.isJsonObject() ? all.getAsJsonObject().get(name) : null;
        if (told == null || !told.isJsonPrimitive()) {
            throw new IOException("its model.json has no checksum of " + name);
        }
        if (!told.getAsString().equals(Sha256.of(bytes))) {
            throw new IOException("its " + name + " is damaged, or of another model: it does not have its checksum");
        }
    }

    private static JsonObject parse(String name, byte[] bytes) throws IOException {
        try {
            return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(name + " is no JSON object", e);
        }
    }

    /** Checks the numbers of a configuration before anything is made from them. */
    public static void checkNumbers(JsonElement configuration) throws IOException {
        if (configuration == null || configuration.isJsonNull()) {
            return;
        }
        if (configuration.isJsonObject()) {
            for (Map.Entry<String, JsonElement> entry :
                    configuration.getAsJsonObject().entrySet()) {
                checkNumbers(entry.getValue());
            }
        } else if (configuration.isJsonArray()) {
            for (JsonElement element : configuration.getAsJsonArray()) {
                checkNumbers(element);
            }
        } else if (configuration.getAsJsonPrimitive().isNumber()) {
            double number = configuration.getAsDouble();
            if (!(Math.abs(number) <= MAX_NUMBER)) {
                throw new IOException("its configuration holds the number " + configuration
                        + ", the largest of any network is " + MAX_NUMBER);
            }
        }
    }

    /**
     * Counts the values of all parameters.
     *
     * @throws IOException if they are more than any network has, or than the heap can hold
     */
    public static long count(Map<String, long[]> shapes) throws IOException {
        long count = 0;
        for (long[] shape : shapes.values()) {
            long values = 1;
            for (long size : shape) {
                // Sizes are up to 2^17: four of them would overflow, so that it is stopped on the way.
                values = values > MAX_PARAMETERS ? values : values * size;
            }
            count += values;
            if (count > MAX_PARAMETERS) {
                throw new IOException("its network would have more than " + MAX_PARAMETERS + " parameters");
            }
        }
        long heap = Runtime.getRuntime().maxMemory();
        long needed = count * Float.BYTES;
        if (needed > heap / 2) {
            throw new IOException("its network of " + count + " parameters needs " + (needed >> 20)
                    + " MB twice where the Java heap is limited to " + (heap >> 20) + " MB: give it more with -Xmx");
        }
        return count;
    }
}
