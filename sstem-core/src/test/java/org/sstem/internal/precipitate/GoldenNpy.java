package org.sstem.internal.precipitate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads golden arrays of rank 2 (bytes or doubles) made by the published implementation. */
public record GoldenNpy(int rows, int columns, double[] values) {

    private static final Pattern HEADER =
            Pattern.compile("'descr': '([^']+)'.*'fortran_order': False.*'shape': \\((\\d+), (\\d+)\\)");

    public static GoldenNpy read(String name) throws IOException {
        try (InputStream in = GoldenNpy.class.getResourceAsStream("/golden/precipitate/" + name + ".npy")) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int length = bytes.getShort(8);
            Matcher header = HEADER.matcher(new String(bytes.array(), 10, length, StandardCharsets.US_ASCII));
            if (!header.find()) {
                throw new IOException("not a plain matrix: " + name);
            }
            bytes.position(10 + length);
            int rows = Integer.parseInt(header.group(2));
            int columns = Integer.parseInt(header.group(3));
            double[] values = new double[rows * columns];
            for (int i = 0; i < values.length; i++) {
                values[i] = header.group(1).equals("|u1") ? bytes.get() & 0xff : bytes.getDouble();
            }
            return new GoldenNpy(rows, columns, values);
        }
    }

    public double get(int row, int column) {
        return values[row * columns + column];
    }
}
