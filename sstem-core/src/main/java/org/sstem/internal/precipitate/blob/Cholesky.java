package org.sstem.internal.precipitate.blob;

/** Solves small symmetric positive definite systems. Stateless. */
public final class Cholesky {

    private Cholesky() {}

    /**
     * Factorises in place: the lower triangle becomes the factor.
     *
     * @return false if the matrix is not positive definite
     */
    public static boolean factorise(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                if (i == j) {
                    if (!(sum > 0)) {
                        return false;
                    }
                    a[i][i] = Math.sqrt(sum);
                } else {
                    a[i][j] = sum / a[j][j];
                }
            }
        }
        return true;
    }

    /** Solves with a factor of {@link #factorise}. */
    public static double[] solve(double[][] factor, double[] b) {
        int n = b.length;
        double[] x = b.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= factor[i][k] * x[k];
            }
            x[i] /= factor[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= factor[k][i] * x[k];
            }
            x[i] /= factor[i][i];
        }
        return x;
    }
}
