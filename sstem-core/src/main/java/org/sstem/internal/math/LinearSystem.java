package org.sstem.internal.math;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

import java.util.Optional;

/** A small system of linear equations that was factorised and can be solved for right sides. Not thread-safe. */
public final class LinearSystem {

    private final LinearSolverDense<DMatrixRMaj> solver;
    private final int size;

    private LinearSystem(LinearSolverDense<DMatrixRMaj> solver, int size) {
        this.solver = solver;
        this.size = size;
    }

    /** Factorises a square matrix, which is left as it is. */
    public static LinearSystem of(double[][] matrix) {
        LinearSystem system = new LinearSystem(LinearSolverFactory_DDRM.lu(matrix.length), matrix.length);
        system.solver.setA(new DMatrixRMaj(matrix));
        return system;
    }

    /** Factorises a symmetric matrix, which is left as it is; empty if it is not positive definite. */
    public static Optional<LinearSystem> positiveDefinite(double[][] matrix) {
        LinearSystem system = new LinearSystem(LinearSolverFactory_DDRM.chol(matrix.length), matrix.length);
        return system.solver.setA(new DMatrixRMaj(matrix)) ? Optional.of(system) : Optional.empty();
    }

    /**
     * Solves for a right side, which is left as it is.
     *
     * @return the solution, or null if the matrix is singular
     */
    public double[] solve(double... right) {
        DMatrixRMaj x = new DMatrixRMaj(size, 1);
        solver.solve(new DMatrixRMaj(size, 1, true, right), x);
        return MatrixFeatures_DDRM.hasUncountable(x) ? null : x.data;
    }
}
