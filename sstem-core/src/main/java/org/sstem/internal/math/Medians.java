package org.sstem.internal.math;

import java.util.Arrays;

/** Medians. Stateless. */
public final class Medians {

    private Medians() {}

    /** The median of some values, between the middle two of an even number; NaN if there are none. */
    public static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
    }

    /** The upper of the middle two of an even number of values, else the one in the middle; NaN if there are none. */
    public static double upper(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    /** Likewise. */
    public static float upper(float... values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Float.NaN : sorted[sorted.length / 2];
    }

    /** The median of those values that are numbers. */
    public static double ofNumbers(double... values) {
        return of(Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray());
    }
}
