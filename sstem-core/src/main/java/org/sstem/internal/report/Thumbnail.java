package org.sstem.internal.report;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.RealTypeConverters;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.sstem.method.Plane;

/**
 * Shrinks a section to a picture, reading it band by band: grey values by averaging, provenance by the code that most
 * of the changed pixels have.
 */
public final class Thumbnail {

    private Thumbnail() {}

    /** Size of a picture whose longer side is at most {@code edge}, never enlarged. */
    static int[] size(int width, int height, int edge) {
        double scale = Math.min(1.0, (double) edge / Math.max(width, height));
        return new int[] {Math.max(1, (int) Math.round(width * scale)), Math.max(1, (int) Math.round(height * scale))};
    }

    /** Averages blocks of pixels. */
    public static Plane grey(RandomAccessibleInterval<? extends RealType<?>> section, int edge) {
        RandomAccessibleInterval<? extends RealType<?>> image = Views.zeroMin(section);
        int width = (int) image.dimension(0);
        int height = (int) image.dimension(1);
        int[] size = size(width, height, edge);
        Plane small = new Plane(size[0], size[1]);
        for (int y = 0; y < size[1]; y++) {
            int top = bound(y, height, size[1]);
            int rows = bound(y + 1, height, size[1]) - top;
            float[] band = read(image, 0, top, width, rows);
            for (int x = 0; x < size[0]; x++) {
                int left = bound(x, width, size[0]);
                int right = bound(x + 1, width, size[0]);
                double sum = 0;
                for (int row = 0; row < rows; row++) {
                    for (int i = row * width + left; i < row * width + right; i++) {
                        sum += band[i];
                    }
                }
                small.set(x, y, (float) (sum / ((right - left) * (double) rows)));
            }
        }
        return small;
    }

    /** A part at full resolution. */
    public static Plane detail(
            RandomAccessibleInterval<? extends RealType<?>> section, int x, int y, int width, int height) {
        return new Plane(width, height, read(Views.zeroMin(section), x, y, width, height));
    }

    /** Where the pixels of a section come from. */
    public static final class Codes {
        final int width;
        final int height;
        /** One code a pixel of the picture. */
        public final byte[] picture;
        /** Pixels of the section a code. */
        public final long[] counts = new long[ProvenanceCode.values().length];
        /** Pixels of the section behind a pixel of the picture, a code. */
        private final int[][] blocks;

        public Codes(RandomAccessibleInterval<UnsignedByteType> provenance, int edge) {
            RandomAccessibleInterval<UnsignedByteType> image = Views.zeroMin(provenance);
            int fullWidth = (int) image.dimension(0);
            int fullHeight = (int) image.dimension(1);
            int[] size = size(fullWidth, fullHeight, edge);
            width = size[0];
            height = size[1];
            picture = new byte[width * height];
            blocks = new int[width * height][counts.length];
            for (int y = 0; y < height; y++) {
                int top = bound(y, fullHeight, height);
                int rows = bound(y + 1, fullHeight, height) - top;
                float[] band = read(image, 0, top, fullWidth, rows);
                for (int x = 0; x < width; x++) {
                    int left = bound(x, fullWidth, width);
                    int right = bound(x + 1, fullWidth, width);
                    int[] histogram = blocks[y * width + x];
                    for (int row = 0; row < rows; row++) {
                        for (int i = row * fullWidth + left; i < row * fullWidth + right; i++) {
                            histogram[code(band[i])]++;
                        }
                    }
                    int pixels = (right - left) * rows;
                    picture[y * width + x] = (byte) choose(histogram, pixels);
                    for (int code = 0; code < counts.length; code++) {
                        counts[code] += histogram[code];
                    }
                }
            }
        }

        /**
         * Changed pixels behind each pixel of the picture that do not have the code that most changed pixels of the
         * section have; all changed ones if they have one code.
         */
        int[] unusual() {
            int usual = 1;
            long changed = 0;
            for (int code = 1; code < counts.length; code++) {
                usual = counts[code] > counts[usual] ? code : usual;
                changed += counts[code];
            }
            int excluded = changed == counts[usual] ? 0 : usual;
            int[] unusual = new int[blocks.length];
            for (int i = 0; i < blocks.length; i++) {
                for (int code = 1; code < counts.length; code++) {
                    unusual[i] += code == excluded ? 0 : blocks[i][code];
                }
            }
            return unusual;
        }

        private int code(float value) {
            if (value >= counts.length) {
                throw new IllegalArgumentException(
                        "provenance codes must be within 0 to " + (counts.length - 1) + ", was " + (int) value);
            }
            return (int) value;
        }

        /** A block that is changed by a quarter shows it, so that narrow bands stay visible. */
        private static int choose(int[] histogram, int pixels) {
            int best = 1;
            for (int code = 2; code < histogram.length; code++) {
                if (histogram[code] > histogram[best]) {
                    best = code;
                }
            }
            return 4L * (pixels - histogram[0]) >= pixels && histogram[best] > 0 ? best : 0;
        }
    }

    private static int bound(int index, int full, int small) {
        return (int) ((long) index * full / small);
    }

    private static float[] read(
            RandomAccessibleInterval<? extends RealType<?>> image, int x, int y, int width, int height) {
        float[] values = new float[Math.multiplyExact(width, height)];
        RealTypeConverters.copyFromTo(
                Views.offsetInterval(image, new long[] {x, y}, new long[] {width, height}),
                ArrayImgs.floats(values, width, height));
        return values;
    }
}
