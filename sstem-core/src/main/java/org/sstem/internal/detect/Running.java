package org.sstem.internal.detect;

import java.util.Arrays;

/** Means and medians over a window that moves along a row of numbers; NaN counts as not there. Stateless. */
final class Running {

    private Running() {}

    /** The means over (2 reach + 1) numbers, fewer at the ends, symmetric there; NaN where there are none. */
    static double[] mean(double[] values, int reach) {
        int n = values.length;
        double[] sum = new double[n + 1];
        int[] count = new int[n + 1];
        for (int i = 0; i < n; i++) {
            boolean there = !Double.isNaN(values[i]);
            sum[i + 1] = sum[i] + (there ? values[i] : 0);
            count[i + 1] = count[i] + (there ? 1 : 0);
        }
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            int r = Math.min(reach, Math.min(i, n - 1 - i));
            int m = count[i + r + 1] - count[i - r];
            out[i] = m == 0 ? Double.NaN : (sum[i + r + 1] - sum[i - r]) / m;
        }
        return out;
    }

    /** The medians over (2 reach + 1) numbers, fewer at the ends; NaN where fewer than {@code least} are there. */
    static double[] median(double[] values, int reach, int least) {
        int n = values.length;
        double[] out = new double[n];
        // What the window holds, in order.
        double[] window = new double[Math.min(n, 2 * reach + 2)];
        int m = 0;
        for (int come = 0; come < Math.min(n, reach); come++) {
            m = with(window, m, values[come]);
        }
        for (int i = 0; i < n; i++) {
            if (i + reach < n) {
                m = with(window, m, values[i + reach]);
            }
            if (i > reach) {
                m = without(window, m, values[i - reach - 1]);
            }
            out[i] = m < least || m == 0 ? Double.NaN : 0.5 * (window[(m - 1) / 2] + window[m / 2]);
        }
        return out;
    }

    private static int with(double[] sorted, int count, double value) {
        if (Double.isNaN(value)) {
            return count;
        }
        int found = Arrays.binarySearch(sorted, 0, count, value);
        int at = found < 0 ? -found - 1 : found;
        System.arraycopy(sorted, at, sorted, at + 1, count - at);
        sorted[at] = value;
        return count + 1;
    }

    private static int without(double[] sorted, int count, double value) {
        if (Double.isNaN(value)) {
            return count;
        }
        int at = Arrays.binarySearch(sorted, 0, count, value);
        System.arraycopy(sorted, at + 1, sorted, at, count - at - 1);
        return count - 1;
    }
}
