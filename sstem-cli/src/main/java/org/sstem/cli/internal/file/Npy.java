package org.sstem.cli.internal.file;

import org.sstem.method.Plane;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Images as NumPy's arrays: float32, little-endian, in C order. */
final class Npy {

    private static final int HEADER = 128;
    static final int PREAMBLE = 10;

    private Npy() {}

    /** An array of shape [height, width]. */
    static byte[] of(Plane plane) {
        return bytes("", List.of(plane));
    }

    /** An array of shape [count, height, width]. */
    static byte[] of(List<Plane> planes) {
        return bytes(planes.size() + ", ", planes);
    }

    private static byte[] bytes(String first, List<Plane> planes) {
        int height = planes.get(0).height();
        int width = planes.get(0).width();
        int values = Math.multiplyExact(planes.size(), Math.multiplyExact(height, width));
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(HEADER, Math.multiplyExact(Float.BYTES, values)))
                .order(ByteOrder.LITTLE_ENDIAN);
        String shape = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + first + height + ", " + width + "), }";
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) (HEADER - PREAMBLE));
        bytes.put((shape + " ".repeat(HEADER - PREAMBLE - 1 - shape.length()) + "\n")
                .getBytes(StandardCharsets.US_ASCII));
        planes.forEach(plane -> {
            bytes.asFloatBuffer().put(plane.pixels());
            bytes.position(bytes.position() + Float.BYTES * plane.pixels().length);
        });
        return bytes.array();
    }
}
