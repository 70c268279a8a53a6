package org.sstem.internal.metric;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.RealTypeConverters;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.sstem.method.Plane;

/**
 * One section of a stack without its margin.
 *
 * @param name   what to call it in messages
 * @param reader its pixels: in memory for a section of usual size, otherwise read band by band
 */
public record SectionPixels(String name, int z, int width, int height, PixelReader reader) {

    /** Opens a section; one of more than {@code heldPixels} pixels is not held in memory. */
    public static SectionPixels of(
            RandomAccessibleInterval<? extends RealType<?>> stack, int z, int margin, String name, int heldPixels) {
        RandomAccessibleInterval<? extends RealType<?>> section = inner(stack, z, margin);
        int width = (int) section.dimension(0);
        int height = (int) section.dimension(1);
        PixelReader lazy = (x, y, w, h, target) -> {
            RandomAccessibleInterval<? extends RealType<?>> part =
                    Views.offsetInterval(section, new long[] {x, y}, new long[] {w, h});
            RealTypeConverters.copyFromTo(part, ArrayImgs.floats(target, w, h));
        };
        SectionPixels pixels = new SectionPixels(name, z, width, height, lazy);
        return (long) width * height > heldPixels
                ? pixels
                : new SectionPixels(name, z, width, height, PixelReader.of(pixels.plane()));
    }

    /** The true labels of a section without its margin. */
    public static long[] labels(RandomAccessibleInterval<? extends IntegerType<?>> stack, int z, int margin) {
        RandomAccessibleInterval<? extends IntegerType<?>> section = inner(stack, z, margin);
        long[] labels = new long[Math.toIntExact(section.dimension(0) * section.dimension(1))];
        Cursor<? extends IntegerType<?>> cursor = Views.flatIterable(section).cursor();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = cursor.next().getIntegerLong();
        }
        return labels;
    }

    /** All its pixels. */
    public Plane plane() {
        Plane plane = new Plane(width, height);
        reader.read(0, 0, width, height, plane.pixels());
        return plane;
    }

    public double sharpness(double range) {
        double gradient = Sharpness.meanGradient(reader, width, height);
        if (!Double.isFinite(gradient)) {
            requireFinite();
        }
        return gradient / range;
    }

    /** Looks for a pixel that is not finite, row by row. */
    public void requireFinite() {
        float[] row = new float[width];
        for (int y = 0; y < height; y++) {
            reader.read(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                if (!Float.isFinite(row[x])) {
                    throw new IllegalArgumentException("pixels must be finite, but the " + name + " section " + z
                            + " holds " + row[x] + " in row " + y + " inside the margin");
                }
            }
        }
    }

    private static <P> RandomAccessibleInterval<P> inner(RandomAccessibleInterval<P> stack, int z, int margin) {
        RandomAccessibleInterval<P> section = Views.hyperSlice(Views.zeroMin(stack), 2, z);
        return Views.zeroMin(Views.interval(section, new long[] {margin, margin}, new long[] {
            section.dimension(0) - 1 - margin, section.dimension(1) - 1 - margin
        }));
    }
}
