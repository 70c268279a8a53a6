package org.sstem.internal.missing;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Rows;
import org.sstem.method.Plane;

/**
 * Puts two neighbours in register together without the loss of sharpness that averaging brings.
 *
 * <p>The average is split into three bands: brightness, structure and grain. What of the grain is common to both
 * neighbours is kept; of the rest, which tells nothing about the section between them, only a part, so that the texture
 * stays. The structure is then raised until the mean square gradient is that of the plain average: sharpness that was
 * grain becomes sharpness of membranes, and the contrast that averaging took from them comes back. Identical neighbours
 * give themselves.
 */
final class Fusion {

    /** Between grain and structure, pixels: a membrane is wider. */
    static final double GRAIN_SIGMA = 1.5;
    /** Between structure and brightness, pixels. */
    static final double BRIGHTNESS_SIGMA = 8;
    /** Over what the gain is found, pixels; worked out at a quarter of the resolution. */
    static final double GAIN_SIGMA = 32;

    private static final double KEPT_GRAIN = 0.4;
    private static final float GREATEST_GAIN = 2;

    private Fusion() {}

    /** Mean of both, nothing else. */
    static Plane average(Plane below, Plane above, double fraction) {
        Plane out = new Plane(below.width(), below.height());
        float weight = (float) fraction;
        for (int i = 0; i < out.pixels().length; i++) {
            float a = below.pixels()[i];
            out.pixels()[i] = a + weight * (above.pixels()[i] - a);
        }
        return out;
    }

    /**
     * Fuses.
     *
     * @param fraction weight of {@code above}, 0 to 1; {@link TileInterpolation#weightOfAbove}
     */
    static Plane fuse(Plane below, Plane above, double fraction) {
        int width = below.width();
        int height = below.height();
        Plane average = average(below, above, fraction);
        Plane smooth = Filters.gaussian(average, GRAIN_SIGMA);
        Plane brightness = Filters.gaussian(average, BRIGHTNESS_SIGMA);
        Plane belowSmooth = Filters.gaussian(below, GRAIN_SIGMA);
        Plane structure = new Plane(width, height);
        Plane rest = new Plane(width, height);
        Plane common = new Plane(width, height);
        Plane all = new Plane(width, height);
        float f = (float) fraction;
        Rows.forEachPixel(average, (from, to) -> {
            for (int i = from; i < to; i++) {
                float a = below.pixels()[i] - belowSmooth.pixels()[i];
                float b = f > 0 ? (average.pixels()[i] - smooth.pixels()[i] - (1 - f) * a) / f : a;
                structure.pixels()[i] = smooth.pixels()[i] - brightness.pixels()[i];
                common.pixels()[i] = 2 * a * b;
                all.pixels()[i] = a * a + b * b;
            }
        });
        Plane agreement = ratio(wide(common), wide(all));
        // The nearer one neighbour, the less is averaged, and the more of its grain may stay.
        float kept = (float) (1 - (1 - KEPT_GRAIN) * 4 * fraction * (1 - fraction));
        Rows.forEachPixel(rest, (from, to) -> {
            for (int i = from; i < to; i++) {
                float share = kept + (1 - kept) * Math.min(Math.max(agreement.pixels()[i], 0), 1);
                rest.pixels()[i] = brightness.pixels()[i] + share * (average.pixels()[i] - smooth.pixels()[i]);
            }
        });
        Plane gain = gain(structure, rest, average);
        Rows.forEachPixel(rest, (from, to) -> {
            for (int i = from; i < to; i++) {
                rest.pixels()[i] += gain.pixels()[i] * structure.pixels()[i];
            }
        });
        return rest;
    }

    /** Solves {@code |grad(rest + gain * structure)|^2 = |grad(average)|^2} for the gain, over a wide window. */
    private static Plane gain(Plane structure, Plane rest, Plane average) {
        int width = structure.width();
        int height = structure.height();
        Plane quadratic = new Plane(width, height);
        Plane linear = new Plane(width, height);
        Plane constant = new Plane(width, height);
        Rows.forEach(height, (from, to) -> {
            float[] s = new float[2];
            float[] r = new float[2];
            float[] t = new float[2];
            for (int y = from; y < to; y++) {
                for (int x = 0; x < width; x++) {
                    int i = y * width + x;
                    gradient(structure, x, y, s);
                    gradient(rest, x, y, r);
                    gradient(average, x, y, t);
                    quadratic.pixels()[i] = s[0] * s[0] + s[1] * s[1];
                    linear.pixels()[i] = s[0] * r[0] + s[1] * r[1];
                    constant.pixels()[i] = r[0] * r[0] + r[1] * r[1] - t[0] * t[0] - t[1] * t[1];
                }
            }
        });
        Plane a = wide(quadratic);
        Plane b = wide(linear);
        Plane c = wide(constant);
        Plane out = new Plane(width, height);
        Rows.forEachPixel(out, (from, to) -> {
            for (int i = from; i < to; i++) {
                float p = a.pixels()[i];
                float q = b.pixels()[i];
                float root = (float) Math.sqrt(Math.max(q * q - p * c.pixels()[i], 0));
                float gain = p > 0 ? (root - q) / p : 1;
                out.pixels()[i] = Math.min(Math.max(gain, 1), GREATEST_GAIN);
            }
        });
        return out;
    }

    /** Sobel's gradient, as the sharpness of an image is measured. */
    private static void gradient(Plane plane, int x, int y, float[] out) {
        float[] p = plane.pixels();
        int width = plane.width();
        int up = Math.max(y - 1, 0) * width;
        int here = y * width;
        int down = Math.min(y + 1, plane.height() - 1) * width;
        int left = Math.max(x - 1, 0);
        int right = Math.min(x + 1, width - 1);
        out[0] = p[up + right]
                - p[up + left]
                + 2 * (p[here + right] - p[here + left])
                + p[down + right]
                - p[down + left];
        out[1] = p[down + left] - p[up + left] + 2 * (p[down + x] - p[up + x]) + p[down + right] - p[up + right];
    }

    private static Plane wide(Plane plane) {
        Plane half = Filters.halve(plane);
        Plane blurred = Filters.gaussian(Filters.halve(half), GAIN_SIGMA / 4);
        return Filters.enlarge(Filters.enlarge(blurred, half.width(), half.height()), plane.width(), plane.height());
    }

    private static Plane ratio(Plane part, Plane whole) {
        Plane out = new Plane(part.width(), part.height());
        for (int i = 0; i < out.pixels().length; i++) {
            float w = whole.pixels()[i];
            // Without any grain there is nothing to choose.
            out.pixels()[i] = w > 0 ? part.pixels()[i] / w : 1;
        }
        return out;
    }
}
