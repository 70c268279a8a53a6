package org.sstem.internal.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A NumPy file of version 1, little-endian, C order: the golden values.
 *
 * @param shape  dimensions, slowest first
 * @param values all values
 */
public record Npy(int[] shape, double[] values) {

    private static final Pattern TYPE = Pattern.compile("'descr': '([^']+)'");
    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

    /**
     * Reads a golden file.
     *
     * @param path below the golden folder of this package, as in {@code "sepconv/c1_k1_out.npy"}
     * @return its content
     */
    public static Npy golden(String path) {
        return resource("/org/sstem/internal/kernel/golden/" + path);
    }

    /**
     * Reads a file of the test class path.
     *
     * @param path from the root, as in {@code "/org/sstem/internal/kernel/golden/sepconv/c1_k1_out.npy"}
     * @return its content
     */
    public static Npy resource(String path) {
        try (InputStream in = Npy.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("no golden file " + path);
            }
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[bytes.getShort(8)];
            bytes.position(10);
            bytes.get(header);
            String text = new String(header, StandardCharsets.ISO_8859_1);
            String[] sizes = group(SHAPE, text).split(",\\s*");
            int[] shape = Arrays.stream(sizes).mapToInt(Integer::parseInt).toArray();
            double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            String type = group(TYPE, text);
            for (int i = 0; i < values.length; i++) {
                values[i] = switch (type) {
                    case "|u1" -> bytes.get() & 0xff;
                    case "<f4" -> bytes.getFloat();
                    case "<f8" -> bytes.getDouble();
                    default -> throw new IllegalArgumentException(path + " has type " + type);
                };
            }
            return new Npy(shape, values);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    /**
     * Views the values as N x C x H x W.
     *
     * @return a tensor of the shape of the file
     */
    public Tensor planes() {
        return Tensor.of(shape[0], shape[1], shape[2], shape[3], floats());
    }

    /**
     * Rearranges [N,] H, W [, C] (channels last) to N x C x H x W.
     *
     * @param batched whether the first axis is the batch
     * @return a tensor
     */
    public Tensor channelsLast(boolean batched) {
        int first = batched ? 1 : 0;
        int batch = batched ? shape[0] : 1;
        int height = shape[first];
        int width = shape[first + 1];
        int channels = shape.length > first + 2 ? shape[first + 2] : 1;
        Tensor t = Tensor.zeros(batch, channels, height, width);
        for (int n = 0, i = 0; n < batch; n++) {
            for (int p = 0; p < height * width; p++) {
                for (int c = 0; c < channels; c++, i++) {
                    t.data().put((n * channels + c) * height * width + p, (float) values[i]);
                }
            }
        }
        return t;
    }

    private float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
