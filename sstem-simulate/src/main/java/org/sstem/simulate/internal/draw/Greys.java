package org.sstem.simulate.internal.draw;

import org.sstem.internal.math.Moments;
import org.sstem.method.Plane;

/**
 * What a simulator has to know of a section's grey values.
 *
 * @param black the value of no light: 0 where grey values lie in [0, 1], else the least value of the section
 * @param white the value that is not to be exceeded: 1 where grey values lie in [0, 1], else the greatest one
 * @param mean  mean
 * @param sd    standard deviation
 */
public record Greys(double black, double white, double mean, double sd) {

    public static Greys of(Plane section) {
        int width = section.width();
        // One line of figures a strip, added up in order, so that the threads do not matter.
        Part[] parts = new Part[Strips.count(section.height())];
        Strips.forEach(
                section.height(),
                (from, to) -> parts[from / Strips.ROWS] = part(section.pixels(), from * width, to * width));
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        Moments fromFirst = new Moments();
        for (Part part : parts) {
            min = Math.min(min, part.min);
            max = Math.max(max, part.max);
            fromFirst.add(part.fromFirst);
        }
        if (!Double.isFinite(min) || !Double.isFinite(max) || Double.isNaN(fromFirst.mean())) {
            throw new IllegalArgumentException(
                    "a section to be damaged must hold finite grey values only, held " + notFinite(section));
        }
        boolean unit = min >= 0 && max <= 1;
        return new Greys(unit ? 0 : min, unit ? 1 : max, fromFirst.mean() + section.pixels()[0], fromFirst.sd());
    }

    /** The first value that is not finite, with its place. */
    private static String notFinite(Plane section) {
        int i = 0;
        while (Float.isFinite(section.pixels()[i])) {
            i++;
        }
        return section.pixels()[i] + " at (" + i % section.width() + ", " + i / section.width() + ")";
    }

    /** Minimum, maximum, and the moments of deviations from the first pixel of all. */
    private record Part(float min, float max, Moments fromFirst) {}

    private static Part part(float[] pixels, int from, int to) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        Moments fromFirst = new Moments();
        double shift = pixels[0];
        for (int i = from; i < to; i++) {
            float v = pixels[i];
            min = Math.min(min, v);
            max = Math.max(max, v);
            fromFirst.add(v - shift);
        }
        return new Part(min, max, fromFirst);
    }
}
