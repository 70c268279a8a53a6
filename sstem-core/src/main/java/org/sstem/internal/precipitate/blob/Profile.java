package org.sstem.internal.precipitate.blob;

/**
 * The logarithm of the transmission along the gauge: the shape of one of the three classes of the law, and a smooth
 * deviation from it, linear between knots. Immutable.
 *
 * @param shape     class of the law, 0 to 2
 * @param deviation what is added to the law's logarithm at equally spaced gauges from 0 to 1
 */
public record Profile(int shape, double[] deviation) {

    static final int SHAPES = 3;
    public static final int KNOTS = 9;

    private static final double[] AREAS = {5_000, 30_000, 100_000};
    private static final int STEPS = 400;
    private static final double LEAST = 1e-3;
    private static final double[][] LAW = new double[SHAPES][STEPS + 2];

    static {
        for (int s = 0; s < SHAPES; s++) {
            for (int i = 0; i < STEPS + 2; i++) {
                double t = TransmissionLaw.REFERENCE.transmission((double) i / STEPS, AREAS[s]);
                LAW[s][i] = Math.log(Math.max(LEAST, t));
            }
        }
    }

    /** The law alone. */
    static Profile of(int shape) {
        return new Profile(shape, new double[KNOTS]);
    }

    /** Logarithm of the transmission at a gauge from 0 to 1. */
    public double at(double r) {
        double position = Math.min(Math.max(r, 0), 1) * (KNOTS - 1);
        int knot = Math.min((int) position, KNOTS - 2);
        double part = position - knot;
        return law(r) + deviation[knot] * (1 - part) + deviation[knot + 1] * part;
    }

    private double law(double r) {
        double position = Math.min(Math.max(r, 0), 1) * STEPS;
        int i = (int) position;
        return LAW[shape][i] + (position - i) * (LAW[shape][i + 1] - LAW[shape][i]);
    }

    /** Derivative of {@link #at}. */
    double slope(double r) {
        double h = 0.01;
        double from = Math.max(0, r - h);
        double to = Math.min(1, r + h);
        return (at(to) - at(from)) / (to - from);
    }
}
