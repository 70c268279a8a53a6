package org.sstem.simulate.internal.draw;

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
        double[][] parts = new double[Strips.count(section.height())][];
        Strips.forEach(
                section.height(),
                (from, to) -> parts[from / Strips.ROWS] = figures(section.pixels(), from * width, to * width));
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        for (double[] part : parts) {
            min = Math.min(min, part[0]);
            max = Math.max(max, part[1]);
            sum += part[2];
            squares += part[3];
        }
        if (!Double.isFinite(min) || !Double.isFinite(max) || Double.isNaN(sum)) {
            throw new IllegalArgumentException(
                    "a section to be damaged must hold finite grey values only, held " + notFinite(section));
        }
        int n = section.pixels().length;
        double mean = sum / n;
        double sd = Math.sqrt(Math.max(0, squares / n - mean * mean));
        boolean unit = min >= 0 && max <= 1;
        return new Greys(unit ? 0 : min, unit ? 1 : max, mean + section.pixels()[0], sd);
    }

    /** The first value that is not finite, with its place. */
    private static String notFinite(Plane section) {
        int i = 0;
        while (Float.isFinite(section.pixels()[i])) {
            i++;
        }
        return section.pixels()[i] + " at (" + i % section.width() + ", " + i / section.width() + ")";
    }

    /** Minimum, maximum, and sums of deviations from the first pixel of all and of their squares. */
    private static double[] figures(float[] pixels, int from, int to) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        double shift = pixels[0];
        for (int i = from; i < to; i++) {
            float v = pixels[i];
            min = Math.min(min, v);
            max = Math.max(max, v);
            double d = v - shift;
            sum += d;
            squares += d * d;
        }
        return new double[] {min, max, sum, squares};
    }
}
