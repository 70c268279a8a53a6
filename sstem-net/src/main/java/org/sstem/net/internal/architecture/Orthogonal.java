package org.sstem.net.internal.architecture;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.net.internal.array.Blocks;

import java.util.Arrays;
import java.util.Random;

/** Random matrices with orthogonal rows. */
final class Orthogonal {

    private Orthogonal() {}

    /** Rows (or columns, where there are fewer) that are orthogonal and of length sqrt(2), the gain of ReLU. */
    static float[] matrix(int count, int rows, Random random) {
        int columns = count / rows;
        boolean wide = rows <= columns;
        int few = Math.min(rows, columns);
        int many = Math.max(rows, columns);
        INDArray basis = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {few, many}, 'c');
        double[] gaussian = new double[count];
        Arrays.setAll(gaussian, i -> random.nextGaussian());
        Blocks.store(gaussian, basis, 0);
        // Cholesky QR, twice: the second pass removes the rounding of the first.
        for (int pass = 0; pass < 2; pass++) {
            double[][] inverse = inverseCholesky(basis.mmul(basis.transpose()), few);
            basis = Nd4j.create(inverse).mmul(basis);
        }
        INDArray matrix = (wide ? basis : basis.transpose()).mul(Math.sqrt(2)).dup('c');
        return matrix.castTo(DataType.FLOAT).data().asFloat();
    }

    /** Inverts the lower Cholesky factor of a positive definite matrix. */
    private static double[][] inverseCholesky(INDArray matrix, int size) {
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(size, true);
        if (!cholesky.decompose(new DMatrixRMaj(matrix.toDoubleMatrix()))) {
            throw new IllegalStateException("rows drawn at random depend on each other");
        }
        DMatrixRMaj inverse = cholesky.getT(null);
        TriangularSolver_DDRM.invertLower(inverse.data, size);
        return inverse.get2DData();
    }
}
