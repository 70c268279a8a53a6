package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.sstem.net.internal.array.Blocks;
import org.sstem.net.internal.array.Values;

import java.util.List;

/**
 * Halves height and width: the maximum or the mean of every 2 x 2 pixels; an odd last row or column is left out, as in
 * PyTorch. (The native operation takes several times longer.)
 */
public final class PoolVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    @JsonProperty
    private final boolean maximum;

    @JsonCreator
    private PoolVertex(@JsonProperty("maximum") boolean maximum) {
        this.maximum = maximum;
    }

    public static PoolVertex max() {
        return new PoolVertex(true);
    }

    public static PoolVertex mean() {
        return new PoolVertex(false);
    }

    @Override
    int arity() {
        return 1;
    }

    @Override
    List<Object> settings() {
        return List.of(maximum);
    }

    @Override
    long[] shape(long[][] inputs) {
        long[] shape = inputs[0].clone();
        if (shape[2] < 2 || shape[3] < 2) {
            throw new IllegalArgumentException(
                    "an image of " + shape[2] + " x " + shape[3] + " pixels is too small to be halved");
        }
        shape[2] /= 2;
        shape[3] /= 2;
        return shape;
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        int height = Blocks.size(result, 2);
        int inputHeight = Blocks.size(inputs[0], 2);
        int inputWidth = Blocks.size(inputs[0], 3);
        Values from = Values.of(inputs[0]);
        Values to = Values.of(result);
        Blocks.forEachPlane(result, plane -> {
            RowPair rows = new RowPair(from, (long) plane * inputHeight * inputWidth, inputWidth);
            double[] out = new double[inputWidth / 2];
            for (int y = 0; y < height; y++) {
                rows.load(y);
                for (int x = 0; x < out.length; x++) {
                    out[x] = maximum
                            ? Math.max(rows.upperMaximum(x), rows.lowerMaximum(x))
                            : (rows.upper[2 * x] + rows.upper[2 * x + 1] + rows.lower[2 * x] + rows.lower[2 * x + 1])
                                    / 4;
                }
                to.store(out, ((long) plane * height + y) * out.length);
            }
        });
    }

    /** The gradient goes to the maximum, the first of equal ones in reading order, or to all four by a quarter each. */
    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        int height = Blocks.size(upstream, 2);
        int inputHeight = Blocks.size(inputs[0], 2);
        int inputWidth = Blocks.size(inputs[0], 3);
        Values from = Values.of(inputs[0]);
        Values behind = Values.of(upstream);
        Values to = Values.of(gradients[0]);
        Blocks.forEachPlane(upstream, plane -> {
            long start = (long) plane * inputHeight * inputWidth;
            RowPair rows = new RowPair(from, start, inputWidth);
            RowPair out = new RowPair(to, start, inputWidth);
            double[] above = new double[inputWidth / 2];
            for (int y = 0; y < height; y++) {
                rows.load(y);
                behind.load(((long) plane * height + y) * above.length, above);
                for (int x = 0; x < above.length; x++) {
                    if (maximum) {
                        boolean low = rows.lowerMaximum(x) > rows.upperMaximum(x);
                        double[] row = low ? rows.lower : rows.upper;
                        int right = row[2 * x + 1] > row[2 * x] ? 1 : 0;
                        out.upper[2 * x] = 0;
                        out.upper[2 * x + 1] = 0;
                        out.lower[2 * x] = 0;
                        out.lower[2 * x + 1] = 0;
                        (low ? out.lower : out.upper)[2 * x + right] = above[x];
                    } else {
                        out.upper[2 * x] = above[x] / 4;
                        out.upper[2 * x + 1] = above[x] / 4;
                        out.lower[2 * x] = above[x] / 4;
                        out.lower[2 * x + 1] = above[x] / 4;
                    }
                }
                out.store(y);
            }
            if (inputHeight % 2 == 1) {
                to.store(new double[inputWidth], start + (inputHeight - 1L) * inputWidth);
            }
        });
    }

    /** Two rows of a plane at a time, in double precision; a last column that is odd stays 0. */
    private static final class RowPair {

        private final Values images;
        private final long start;
        private final double[] upper;
        private final double[] lower;

        RowPair(Values images, long start, int width) {
            this.images = images;
            this.start = start;
            upper = new double[width];
            lower = new double[width];
        }

        void load(int pair) {
            images.load(start + 2L * pair * upper.length, upper);
            images.load(start + (2L * pair + 1) * lower.length, lower);
        }

        void store(int pair) {
            images.store(upper, start + 2L * pair * upper.length);
            images.store(lower, start + (2L * pair + 1) * lower.length);
        }

        double upperMaximum(int x) {
            return Math.max(upper[2 * x], upper[2 * x + 1]);
        }

        double lowerMaximum(int x) {
            return Math.max(lower[2 * x], lower[2 * x + 1]);
        }
    }
}
