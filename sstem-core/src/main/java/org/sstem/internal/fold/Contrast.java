package org.sstem.internal.fold;

import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;

/** Makes sections comparable: brightness and contrast are taken out over a window that is larger than cells' parts. Thread-safe. */
public final class Contrast {

    private static final float CLIP = 3;

    private Contrast() {}

    /** Averages cells of factor x factor pixels; cell (i, j) is centred on pixel (i + 0.5) factor - 0.5. */
    static Plane pooled(Plane plane, int factor) {
        if (factor == 1) {
            return plane;
        }
        int width = Math.max(1, plane.width() / factor);
        int height = Math.max(1, plane.height() / factor);
        Plane out = new Plane(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int j = 0; j < factor; j++) {
                    for (int i = 0; i < factor; i++) {
                        sum += plane.pixels()[(y * factor + j) * plane.width() + x * factor + i];
                    }
                }
                out.pixels()[y * width + x] = sum / (factor * factor);
            }
        }
        return out;
    }

    /**
     * Makes local mean 0 and standard deviation 1, in a window of two box filters; outliers are clipped.
     *
     * @param plane  grey values of any range
     * @param weight how much each pixel counts, 0 to 1; where it is 0 the result is 0
     * @param radius of each box filter, pixels
     * @return a new plane
     */
    public static Plane normalised(Plane plane, Plane weight, int radius) {
        int n = plane.pixels().length;
        Plane value = new Plane(plane.width(), plane.height());
        Plane square = new Plane(plane.width(), plane.height());
        double mean = 0;
        double total = 0;
        for (int i = 0; i < n; i++) {
            mean += plane.pixels()[i] * weight.pixels()[i];
            total += weight.pixels()[i];
        }
        mean = total > 0 ? mean / total : 0;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            // Centred first: variances of offset values lose digits.
            double v = (plane.pixels()[i] - mean) * weight.pixels()[i];
            value.pixels()[i] = (float) v;
            square.pixels()[i] = (float) (v * v);
            variance += v * v;
        }
        double floor = total > 0 ? 0.01 * variance / total : 0;
        Plane w = smooth(weight, radius);
        Plane m = smooth(value, radius);
        Plane s = smooth(square, radius);
        for (int i = 0; i < n; i++) {
            float count = w.pixels()[i];
            if (weight.pixels()[i] <= 0 || count < 1e-3f) {
                value.pixels()[i] = 0;
                continue;
            }
            double local = m.pixels()[i] / count;
            double sd = Math.sqrt(Math.max(0, s.pixels()[i] / count - local * local) + floor);
            double v = sd > 0 ? (value.pixels()[i] / weight.pixels()[i] - local) / sd : 0;
            value.pixels()[i] = (float) Math.min(Math.max(v, -CLIP), CLIP);
        }
        return value;
    }

    private static Plane smooth(Plane plane, int radius) {
        return Filters.boxMean(Filters.boxMean(plane, radius), radius);
    }
}
