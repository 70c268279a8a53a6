package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.sstem.net.internal.array.Blocks;

import java.util.Arrays;
import java.util.List;

/**
 * Doubles height and width by bilinear interpolation, as PyTorch's {@code Upsample(scale_factor=2, mode="bilinear")}.
 *
 * <p>With aligned corners, target pixel i reads at {@code i (n - 1) / (2 n - 1)}: corner pixels keep their values, and
 * the place depends on the size. With half-pixel centres it reads at {@code (i + 1/2) / 2 - 1/2}, clamped: the place
 * does not depend on the size, so tiles fit together. Computed in double precision, rounded once; the threads are those
 * of the caller's context, the result does not depend on them.
 */
public final class UpsampleVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    @JsonProperty
    private final boolean alignCorners;

    @JsonCreator
    public UpsampleVertex(@JsonProperty("alignCorners") boolean alignCorners) {
        this.alignCorners = alignCorners;
    }

    @Override
    int arity() {
        return 1;
    }

    @Override
    List<Object> settings() {
        return List.of(alignCorners);
    }

    @Override
    long[] shape(long[][] inputs) {
        long[] shape = inputs[0].clone();
        shape[2] *= 2;
        shape[3] *= 2;
        return shape;
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        int height = Blocks.size(inputs[0], 2);
        int width = Blocks.size(inputs[0], 3);
        Places rows = Places.of(height, alignCorners);
        Places columns = Places.of(width, alignCorners);
        Blocks.forEachPlane(inputs[0], plane -> {
            double[] from = new double[height * width];
            double[] to = new double[4 * height * width];
            double[] row = new double[width];
            Blocks.load(inputs[0], (long) plane * from.length, from);
            for (int y = 0; y < 2 * height; y++) {
                int upper = rows.lower[y] * width;
                int lower = rows.upper[y] * width;
                double below = rows.weight[y];
                for (int x = 0; x < width; x++) {
                    row[x] = from[upper + x] + below * (from[lower + x] - from[upper + x]);
                }
                int at = y * 2 * width;
                for (int x = 0; x < 2 * width; x++) {
                    double left = row[columns.lower[x]];
                    to[at + x] = left + columns.weight[x] * (row[columns.upper[x]] - left);
                }
            }
            Blocks.store(to, result, (long) plane * to.length);
        });
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        int height = Blocks.size(inputs[0], 2);
        int width = Blocks.size(inputs[0], 3);
        Places rows = Places.of(height, alignCorners);
        Places columns = Places.of(width, alignCorners);
        Blocks.forEachPlane(inputs[0], plane -> {
            double[] from = new double[4 * height * width];
            double[] to = new double[height * width];
            double[] row = new double[width];
            Blocks.load(upstream, (long) plane * from.length, from);
            for (int y = 0; y < 2 * height; y++) {
                Arrays.fill(row, 0);
                int at = y * 2 * width;
                for (int x = 0; x < 2 * width; x++) {
                    double right = from[at + x] * columns.weight[x];
                    row[columns.lower[x]] += from[at + x] - right;
                    row[columns.upper[x]] += right;
                }
                int upper = rows.lower[y] * width;
                int lower = rows.upper[y] * width;
                double below = rows.weight[y];
                for (int x = 0; x < width; x++) {
                    to[upper + x] += (1 - below) * row[x];
                    to[lower + x] += below * row[x];
                }
            }
            Blocks.store(to, gradients[0], (long) plane * to.length);
        });
    }

    /** For every target pixel along one axis: the two source pixels and the weight of the second. */
    private record Places(int[] lower, int[] upper, double[] weight) {

        static Places of(int size, boolean alignCorners) {
            int[] lower = new int[2 * size];
            int[] upper = new int[2 * size];
            double[] weight = new double[2 * size];
            for (int i = 0; i < 2 * size; i++) {
                double place = alignCorners ? i * (size - 1.0) / (2.0 * size - 1) : Math.max(0, (i + 0.5) / 2 - 0.5);
                lower[i] = (int) place;
                upper[i] = Math.min(lower[i] + 1, size - 1);
                weight[i] = place - lower[i];
            }
            return new Places(lower, upper, weight);
        }
    }
}
