package org.sstem.internal.metric;

import org.sstem.method.Plane;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads golden arrays (bytes, floats or doubles) as planes of their last two axes. */
final class GoldenArray {

    private GoldenArray() {}

    /** Reads the plane at an index of the axes before the last two. */
    static Plane plane(String name, int width, int height, int index) throws IOException {
        byte[] bytes;
        try (InputStream in = GoldenArray.class.getResourceAsStream("/golden/metrics/" + name + ".npy")) {
            bytes = in.readAllBytes();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = 10 + buffer.getShort(8);
        String header = new String(bytes, 10, start - 10, StandardCharsets.US_ASCII);
        int size = header.contains("|u1") ? 1 : header.contains("<f4") ? 4 : 8;
        Plane plane = new Plane(width, height);
        buffer.position(start + index * width * height * size);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] =
                    size == 1 ? buffer.get() & 0xff : size == 4 ? buffer.getFloat() : (float) buffer.getDouble();
        }
        return plane;
    }
}
