package org.sstem.internal.fold.law;

import java.util.List;

/**
 * A smooth curve through points: the natural cubic spline over the length of the chords, continued straight at both
 * ends. Immutable.
 *
 * <p>The nearest point is found by search over a fine polyline and then by Newton's method on the spline, to about 1e-9
 * px. Where two parts of the curve are equally near (beyond its centres of curvature) distance and normal jump, as they
 * must.
 */
public final class FoldSpline implements FoldCurve {

    private static final double STEP_PX = 4;
    private static final int MAX_SAMPLES = 1 << 14;
    private static final int BLOCK = 32;

    private final List<Point> points;
    // Per knot: parameter, position and second derivative.
    private final double[] t;
    private final double[] x;
    private final double[] y;
    private final double[] x2;
    private final double[] y2;
    // The fine polyline, for the search.
    private final double[] sampleT;
    private final double[] sampleX;
    private final double[] sampleY;

    /**
     * A point of the curve.
     *
     * @param x column
     * @param y row
     */
    public record Point(double x, double y) {}

    /**
     * Makes the curve through points.
     *
     * @param points at least two, in order along the curve, no two consecutive ones equal
     * @throws IllegalArgumentException if there are fewer, two are one, or one is not finite
     */
    public FoldSpline(List<Point> points) {
        this.points = List.copyOf(points);
        int n = points.size();
        if (n < 2) {
            throw new IllegalArgumentException("a fold's curve needs at least 2 points, had " + n);
        }
        t = new double[n];
        x = new double[n];
        y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = points.get(i).x();
            y[i] = points.get(i).y();
            double chord = i == 0 ? 1 : Math.hypot(x[i] - x[i - 1], y[i] - y[i - 1]);
            if (!(chord > 0 && chord < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "consecutive points of a fold's curve must differ and be finite, point " + i + " is "
                                + points.get(i));
            }
            t[i] = i == 0 ? 0 : t[i - 1] + chord;
        }
        x2 = secondDerivatives(t, x);
        y2 = secondDerivatives(t, y);
        int samples = (int) Math.min(MAX_SAMPLES, Math.max(2, Math.ceil(t[n - 1] / STEP_PX) + 1));
        sampleT = new double[samples];
        sampleX = new double[samples];
        sampleY = new double[samples];
        double[] at = new double[6];
        for (int i = 0; i < samples; i++) {
            sampleT[i] = t[n - 1] * i / (samples - 1);
            evaluate(sampleT[i], at);
            sampleX[i] = at[0];
            sampleY[i] = at[1];
        }
    }

    /**
     * Returns the points that the curve goes through.
     *
     * @return the points, in order
     */
    public List<Point> points() {
        return points;
    }

    /** Solves the tridiagonal system of the natural spline. */
    private static double[] secondDerivatives(double[] t, double[] f) {
        int n = t.length;
        double[] second = new double[n];
        double[] upper = new double[n];
        for (int i = 1; i < n - 1; i++) {
            double before = t[i] - t[i - 1];
            double after = t[i + 1] - t[i];
            double pivot = 2 * (before + after) - before * upper[i - 1];
            upper[i] = after / pivot;
            second[i] = (6 * ((f[i + 1] - f[i]) / after - (f[i] - f[i - 1]) / before) - before * second[i - 1]) / pivot;
        }
        for (int i = n - 2; i > 0; i--) {
            second[i] -= upper[i] * second[i + 1];
        }
        return second;
    }

    /** Position, first and second derivative at a parameter; straight on beyond the ends. */
    private void evaluate(double at, double[] out) {
        int last = t.length - 1;
        double inside = Math.min(Math.max(at, 0), t[last]);
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (t[middle] <= inside) {
                low = middle;
            } else {
                high = middle;
            }
        }
        evaluate(low, inside, x, x2, out, 0);
        evaluate(low, inside, y, y2, out, 1);
        double beyond = at - inside;
        if (beyond != 0) {
            out[0] += beyond * out[2];
            out[1] += beyond * out[3];
            out[4] = 0;
            out[5] = 0;
        }
    }

    private void evaluate(int low, double at, double[] f, double[] f2, double[] out, int axis) {
        double h = t[low + 1] - t[low];
        double a = (t[low + 1] - at) / h;
        double b = (at - t[low]) / h;
        out[axis] =
                a * f[low] + b * f[low + 1] + ((a * a * a - a) * f2[low] + (b * b * b - b) * f2[low + 1]) * h * h / 6;
        out[2 + axis] = (f[low + 1] - f[low]) / h + ((1 - 3 * a * a) * f2[low] + (3 * b * b - 1) * f2[low + 1]) * h / 6;
        out[4 + axis] = a * f2[low] + b * f2[low + 1];
    }

    @Override
    public void locate(double px, double py, int count, double[] distance, double[] normalX, double[] normalY) {
        int[] candidates = new int[sampleT.length];
        double[] toCentre = new double[sampleT.length];
        double[] at = new double[6];
        for (int from = 0; from < count; from += BLOCK) {
            int to = Math.min(count, from + BLOCK);
            int found = candidates(px + 0.5 * (from + to - 1), py, 0.5 * (to - 1 - from), candidates, toCentre);
            for (int i = from; i < to; i++) {
                nearest(px + i, py, candidates, found, at);
                double speed = Math.hypot(at[2], at[3]);
                normalX[i] = -at[3] / speed;
                normalY[i] = at[2] / speed;
                distance[i] = (px + i - at[0]) * normalX[i] + (py - at[1]) * normalY[i];
            }
        }
    }

    /** The samples that can be the nearest one of any point within a radius of a centre. */
    private int candidates(double cx, double cy, double radius, int[] out, double[] toCentre) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < toCentre.length; i++) {
            double dx = sampleX[i] - cx;
            double dy = sampleY[i] - cy;
            toCentre[i] = dx * dx + dy * dy;
            nearest = Math.min(nearest, toCentre[i]);
        }
        double limit = Math.sqrt(nearest) + 2 * radius + 1e-6;
        limit *= limit;
        int found = 0;
        for (int i = 0; i < toCentre.length; i++) {
            if (toCentre[i] <= limit) {
                out[found++] = i;
            }
        }
        return found;
    }

    private void nearest(double px, double py, int[] candidates, int found, double[] at) {
        int best = candidates[0];
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < found; c++) {
            int i = candidates[c];
            double dx = sampleX[i] - px;
            double dy = sampleY[i] - py;
            double square = dx * dx + dy * dy;
            if (square < least) {
                least = square;
                best = i;
            }
        }
        int end = sampleT.length - 1;
        double low = best == 0 ? Double.NEGATIVE_INFINITY : sampleT[best - 1];
        double high = best == end ? Double.POSITIVE_INFINITY : sampleT[best + 1];
        double parameter = sampleT[best];
        for (int i = 0; i < 12; i++) {
            evaluate(parameter, at);
            double dx = at[0] - px;
            double dy = at[1] - py;
            double slope = dx * at[2] + dy * at[3];
            double square = at[2] * at[2] + at[3] * at[3];
            double bend = square + dx * at[4] + dy * at[5];
            // Beyond the centre of curvature Newton would walk uphill: there a gradient step does.
            double next = parameter - slope / (bend > 0.1 * square ? bend : square);
            next = Math.min(Math.max(next, low), high);
            boolean done = Math.abs(next - parameter) < 1e-10 * (1 + Math.abs(parameter));
            parameter = next;
            if (done) {
                break;
            }
        }
        evaluate(parameter, at);
    }
}
