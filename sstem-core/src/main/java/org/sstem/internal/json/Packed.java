package org.sstem.internal.json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Many numbers in one text: their bytes, the highest first, compressed by zlib, in base 64.
 *
 * @param base64 the text
 */
public record Packed(String base64) {

    private static final int BUFFER = 8192;

    /** Packs floats, to the bit. */
    public static Packed of(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return of(bytes.array());
    }

    /** Packs flags. */
    public static Packed of(boolean[] flags) {
        BitSet bits = new BitSet(flags.length);
        for (int i = 0; i < flags.length; i++) {
            bits.set(i, flags[i]);
        }
        byte[] bytes = new byte[(flags.length + 7) / 8];
        byte[] set = bits.toByteArray();
        System.arraycopy(set, 0, bytes, 0, set.length);
        return of(bytes);
    }

    private static Packed of(byte[] bytes) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return new Packed(Base64.getEncoder().encodeToString(out.toByteArray()));
        } finally {
            deflater.end();
        }
    }

    /**
     * Unpacks floats.
     *
     * @param count how many there have to be
     * @throws IllegalArgumentException if there are others, or the text is not what was packed
     */
    public float[] floats(int count) {
        ByteBuffer bytes = ByteBuffer.wrap(bytes(Math.multiplyExact(count, Float.BYTES)));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes.getFloat();
        }
        return values;
    }

    /**
     * Unpacks flags.
     *
     * @param count how many there have to be
     * @throws IllegalArgumentException if there are others, or the text is not what was packed
     */
    public boolean[] flags(int count) {
        BitSet bits = BitSet.valueOf(bytes((count + 7) / 8));
        boolean[] flags = new boolean[count];
        for (int i = bits.nextSetBit(0); i >= 0 && i < count; i = bits.nextSetBit(i + 1)) {
            flags[i] = true;
        }
        return flags;
    }

    private byte[] bytes(int count) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(Base64.getDecoder().decode(base64));
            byte[] bytes = new byte[count];
            int read = 0;
            while (read < count && !inflater.finished()) {
                int more = inflater.inflate(bytes, read, count - read);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                read += more;
            }
            if (read < count || inflater.inflate(new byte[1]) > 0) {
                throw new IllegalArgumentException(
                        "packed numbers must be " + count + " bytes, were " + read + (read < count ? "" : " and more"));
            }
            return bytes;
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("packed numbers are not what was packed: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
