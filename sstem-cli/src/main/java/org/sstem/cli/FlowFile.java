package org.sstem.cli;

import org.sstem.method.Flow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes flows as NumPy files: float32, little-endian, shape [2, height, width], u before v. */
final class FlowFile {

    private static final int HEADER = 128;
    private static final int PREAMBLE = 10;

    private FlowFile() {}

    static void write(Flow flow, Path file) throws IOException {
        int n = flow.width() * flow.height();
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(HEADER, Math.multiplyExact(8, n)))
                .order(ByteOrder.LITTLE_ENDIAN);
        String shape =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, " + flow.height() + ", " + flow.width() + "), }";
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) (HEADER - PREAMBLE));
        bytes.put((shape + " ".repeat(HEADER - PREAMBLE - 1 - shape.length()) + "\n")
                .getBytes(StandardCharsets.US_ASCII));
        bytes.asFloatBuffer().put(flow.u().pixels()).put(flow.v().pixels());
        Files.write(file, bytes.array());
    }
}
