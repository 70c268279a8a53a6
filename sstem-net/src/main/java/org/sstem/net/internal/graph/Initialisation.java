package org.sstem.net.internal.graph;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.net.InterpolationConfig;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.RefinementConfig;
import org.sstem.net.UnfoldingConfig;
import org.sstem.net.internal.array.Blocks;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Draws the first parameters of a network, each from a seed of its own, so that they do not depend on the order. */
public final class Initialisation {

    private Initialisation() {}

    public static void initialise(Network network, long seed) {
        int number = 0;
        for (Map.Entry<String, long[]> parameter : network.parameters().entrySet()) {
            Random random = new Random(seed * 1_000_003 + number++);
            network.assign(
                    parameter.getKey(),
                    draw(network.config(), parameter.getKey(), parameter.getValue(), network, random));
        }
    }

    private static float[] draw(NetworkConfig config, String name, long[] shape, Network network, Random random) {
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
        boolean normalises = network.parameters().containsKey(prefix(name) + ".running_mean");
        boolean unfolds = config instanceof UnfoldingConfig;
        if (name.endsWith(".running_var")) {
            Arrays.fill(values, 1);
        } else if (normalises && name.endsWith(".weight")) {
            fill(values, () -> unfolds ? 1 + 0.02 * random.nextGaussian() : 1);
        } else if (!normalises && unfolds) {
            if (shape.length == 4) {
                fill(values, () -> 0.02 * random.nextGaussian());
            }
        } else if (!normalises && shape.length == 4 && config instanceof InterpolationConfig) {
            return orthogonal(values.length, Math.toIntExact(shape[0]), random);
        } else if (config instanceof RefinementConfig) {
            if (shape.length == 4 && !prefix(name).equals(RefinementConfig.LAST_LAYER)) {
                double sd = Math.sqrt(2 / (1 + 0.1 * 0.1) / (shape[1] * shape[2] * shape[3]));
                fill(values, () -> sd * random.nextGaussian());
            }
        } else if (!normalises) {
            // PyTorch's default for weights and biases; its fan-in is the product of all but the first dimension of
            // the weight, for transposed convolutions too.
            long[] weight = network.parameters().get(prefix(name) + ".weight");
            double bound = 1 / Math.sqrt((double) weight[1] * weight[2] * weight[3]);
            fill(values, () -> bound * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    private static String prefix(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static void fill(float[] values, DoubleSupplier next) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) next.getAsDouble();
        }
    }

    /** Rows (or columns, where there are fewer) that are orthogonal and of length sqrt(2), the gain of ReLU. */
    private static float[] orthogonal(int count, int rows, Random random) {
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
