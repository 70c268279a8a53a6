package org.sstem.internal.fold.law;

/** Solves the small symmetric systems of the fits. Stateless and thread-safe. */
public final class LinearSystem {

    private LinearSystem() {}

    /**
     * Solves h x = g by elimination with pivots, in double precision.
     *
     * @param h a square matrix, row by row; left as it is
     * @param g the right side; left as it is
     * @return x, or null if h is singular
     */
    public static double[] solve(double[][] h, double[] g) {
        int n = g.length;
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = java.util.Arrays.copyOf(h[i], n + 1);
            a[i][n] = g[i];
        }
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int r = c + 1; r < n; r++) {
                pivot = Math.abs(a[r][c]) > Math.abs(a[pivot][c]) ? r : pivot;
            }
            if (Math.abs(a[pivot][c]) < 1e-300) {
                return null;
            }
            double[] swap = a[c];
            a[c] = a[pivot];
            a[pivot] = swap;
            for (int r = 0; r < n; r++) {
                double f = r == c ? 0 : a[r][c] / a[c][c];
                for (int k = c; f != 0 && k <= n; k++) {
                    a[r][k] -= f * a[c][k];
                }
            }
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = a[i][n] / a[i][i];
        }
        return x;
    }
}
