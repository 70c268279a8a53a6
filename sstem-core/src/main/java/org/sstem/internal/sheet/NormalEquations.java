package org.sstem.internal.sheet;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparseCSC;
import org.ejml.interfaces.linsol.LinearSolverSparse;
import org.ejml.sparse.FillReducing;
import org.ejml.sparse.csc.factory.LinearSolverFactory_DSCC;

import java.util.Arrays;

/** A symmetric, sparse system of equations that is put together from small dense blocks. Not thread-safe. */
final class NormalEquations {

    private final int size;
    private long[] keys = new long[1 << 16];
    private double[] values = new double[1 << 16];
    private int used;

    NormalEquations(int size) {
        this.size = size;
        Arrays.fill(keys, -1);
    }

    /** Adds to one entry. */
    void add(int row, int column, double value) {
        if (2 * used > keys.length) {
            grow();
        }
        put((long) column * size + row, value);
    }

    private void put(long key, double value) {
        int mask = keys.length - 1;
        int i = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (keys[i] != key && keys[i] >= 0) {
            i = (i + 1) & mask;
        }
        if (keys[i] < 0) {
            keys[i] = key;
            used++;
        }
        values[i] += value;
    }

    private void grow() {
        long[] oldKeys = keys;
        double[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new double[keys.length];
        Arrays.fill(keys, -1);
        used = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] >= 0) {
                put(oldKeys[i], oldValues[i]);
            }
        }
    }

    /** Solves for several right-hand sides; null if the matrix is not positive definite. */
    double[][] solve(double[]... right) {
        DMatrixSparseCSC matrix = matrix();
        LinearSolverSparse<DMatrixSparseCSC, DMatrixRMaj> solver = LinearSolverFactory_DSCC.cholesky(FillReducing.NONE);
        if (!solver.setA(matrix)) {
            return null;
        }
        double[][] out = new double[right.length][];
        for (int k = 0; k < right.length; k++) {
            DMatrixRMaj x = new DMatrixRMaj(size, 1);
            solver.solve(DMatrixRMaj.wrap(size, 1, right[k].clone()), x);
            out[k] = x.data;
        }
        return out;
    }

    private DMatrixSparseCSC matrix() {
        long[] sorted = new long[used];
        int n = 0;
        for (long key : keys) {
            if (key >= 0) {
                sorted[n++] = key;
            }
        }
        Arrays.sort(sorted);
        DMatrixSparseCSC matrix = new DMatrixSparseCSC(size, size, used);
        int mask = keys.length - 1;
        for (int k = 0; k < used; k++) {
            int column = (int) (sorted[k] / size);
            matrix.nz_rows[k] = (int) (sorted[k] % size);
            int i = (int) ((sorted[k] * 0x9E3779B97F4A7C15L) >>> 32) & mask;
            while (keys[i] != sorted[k]) {
                i = (i + 1) & mask;
            }
            matrix.nz_values[k] = values[i];
            matrix.col_idx[column + 1] = k + 1;
        }
        for (int c = 1; c <= size; c++) {
            matrix.col_idx[c] = Math.max(matrix.col_idx[c], matrix.col_idx[c - 1]);
        }
        matrix.nz_length = used;
        matrix.indicesSorted = true;
        return matrix;
    }
}
