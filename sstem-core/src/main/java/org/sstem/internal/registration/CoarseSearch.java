package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Rows;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

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

    static Flow search(List<Pair> pairs, int level, int radius) {
        Plane first = pairs.get(0).a().grey()[level];
        int width = first.width();
        int height = first.height();
        List<Shifted> shifted =
                pairs.stream().map(pair -> Shifted.of(pair, level, radius)).toList();
        float all = (float) pairs.stream().mapToDouble(Pair::weight).sum();
        Flow flow = new Flow(width, height);
        float[] u = flow.u().pixels();
        float[] v = flow.v().pixels();
        float[] total = new float[width * height];
        for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
                Plane[] sums = products(shifted, width, height, dx, dy);
                float[] product = Filters.gaussian(sums[0], WINDOW_SIGMA).pixels();
                float[] weight = Filters.gaussian(sums[1], WINDOW_SIGMA).pixels();
                int x = dx;
                int y = dy;
                float rest = (float) (REST * (dx * dx + dy * dy));
                Rows.forEach(height, (from, to) -> {
                    for (int i = from * width; i < to * width; i++) {
                        // Half of the window's full weight stands in the denominator: what rests on few valid pixels
                        // counts less.
                        float correlation = product[i] / (0.5f * weight[i] + 0.5f * all);
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
    private static Plane[] products(List<Shifted> pairs, int width, int height, int dx, int dy) {
        Plane sum = new Plane(width, height);
        Plane weight = new Plane(width, height);
        Rows.forEach(height, (from, to) -> {
            float[] a = new float[width];
            float[] b = new float[width];
            float[] aWeight = new float[width];
            float[] bWeight = new float[width];
            for (Shifted pair : pairs) {
                for (int y = from; y < to; y++) {
                    pair.a.row(dx, dy, y, a);
                    pair.b.row(dx, dy, y, b);
                    pair.aWeight.row(dx, dy, y, aWeight);
                    pair.bWeight.row(dx, dy, y, bWeight);
                    int row = y * width;
                    for (int x = 0; x < width; x++) {
                        float w = pair.weight * aWeight[x] * bWeight[x];
                        sum.pixels()[row + x] += w * a[x] * b[x];
                        weight.pixels()[row + x] += w;
                    }
                }
            }
        });
        return new Plane[] {sum, weight};
    }

    /** A pair under all displacements. */
    private record Shifted(Shifts a, Shifts aWeight, Shifts b, Shifts bWeight, float weight) {

        static Shifted of(Pair pair, int level, int radius) {
            return new Shifted(
                    new Shifts(pair.a().grey()[level], pair.aReach(), radius),
                    new Shifts(pair.a().weight()[level], pair.aReach(), radius),
                    new Shifts(pair.b().grey()[level], pair.bReach(), radius),
                    new Shifts(pair.b().weight()[level], pair.bReach(), radius),
                    (float) pair.weight());
        }
    }
}
