package org.sstem.simulate;

import org.sstem.method.Plane;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads two-dimensional NumPy files of type uint8 or float64 as they are, in grey levels. */
final class Golden {

    private static final Pattern SHAPE = Pattern.compile("'descr': '(..?.)'.*\\((\\d+), (\\d+)\\)");

    private Golden() {}

    static Plane read(String name) throws IOException {
        byte[] bytes;
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            bytes = in.readAllBytes();
        }
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = 10 + file.getShort(8);
        Matcher header = SHAPE.matcher(new String(bytes, 10, start - 10, StandardCharsets.US_ASCII));
        if (!header.find()) {
            throw new IOException("no two-dimensional NumPy file: " + name);
        }
        Plane plane = new Plane(Integer.parseInt(header.group(3)), Integer.parseInt(header.group(2)));
        boolean bytewise = header.group(1).endsWith("1");
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = bytewise ? bytes[start + i] & 255 : (float) file.getDouble(start + 8 * i);
        }
        return plane;
    }

    /** Grey levels of 8 bit as the library has them. */
    static Plane scaled(Plane levels) {
        Plane plane = levels.copy();
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] /= 255;
        }
        return plane;
    }
}
