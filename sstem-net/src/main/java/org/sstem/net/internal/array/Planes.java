package org.sstem.net.internal.array;

import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Plane;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Small operations on images between an exported graph and the kernels. */
public final class Planes {

    private Planes() {}

    /** Copies one channel. */
    public static Tensor channel(Tensor images, int channel) {
        Tensor out = Tensor.zeros(images.batch(), 1, images.height(), images.width());
        int plane = images.height() * images.width();
        for (int n = 0; n < images.batch(); n++) {
            out.data().put(n * plane, images.data(), (n * images.channels() + channel) * plane, plane);
        }
        return out;
    }

    /** Repeats the border pixels outwards. */
    public static Tensor replicate(Tensor images, int marginPx) {
        int height = images.height();
        int width = images.width();
        Tensor out = Tensor.zeros(images.batch(), images.channels(), height + 2 * marginPx, width + 2 * marginPx);
        float[] row = new float[out.width()];
        int at = 0;
        for (int plane = 0; plane < images.batch() * images.channels(); plane++) {
            for (int y = 0; y < out.height(); y++) {
                images.data().get((plane * height + clamp(y - marginPx, height)) * width, row, marginPx, width);
                Arrays.fill(row, 0, marginPx, row[marginPx]);
                Arrays.fill(row, marginPx + width, row.length, row[marginPx + width - 1]);
                out.data().put(at, row);
                at += row.length;
            }
        }
        return out;
    }

    /** Adds two images. */
    public static Tensor sum(Tensor a, Tensor b) {
        float[] first = values(a);
        float[] second = values(b);
        for (int i = 0; i < first.length; i++) {
            first[i] += second[i];
        }
        return Tensor.of(a.batch(), a.channels(), a.height(), a.width(), first);
    }

    /** The channels of a, then those of b. */
    public static Tensor concatenate(Tensor a, Tensor b) {
        Tensor out = Tensor.zeros(a.batch(), a.channels() + b.channels(), a.height(), a.width());
        int ofA = a.channels() * a.height() * a.width();
        int ofB = b.channels() * b.height() * b.width();
        for (int n = 0; n < a.batch(); n++) {
            out.data().put(n * (ofA + ofB), a.data(), n * ofA, ofA);
            out.data().put(n * (ofA + ofB) + ofA, b.data(), n * ofB, ofB);
        }
        return out;
    }

    /** One image of a plane for each channel; to the right and below, their border pixels repeated up to a size. */
    public static Tensor tensor(List<Plane> planes, int width, int height) {
        float[] values = new float[Math.multiplyExact(planes.size(), Math.multiplyExact(width, height))];
        int at = 0;
        for (Plane plane : planes) {
            for (int y = 0; y < height; y++) {
                int row = clamp(y, plane.height()) * plane.width();
                System.arraycopy(plane.pixels(), row, values, at, plane.width());
                Arrays.fill(values, at + plane.width(), at + width, plane.pixels()[row + plane.width() - 1]);
                at += width;
            }
        }
        return Tensor.of(1, planes.size(), height, width, values);
    }

    /** Copies all channels of one image. */
    public static List<Plane> planes(Tensor image) {
        return IntStream.range(0, image.channels())
                .mapToObj(channel -> channelOf(image, channel))
                .toList();
    }

    /** Copies one channel of one image. */
    public static Plane channelOf(Tensor image, int channel) {
        return plane(image, channel, 0, 0, image.width(), image.height());
    }

    /** Copies a rectangle of one channel of one image. */
    public static Plane plane(Tensor image, int channel, int x0, int y0, int width, int height) {
        Plane plane = new Plane(width, height);
        for (int y = 0; y < height; y++) {
            int from = (channel * image.height() + y0 + y) * image.width() + x0;
            image.data().get(from, plane.pixels(), y * width, width);
        }
        return plane;
    }

    /**
     * Refuses what no grey value can be made of.
     *
     * @throws IllegalStateException if a value is infinite or not a number
     */
    public static void requireFinite(Tensor images) {
        for (float value : values(images)) {
            if (!Float.isFinite(value)) {
                throw new IllegalStateException("the network's result is not finite: its weights do not fit the input");
            }
        }
    }

    private static float[] values(Tensor images) {
        float[] values = new float[images.size()];
        images.data().get(0, values);
        return values;
    }

    private static int clamp(int place, int size) {
        return Math.max(0, Math.min(size - 1, place));
    }
}
