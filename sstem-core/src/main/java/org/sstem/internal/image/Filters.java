package org.sstem.internal.image;

import org.sstem.internal.kernel.Kernels;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Arrays;

/**
 * Operations on planes that the algorithms share: blurs, the levels of a pyramid, local contrast normalisation.
 *
 * <p>All return a new plane and leave their input as it is. What lies outside a plane repeats the nearest pixel of its
 * border. They compute in float (sums over a box in double), use the threads that the caller's
 * {@link net.imglib2.parallel.Parallelization} context grants and give the same result on any number of them.
 * Input must be finite. Thread-safe.
 */
public final class Filters {

    /** Columns that are worked on together. */
    private static final int COLUMNS = 64;

    private static final double GAUSSIAN_REACH = 3.5;
    private static final double NEGLIGIBLE_WEIGHT = 1e-6;

    private Filters() {}

    /**
     * Blurs with a Gaussian, truncated at {@link #gaussianReach} and normalised to a sum of 1.
     *
     * <p>A part of a plane that is computed alone equals the same part of the whole, to the bit, from the reach on.
     *
     * @param plane what to blur
     * @param sigma standard deviation, pixels; 0 copies
     * @return the blurred plane
     * @throws IllegalArgumentException if sigma is negative or not finite
     */
    public static Plane gaussian(Plane plane, double sigma) {
        if (sigma == 0) {
            return plane.copy();
        }
        return smooth(plane, gaussianKernel(sigma));
    }

    /**
     * Returns how far {@link #gaussian} reads from a pixel.
     *
     * @param sigma standard deviation, pixels
     * @return pixels, 3.5 sigma rounded up
     * @throws IllegalArgumentException if sigma is negative or not finite
     */
    public static int gaussianReach(double sigma) {
        if (!(sigma >= 0 && sigma < 1e6)) {
            throw new IllegalArgumentException("sigma must be finite and not negative, was " + sigma);
        }
        return (int) Math.ceil(GAUSSIAN_REACH * sigma);
    }

    /**
     * Blurs what is valid and ignores the rest: blur(value * weight) / blur(weight).
     *
     * @param plane    the values; those with weight 0 have no influence, but must be finite
     * @param weight   how much each pixel counts, not negative, same size
     * @param sigma    standard deviation of the Gaussian, pixels
     * @param fallback the result where no weight is within reach
     * @return the weighted local mean, everywhere, also where the weight is 0
     * @throws IllegalArgumentException if the sizes differ or sigma is negative
     */
    public static Plane gaussian(Plane plane, Plane weight, double sigma, float fallback) {
        requireSameSize(plane, weight, "weight");
        if (allOne(weight)) {
            return gaussian(plane, sigma);
        }
        Plane mean = gaussian(product(plane, weight), sigma);
        Plane total = gaussian(weight, sigma);
        Rows.forEachPixel(mean, (from, to) -> {
            for (int i = from; i < to; i++) {
                float w = total.pixels()[i];
                mean.pixels()[i] = w > NEGLIGIBLE_WEIGHT ? mean.pixels()[i] / w : fallback;
            }
        });
        return mean;
    }

    /**
     * Averages over a square by running sums in double precision: the time does not depend on the radius.
     *
     * <p>A part that is computed alone may differ from the same part of the whole by rounding, one unit in the last
     * place of a float.
     *
     * @param plane  what to average
     * @param radius the square is {@code 2 * radius + 1} pixels a side
     * @return the local means
     * @throws IllegalArgumentException if the radius is negative
     */
    public static Plane boxMean(Plane plane, int radius) {
        if (radius < 0) {
            throw new IllegalArgumentException("radius must not be negative, was " + radius);
        }
        int width = plane.width();
        int height = plane.height();
        float[] source = plane.pixels();
        double[] rowSums = new double[source.length];
        Rows.forEach(height, (from, to) -> {
            for (int y = from; y < to; y++) {
                runningSum(source, y * width, width, radius, rowSums);
            }
        });
        Plane out = new Plane(width, height);
        double scale = 1.0 / ((2.0 * radius + 1) * (2.0 * radius + 1));
        Rows.forEach(width, (from, to) -> {
            double[] sum = new double[to - from];
            for (int k = -radius; k <= radius; k++) {
                add(rowSums, clamp(k, height) * width + from, sum, 1);
            }
            for (int y = 0; y < height; y++) {
                for (int x = from; x < to; x++) {
                    out.pixels()[y * width + x] = (float) (sum[x - from] * scale);
                }
                add(rowSums, clamp(y + radius + 1, height) * width + from, sum, 1);
                add(rowSums, clamp(y - radius, height) * width + from, sum, -1);
            }
        });
        return out;
    }

    /**
     * Returns the largest value within a square around each pixel, by one pass a direction whose time does not depend on
     * the radius.
     *
     * @param plane  any plane
     * @param radius the square is {@code 2 * radius + 1} pixels a side; what lies outside the plane is left out
     * @return the local maxima
     * @throws IllegalArgumentException if the radius is negative
     */
    public static Plane largest(Plane plane, int radius) {
        if (radius < 0) {
            throw new IllegalArgumentException("radius must be 0 or more, was " + radius);
        }
        int width = plane.width();
        int height = plane.height();
        Plane rows = new Plane(width, height);
        Rows.forEach(height, (from, to) -> {
            float[] line = new float[width + 2 * radius];
            float[] wider = new float[line.length];
            for (int y = from; y < to; y++) {
                Arrays.fill(line, Float.NEGATIVE_INFINITY);
                System.arraycopy(plane.pixels(), y * width, line, radius, width);
                float[] last = largest(line, wider, 1, radius);
                System.arraycopy(last, 0, rows.pixels(), y * width, width);
            }
        });
        Plane out = new Plane(width, height);
        Rows.forEach(width, (from, to) -> {
            for (int x0 = from; x0 < to; x0 += COLUMNS) {
                int columns = Math.min(COLUMNS, to - x0);
                float[] strip = new float[(height + 2 * radius) * columns];
                Arrays.fill(strip, Float.NEGATIVE_INFINITY);
                for (int y = 0; y < height; y++) {
                    System.arraycopy(rows.pixels(), y * width + x0, strip, (radius + y) * columns, columns);
                }
                float[] last = largest(strip, new float[strip.length], columns, radius);
                for (int y = 0; y < height; y++) {
                    System.arraycopy(last, y * columns, out.pixels(), y * width + x0, columns);
                }
            }
        });
        return out;
    }

    /**
     * The largest of {@code 2 * radius + 1} values from each on, so many places apart: by windows twice as wide as those
     * before, as long as they fit, and two of the last.
     */
    private static float[] largest(float[] in, float[] other, int stride, int radius) {
        float[] from = in;
        float[] to = other;
        int window = 1;
        int length = in.length;
        for (; 2 * window <= 2 * radius + 1; window *= 2) {
            length -= window * stride;
            larger(from, window * stride, to, length);
            float[] swap = from;
            from = to;
            to = swap;
        }
        larger(from, (2 * radius + 1 - window) * stride, to, in.length - 2 * radius * stride);
        return to;
    }

    private static void larger(float[] in, int apart, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Math.max(in[i], in[i + apart]);
        }
    }

    /**
     * Halves the resolution: smooths with (1 4 6 4 1)/16 in x and y and keeps every second pixel.
     *
     * <p>Pixel (x, y) of the result lies on pixel (2x, 2y) of the input, so parts that start at even coordinates give
     * parts of the same halved plane.
     *
     * @param plane any plane
     * @return a plane of half the size, rounded up
     */
    public static Plane halve(Plane plane) {
        return Halving.halve(plane);
    }

    /**
     * Doubles the resolution by bilinear interpolation, the geometry of {@link #halve}: pixel (2x, 2y) of the result is
     * pixel (x, y) of the input.
     *
     * @param plane  the coarse plane
     * @param width  columns of the result, one of {@code 2 * plane.width() - 1} and {@code 2 * plane.width()}
     * @param height rows of the result, likewise
     * @return the fine plane
     * @throws IllegalArgumentException if the size does not belong to the coarse plane's
     */
    public static Plane enlarge(Plane plane, int width, int height) {
        return enlarge(plane, width, height, 1);
    }

    /**
     * Doubles the resolution of a flow: as {@link #enlarge(Plane, int, int)}, with the displacements doubled too.
     *
     * @param flow   the coarse flow, in pixels of the coarse plane
     * @param width  columns of the result
     * @param height rows of the result
     * @return the fine flow, in pixels of the fine plane
     * @throws IllegalArgumentException if the size does not belong to the coarse flow's
     */
    public static Flow enlarge(Flow flow, int width, int height) {
        return new Flow(enlarge(flow.u(), width, height, 2), enlarge(flow.v(), width, height, 2));
    }

    private static Plane enlarge(Plane plane, int width, int height, float factor) {
        if ((width + 1) / 2 != plane.width() || (height + 1) / 2 != plane.height()) {
            throw new IllegalArgumentException("a plane of " + plane.width() + " x " + plane.height()
                    + " cannot be enlarged to " + width + " x " + height + ": it is not half of that");
        }
        return Halving.enlarge(plane, width, height, factor * 0.25f);
    }

    /**
     * Takes out brightness and contrast, locally: (value - mean) / sd over a Gaussian window.
     *
     * @param plane     the grey values
     * @param weight    how much each pixel counts, not negative, same size; a pixel with weight 0 becomes 0
     * @param sigma     standard deviation of the window, pixels
     * @param smallestSd added in quadrature to the standard deviation, in grey values: keeps noise in empty regions from
     *     being blown up; greater than 0
     * @return a plane of local mean 0 and standard deviation about 1
     * @throws IllegalArgumentException if the sizes differ or smallestSd is not positive
     */
    public static Plane normalise(Plane plane, Plane weight, double sigma, double smallestSd) {
        if (!(smallestSd > 0)) {
            throw new IllegalArgumentException("smallestSd must be positive, was " + smallestSd);
        }
        Plane mean = gaussian(plane, weight, sigma, 0);
        Plane out = new Plane(plane.width(), plane.height());
        float[] deviation = out.pixels();
        float[] square = new float[deviation.length];
        Rows.forEachPixel(out, (from, to) -> {
            for (int i = from; i < to; i++) {
                deviation[i] = plane.pixels()[i] - mean.pixels()[i];
                square[i] = deviation[i] * deviation[i];
            }
        });
        Plane variance = gaussian(new Plane(plane.width(), plane.height(), square), weight, sigma, 0);
        float floor = (float) (smallestSd * smallestSd);
        Rows.forEachPixel(out, (from, to) -> {
            for (int i = from; i < to; i++) {
                float sd = (float) Math.sqrt(variance.pixels()[i] + floor);
                deviation[i] = weight.pixels()[i] > 0 ? deviation[i] / sd : 0;
            }
        });
        return out;
    }

    /**
     * Returns the kernel that {@link #gaussian} convolves with in x and in y.
     *
     * @param sigma standard deviation, pixels, greater than 0
     * @return the weights from the centre outwards
     * @throws IllegalArgumentException if sigma is negative or not finite
     */
    public static float[] gaussianKernel(double sigma) {
        int reach = gaussianReach(sigma);
        double[] half = new double[reach + 1];
        double sum = 0;
        for (int k = 0; k <= reach; k++) {
            half[k] = Math.exp(-0.5 * k * k / (sigma * sigma));
            sum += k == 0 ? half[k] : 2 * half[k];
        }
        float[] kernel = new float[reach + 1];
        for (int k = 0; k <= reach; k++) {
            kernel[k] = (float) (half[k] / sum);
        }
        return kernel;
    }

    private static boolean allOne(Plane weight) {
        for (float w : weight.pixels()) {
            if (w != 1) {
                return false;
            }
        }
        return true;
    }

    private static Plane product(Plane a, Plane b) {
        Plane out = new Plane(a.width(), a.height());
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = a.pixels()[i] * b.pixels()[i];
        }
        return out;
    }

    private static void runningSum(float[] in, int offset, int length, int radius, double[] out) {
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
            sum += in[offset + clamp(k, length)];
        }
        for (int i = 0; i < length; i++) {
            out[offset + i] = sum;
            sum += (double) in[offset + clamp(i + radius + 1, length)] - in[offset + clamp(i - radius, length)];
        }
    }

    private static void add(double[] in, int offset, double[] sum, int sign) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += sign * in[offset + i];
        }
    }

    private static int clamp(int i, int length) {
        return Math.min(Math.max(i, 0), length - 1);
    }

    private static void requireSameSize(Plane plane, Plane other, String name) {
        if (!plane.sameSize(other)) {
            throw new IllegalArgumentException(name + " must be " + plane.width() + " x " + plane.height() + ", was "
                    + other.width() + " x " + other.height());
        }
    }

    /** Convolves with one symmetric kernel in y and in x, borders replicated. */
    static Plane smooth(Plane plane, float[] half) {
        Plane out = new Plane(plane.width(), plane.height());
        Kernels.automatic().smooth(Planes.tensor(plane), half, Planes.tensor(out));
        return out;
    }
}
