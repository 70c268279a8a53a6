package org.sstem.internal.sheet;

import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;

import java.util.List;

/**
 * A damaged section and its neighbours, brightness and contrast taken out, as they look through a Gaussian.
 *
 * @param own       the damaged section, standard deviation about 1; 0 where nothing valid is near
 * @param mean      the mean of its neighbours, likewise
 * @param unlike    half of what the two neighbours differ; 0 where there is only one
 * @param gradientX change of the mean along x, a pixel
 * @param gradientY change of the mean along y, a pixel
 */
record Views(Plane own, Plane mean, Plane unlike, Plane gradientX, Plane gradientY) {

    private static final float LEAST_WEIGHT = 0.02f;

    /** Looks at normalised sections through a Gaussian of some sigma. */
    static Views of(Plane own, Plane valid, List<Plane> neighbours, double sigma) {
        Plane weight = Filters.gaussian(valid, sigma);
        Plane blurred = Filters.gaussian(own, sigma);
        for (int i = 0; i < blurred.pixels().length; i++) {
            float w = weight.pixels()[i];
            blurred.pixels()[i] = w > LEAST_WEIGHT ? blurred.pixels()[i] / w : 0;
        }
        scale(blurred, valid);
        Plane all = Plane.filled(own.width(), own.height(), 1);
        Plane a = Filters.gaussian(neighbours.get(0), sigma);
        scale(a, all);
        Plane b = neighbours.size() > 1 ? Filters.gaussian(neighbours.get(1), sigma) : a;
        if (b != a) {
            scale(b, all);
        }
        int width = own.width();
        int height = own.height();
        Plane mean = new Plane(width, height);
        Plane unlike = new Plane(width, height);
        for (int i = 0; i < mean.pixels().length; i++) {
            mean.pixels()[i] = (a.pixels()[i] + b.pixels()[i]) / 2;
            unlike.pixels()[i] = (a.pixels()[i] - b.pixels()[i]) / 2;
        }
        Plane gx = new Plane(width, height);
        Plane gy = new Plane(width, height);
        for (int y = 0; y < height; y++) {
            int up = Math.max(y - 1, 0);
            int down = Math.min(y + 1, height - 1);
            for (int x = 0; x < width; x++) {
                gx.set(x, y, (mean.get(Math.min(x + 1, width - 1), y) - mean.get(Math.max(x - 1, 0), y)) / 2);
                gy.set(x, y, (mean.get(x, down) - mean.get(x, up)) / 2);
            }
        }
        return new Views(blurred, mean, unlike, gx, gy);
    }

    private static void scale(Plane plane, Plane weight) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < plane.pixels().length; i++) {
            double w = weight.pixels()[i];
            sum += w * plane.pixels()[i] * plane.pixels()[i];
            total += w;
        }
        float factor = sum > 0 ? (float) Math.sqrt(total / sum) : 1;
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] *= factor;
        }
    }
}
