package org.sstem.net.internal.architecture;

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
        double[][] factor = matrix.toDoubleMatrix();
        for (int j = 0; j < size; j++) {
            for (int i = j; i < size; i++) {
                double sum = factor[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(sum) : sum / factor[j][j];
            }
        }
        double[][] inverse = new double[size][size];
        for (int i = 0; i < size; i++) {
            inverse[i][i] = 1 / factor[i][i];
            for (int k = 0; k < i; k++) {
                double scale = factor[i][k] / factor[i][i];
                for (int j = 0; j <= k; j++) {
                    inverse[i][j] -= scale * inverse[k][j];
                }
            }
        }
        return inverse;
    }
}
