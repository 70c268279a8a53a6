package org.sstem.internal.fold;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads the values of a little-endian NumPy resource of type float32 or uint8 as floats, in C order. */
public final class Npy {

    private Npy() {}

    public static float[] read(String resource) throws IOException {
        byte[] bytes;
        try (InputStream in = Npy.class.getResourceAsStream(resource)) {
            bytes = in.readAllBytes();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + buffer.getShort(8);
        boolean floats = new String(bytes, 10, header - 10, StandardCharsets.US_ASCII).contains("'<f4'");
        float[] values = new float[(bytes.length - header) / (floats ? 4 : 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats ? buffer.getFloat(header + 4 * i) : bytes[header + i] & 0xff;
        }
        return values;
    }
}
