package org.sstem.simulate.internal.draw;

/**
 * Smooth noise along a course, of unit variance: a uniform cubic B-spline with normal knots. Its correlation is one half
 * (0.493) at the distance of the knots. Immutable.
 */
final class Undulation {

    /** One over the root of the variance that unit knots give on average: 151/315. */
    private static final double UNIT = Math.sqrt(315.0 / 151);
    /** Larger knots are drawn in: a course has no freaks. */
    private static final double MOST = 2.5;

    private final double start;
    private final double step;
    private final double[] knots;

    private Undulation(double start, double step, double[] knots) {
        this.start = start;
        this.step = step;
        this.knots = knots;
    }

    /** Draws noise for the positions from {@code from} to {@code to}. */
    static Undulation draw(Draws draws, double from, double to, double correlation) {
        double[] knots = new double[(int) Math.ceil((to - from) / correlation) + 4];
        for (int i = 0; i < knots.length; i++) {
            knots[i] = Math.max(-MOST, Math.min(MOST, draws.normal()));
        }
        return new Undulation(from, correlation, knots);
    }

    double at(double position) {
        double place = Math.max(0, Math.min(knots.length - 3 - 1e-9, (position - start) / step));
        int i = (int) place;
        double t = place - i;
        double s = 1 - t;
        return UNIT
                * (s * s * s * knots[i]
                        + (4 - 6 * t * t + 3 * t * t * t) * knots[i + 1]
                        + (4 - 6 * s * s + 3 * s * s * s) * knots[i + 2]
                        + t * t * t * knots[i + 3])
                / 6;
    }
}
