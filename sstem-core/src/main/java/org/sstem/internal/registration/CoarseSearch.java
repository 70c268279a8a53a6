package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Rows;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the motion at the coarsest level by trying all displacements in a square: at every pixel the mean of the
 * displacements, weighted by how well a window around it correlates under each.
 */
final class CoarseSearch {

    static final double WINDOW_SIGMA = 10;

    /** How fast a worse correlation loses weight: about the inverse of its standard error over the window. */
    private static final double SHARPNESS = 25;

    /** What a displacement of one pixel costs in correlation; keeps empty regions at rest. */
    private static final double REST = 0.07;

    private CoarseSearch() {}

    static Flow search(Pair pair, int level, int radius) {
        View.Level first = pair.a().levels().get(level);
        View.Level second = pair.b().levels().get(level);
        int width = first.weight().width();
        int height = first.weight().height();
        Shifted weights = Shifted.of(pair, first.weight(), second.weight(), radius);
        List<Shifted> images = new ArrayList<>();
        for (int image = 0; image < first.images().size(); image++) {
            images.add(
                    Shifted.of(pair, first.images().get(image), second.images().get(image), radius));
        }
        Flow flow = new Flow(width, height);
        float[] u = flow.u().pixels();
        float[] v = flow.v().pixels();
        float[] total = new float[width * height];
        for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
                Plane[] sums = products(images, weights, pair.share(), dx, dy);
                float[] product = Filters.gaussian(sums[0], WINDOW_SIGMA).pixels();
                float[] weight = Filters.gaussian(sums[1], WINDOW_SIGMA).pixels();
                int x = dx;
                int y = dy;
                float rest = (float) (REST * (dx * dx + dy * dy));
                Rows.forEach(height, (from, to) -> {
                    for (int i = from * width; i < to * width; i++) {
                        // Half of the window's full weight stands in the denominator: what rests on few valid pixels
                        // counts less.
                        float correlation = product[i] / (0.5f * weight[i] + 0.5f);
                        float p = (float) Math.exp(SHARPNESS * (correlation - rest));
                        total[i] += p;
                        u[i] += p * x;
                        v[i] += p * y;
                    }
                });
            }
        }
        for (int i = 0; i < total.length; i++) {
            u[i] /= total[i];
            v[i] /= total[i];
        }
        return flow;
    }

    /** What correlates under a displacement, and how much it counts. */
    private static Plane[] products(List<Shifted> images, Shifted weights, float share, int dx, int dy) {
        int width = weights.width;
        int height = weights.height;
        Plane sum = new Plane(width, height);
        Plane weight = new Plane(width, height);
        Rows.forEach(height, (from, to) -> {
            float[] a = new float[width];
            float[] b = new float[width];
            float[] aWeight = new float[width];
            float[] bWeight = new float[width];
            for (int y = from; y < to; y++) {
                weights.a.row(dx, dy, y, aWeight);
                weights.b.row(dx, dy, y, bWeight);
                int row = y * width;
                for (int x = 0; x < width; x++) {
                    weight.pixels()[row + x] = aWeight[x] * bWeight[x];
                }
                for (Shifted image : images) {
                    image.a.row(dx, dy, y, a);
                    image.b.row(dx, dy, y, b);
                    for (int x = 0; x < width; x++) {
                        sum.pixels()[row + x] += share * weight.pixels()[row + x] * a[x] * b[x];
                    }
                }
            }
        });
        return new Plane[] {sum, weight};
    }

    /** Two planes under all displacements. */
    private record Shifted(Shifts a, Shifts b, int width, int height) {

        static Shifted of(Pair pair, Plane a, Plane b, int radius) {
            return new Shifted(
                    new Shifts(a, pair.aReach(), radius), new Shifts(b, pair.bReach(), radius), a.width(), a.height());
        }
    }
}
