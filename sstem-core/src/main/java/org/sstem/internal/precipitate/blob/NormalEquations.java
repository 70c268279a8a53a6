package org.sstem.internal.precipitate.blob;

import org.sstem.internal.math.LinearSystem;

import java.util.Arrays;

/** Normal equations of one step of Fisher scoring. Not thread-safe. */
final class NormalEquations {

    private static final double TINY = 1e-9;

    /** Row after row; of each pair of parameters the sum of both entries counts, as most pairs are only added one way round. */
    private final double[] matrix;

    private final double[] right;

    NormalEquations(int parameters) {
        matrix = new double[parameters * parameters];
        right = new double[parameters];
    }

    /**
     * Adds an observation.
     *
     * @param where  parameters that it depends on
     * @param slope  its derivatives with respect to them
     * @param weight its information
     * @param pull   the gradient of the log-likelihood with respect to the observed quantity
     */
    void add(int[] where, double[] slope, double weight, double pull) {
        for (int i = 0; i < where.length; i++) {
            right[where[i]] += slope[i] * pull;
            double weighted = weight * slope[i];
            int row = where[i] * right.length;
            for (int j = i; j < where.length; j++) {
                matrix[row + where[j]] += weighted * slope[j];
            }
        }
    }

    /** The step that the equations propose, shortened by Levenberg's damping; null if they cannot be solved. */
    double[] step(double damping) {
        return LinearSystem.positiveDefinite(damped(damping))
                .map(system -> system.solve(right))
                .orElse(null);
    }

    /** Standard errors of a run of parameters, or a fallback if the equations cannot be solved. */
    double[] errors(int first, int count, double fallback) {
        double[] errors = new double[count];
        Arrays.fill(errors, fallback);
        LinearSystem.positiveDefinite(damped(0)).ifPresent(system -> {
            for (int k = 0; k < count; k++) {
                double[] unit = new double[right.length];
                unit[first + k] = 1;
                errors[k] = Math.sqrt(Math.max(0, system.solve(unit)[first + k]));
            }
        });
        return errors;
    }

    private double[][] damped(double damping) {
        int n = right.length;
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                a[i][j] = matrix[i * n + j] + matrix[j * n + i];
                a[j][i] = a[i][j];
            }
            a[i][i] = matrix[i * n + i] * (1 + damping) + TINY;
        }
        return a;
    }
}
