package org.sstem.internal.sheet;

import org.sstem.internal.math.Moments;
import org.sstem.internal.unfolding.UnfoldingJob;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * How one band displaced the tissue on its two sides: an amplitude and a shear that vary slowly along its course, and
 * fall off exponentially across it.
 *
 * <p>At (s, d) of the course, on the side of the sign of d: {@code (a(s) n + b(s) t) exp(-|d| / length)}, in pixels, from
 * where the tissue lies to where it belongs; a and b are cubic B-splines. Towards an end inside the section both go to 0.
 *
 * @param course   where the band runs
 * @param from     s at the beginning of the splines
 * @param to       s at their end
 * @param along    coefficients of a, per side: negative d, positive d
 * @param shear    coefficients of b, per side
 * @param length   length of the decay, per side, pixels
 * @param end      how far before the band's ends, where they lie inside the section, half of the pull is left, pixels
 */
record Pull(Course course, double from, double to, double[][] along, double[][] shear, double[] length, double[] end) {

    /** How softly the amplitude vanishes towards an end, pixels: the scale of a logistic curve. */
    static final double END_PX = 23;

    /** Below this the exponential is lost when it is added to 1. */
    private static final double NOTHING = -37;

    /** Weights of four coefficients. */
    static int weights(double s, double from, double to, int coefficients, double[] w) {
        double u = (Math.min(Math.max(s, from), to) - from) / (to - from) * (coefficients - 3);
        int i = Math.min((int) u, coefficients - 4);
        double f = u - i;
        double g = 1 - f;
        w[0] = g * g * g / 6;
        w[1] = 2 / 3.0 - f * f * (1 - 0.5 * f);
        w[2] = 2 / 3.0 - g * g * (1 - 0.5 * g);
        w[3] = f * f * f / 6;
        return i;
    }

    /** What is left of the amplitude towards ends inside the section that lie short of the band's by some pixels. */
    static double ending(Course course, double s, double shortFrom, double shortTo) {
        double e = 1;
        if (!course.openFrom()) {
            e /= 1 + exp((course.from() + shortFrom - s) / END_PX);
        }
        if (!course.openTo()) {
            e /= 1 + exp((s - course.to() + shortTo) / END_PX);
        }
        return e;
    }

    /** The exponential of what is added to 1: far from an end it adds nothing. */
    private static double exp(double x) {
        return x < NOTHING ? 0 : Math.exp(x);
    }

    private double ending(double s) {
        return ending(course, s, end[0], end[1]);
    }

    /** Adds the displacement at a place, taken for one of a side (0: negative d, 1: positive), to (u, v). */
    void add(Course.Place place, int side, double[] uv, double[] w) {
        double far = side == 0 ? -place.d : place.d;
        double e = ending(place.s) * Math.exp(-far / length[side]);
        if (e == 0) {
            return;
        }
        double a = value(along[side], place.s, w) * e;
        double b = value(shear[side], place.s, w) * e;
        uv[0] += a * place.nx + b * place.tx;
        uv[1] += a * place.ny + b * place.ty;
    }

    /** Amplitude across the course at s, pixels, positive in the direction of growing d. */
    double amplitude(int side, double s) {
        return value(along[side], s, new double[4]) * ending(s);
    }

    /** Mean amplitude at the rim of the band on a side, pixels, positive away from the band. */
    double outward(int side) {
        Moments amplitudes = new Moments();
        for (double s = course.from(); s <= course.to(); s += Course.STEP) {
            amplitudes.add(amplitude(side, s) * (side == 0 ? -1 : 1));
        }
        return amplitudes.mean() * Math.exp(-course.halfWidth() / length[side]);
    }

    /** Amplitude along the course at s, pixels. */
    double shear(int side, double s) {
        return value(shear[side], s, new double[4]) * ending(s);
    }

    /** The most by which a place can be displaced that lies no farther than some pixels from d, pixels. */
    double most(double d, double within) {
        double most = 0;
        for (int side = 0; side < 2; side++) {
            double far = Math.max(0, Math.abs(d) - within);
            boolean there = far == 0 || d < 0 == (side == 0);
            double pull = greatest(along[side]) + greatest(shear[side]);
            most = Math.max(most, there ? pull * Math.exp(-far / length[side]) : 0);
        }
        return most;
    }

    /** As {@link UnfoldingJob.Sheet} has a pull. */
    double[] numbers() {
        Course.Axis axis = course.axis();
        double[] wave = course.wave();
        double[] head = {
            0,
            axis.x(),
            axis.y(),
            axis.tx(),
            axis.ty(),
            axis.bend(),
            course.from(),
            course.to(),
            course.openFrom() ? 1 : 0,
            course.openTo() ? 1 : 0,
            wave.length,
            from,
            to,
            length[0],
            length[1],
            end[0],
            end[1],
            along[0].length,
            along[1].length,
            shear[0].length,
            shear[1].length
        };
        double[] all = Stream.of(head, wave, along[0], along[1], shear[0], shear[1])
                .flatMapToDouble(Arrays::stream)
                .toArray();
        all[0] = all.length;
        return all;
    }

    /** A spline stays within its coefficients. */
    private static double greatest(double[] coefficients) {
        return Arrays.stream(coefficients).map(Math::abs).max().orElse(0);
    }

    private double value(double[] coefficients, double s, double[] w) {
        int i = weights(s, from, to, coefficients.length, w);
        return w[0] * coefficients[i]
                + w[1] * coefficients[i + 1]
                + w[2] * coefficients[i + 2]
                + w[3] * coefficients[i + 3];
    }
}
