package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.image.Resampler.Interpolation;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Arrays;
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
        int n = width * height;
        Flow flow = new Flow(width, height);
        float[] u = flow.u().pixels();
        float[] v = flow.v().pixels();
        float[] total = new float[n];
        for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
                Plane correlation = correlation(pairs, level, dx, dy);
                float rest = (float) (REST * (dx * dx + dy * dy));
                for (int i = 0; i < n; i++) {
                    float p = (float) Math.exp(SHARPNESS * (correlation.pixels()[i] - rest));
                    total[i] += p;
                    u[i] += p * dx;
                    v[i] += p * dy;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            u[i] /= total[i];
            v[i] /= total[i];
        }
        return flow;
    }

    private static Plane correlation(List<Pair> pairs, int level, int dx, int dy) {
        Plane first = pairs.get(0).a().grey()[level];
        Plane sum = new Plane(first.width(), first.height());
        Plane weight = new Plane(first.width(), first.height());
        for (Pair pair : pairs) {
            Plane a = shifted(pair.a().grey()[level], pair.aReach() * dx, pair.aReach() * dy);
            Plane b = shifted(pair.b().grey()[level], pair.bReach() * dx, pair.bReach() * dy);
            Plane aWeight = shifted(pair.a().weight()[level], pair.aReach() * dx, pair.aReach() * dy);
            Plane bWeight = shifted(pair.b().weight()[level], pair.bReach() * dx, pair.bReach() * dy);
            for (int i = 0; i < sum.pixels().length; i++) {
                float w = (float) pair.weight() * aWeight.pixels()[i] * bWeight.pixels()[i];
                sum.pixels()[i] += w * a.pixels()[i] * b.pixels()[i];
                weight.pixels()[i] += w;
            }
        }
        Plane mean = Filters.gaussian(sum, WINDOW_SIGMA);
        Plane total = Filters.gaussian(weight, WINDOW_SIGMA);
        float all = (float) pairs.stream().mapToDouble(Pair::weight).sum();
        for (int i = 0; i < mean.pixels().length; i++) {
            // Half of the window's full weight stands in the denominator: what rests on few valid pixels counts less.
            mean.pixels()[i] /= 0.5f * total.pixels()[i] + 0.5f * all;
        }
        return mean;
    }

    private static Plane shifted(Plane plane, double dx, double dy) {
        if (dx == 0 && dy == 0) {
            return plane;
        }
        Flow shift = new Flow(plane.width(), plane.height());
        Arrays.fill(shift.u().pixels(), (float) dx);
        Arrays.fill(shift.v().pixels(), (float) dy);
        return Resampler.warp(plane, shift, Interpolation.BILINEAR);
    }
}
