package org.sstem.internal.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the numbers of a {@link PullFit} stand in its vector: those of each band's pull, then the drift. */
final class PullParameters {

    static final double TYPICAL_LENGTH = 250;
    static final double TYPICAL_END_PX = 40;
    private static final double KNOT_PX = 50;
    private static final double SHEAR_KNOT_PX = 150;
    private static final double BEYOND_PX = 120;
    private static final double END_MARGIN = 10;

    final List<Course> courses;
    final double[] from;
    final double[] to;
    final int[] knots;
    final int[] shearKnots;
    final int size;
    private final int[] offset;

    PullParameters(List<Course> courses) {
        this.courses = courses;
        int n = courses.size();
        offset = new int[n];
        knots = new int[n];
        shearKnots = new int[n];
        from = new double[n];
        to = new double[n];
        int next = 0;
        for (int k = 0; k < n; k++) {
            Course course = courses.get(k);
            from[k] = course.from() - (course.openFrom() ? BEYOND_PX : END_MARGIN);
            to[k] = course.to() + (course.openTo() ? BEYOND_PX : END_MARGIN);
            knots[k] = 3 + Math.max(1, (int) Math.ceil((to[k] - from[k]) / KNOT_PX));
            shearKnots[k] = 3 + Math.max(1, (int) Math.ceil((to[k] - from[k]) / SHEAR_KNOT_PX));
            offset[k] = next;
            next += 2 * (knots[k] + shearKnots[k] + 1) + 3;
        }
        size = next + 2 * CubicDrift.TERMS;
    }

    /** First coefficient of the pull across a band on a side. */
    int along(int k, int side) {
        return offset[k] + side * (knots[k] + shearKnots[k] + 1);
    }

    /** First coefficient of the shear along a band on a side. */
    int shear(int k, int side) {
        return along(k, side) + knots[k];
    }

    /** Logarithm of the length of the decay on a side. */
    int length(int k, int side) {
        return shear(k, side) + shearKnots[k];
    }

    /** How far before the first (0) or last (1) end of a band its pull has half vanished. */
    int end(int k, int which) {
        return offset[k] + 2 * (knots[k] + shearKnots[k] + 1) + which;
    }

    /** By how much the mask of a gap is wider than the gap. */
    int excess(int k) {
        return end(k, 1) + 1;
    }

    /** First coefficient of the drift of u; those of v follow. */
    int drift() {
        return size - 2 * CubicDrift.TERMS;
    }

    /** No displacement, typical decay. */
    double[] rest() {
        double[] p = new double[size];
        for (int k = 0; k < courses.size(); k++) {
            for (int side = 0; side < 2; side++) {
                p[length(k, side)] = Math.log(TYPICAL_LENGTH);
                p[end(k, side)] = TYPICAL_END_PX;
            }
        }
        return p;
    }

    /** No displacement but a drift. */
    double[] rest(CubicDrift drift) {
        double[] p = rest();
        System.arraycopy(drift.u(), 0, p, drift(), CubicDrift.TERMS);
        System.arraycopy(drift.v(), 0, p, drift() + CubicDrift.TERMS, CubicDrift.TERMS);
        return p;
    }

    /** The same pulls without a drift. */
    double[] still(double[] p) {
        double[] still = p.clone();
        Arrays.fill(still, drift(), size, 0);
        return still;
    }

    /** The pulls that parameters mean. */
    List<Pull> pulls(double[] p) {
        List<Pull> pulls = new ArrayList<>();
        for (int k = 0; k < courses.size(); k++) {
            double[][] a = new double[2][];
            double[][] b = new double[2][];
            double[] l = new double[2];
            for (int side = 0; side < 2; side++) {
                a[side] = Arrays.copyOfRange(p, along(k, side), along(k, side) + knots[k]);
                b[side] = Arrays.copyOfRange(p, shear(k, side), shear(k, side) + shearKnots[k]);
                l[side] = Math.exp(p[length(k, side)]);
            }
            double[] ends = {p[end(k, 0)], p[end(k, 1)]};
            pulls.add(new Pull(courses.get(k), from[k], to[k], a, b, l, ends));
        }
        return pulls;
    }

    /** The drift that parameters mean. */
    CubicDrift drift(double[] p) {
        int v = drift() + CubicDrift.TERMS;
        return new CubicDrift(Arrays.copyOfRange(p, drift(), v), Arrays.copyOfRange(p, v, size));
    }
}
