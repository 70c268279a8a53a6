package org.sstem.net;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

import java.util.List;

/**
 * Halves height and width: the maximum or the mean of every 2 x 2 pixels; an odd last row or column is left out, as in
 * PyTorch. Written here because the native operation takes several times longer.
 */
final class PoolVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    @JsonProperty
    private final boolean maximum;

    @JsonCreator
    private PoolVertex(@JsonProperty("maximum") boolean maximum) {
        this.maximum = maximum;
    }

    static PoolVertex max() {
        return new PoolVertex(true);
    }

    static PoolVertex mean() {
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
        int width = Blocks.size(inputs[0], 3);
        int halfWidth = Blocks.size(result, 3);
        int halfHeight = Blocks.size(result, 2);
        Blocks.forEachPlane(result, plane -> {
            double[] in = new double[Blocks.size(inputs[0], 2) * width];
            double[] out = new double[halfHeight * halfWidth];
            Blocks.load(inputs[0], (long) plane * in.length, in);
            int i = 0;
            for (int y = 0; y < halfHeight; y++) {
                for (int at = 2 * y * width; at < 2 * y * width + 2 * halfWidth; at += 2) {
                    out[i++] = maximum
                            ? in[largest(in, at, width)]
                            : (in[at] + in[at + 1] + in[at + width] + in[at + width + 1]) / 4;
                }
            }
            Blocks.store(out, result, (long) plane * out.length);
        });
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        int width = Blocks.size(inputs[0], 3);
        int halfWidth = Blocks.size(upstream, 3);
        int halfHeight = Blocks.size(upstream, 2);
        Blocks.forEachPlane(upstream, plane -> {
            double[] in = new double[Blocks.size(inputs[0], 2) * width];
            double[] out = new double[in.length];
            double[] above = new double[halfHeight * halfWidth];
            if (maximum) {
                Blocks.load(inputs[0], (long) plane * in.length, in);
            }
            Blocks.load(upstream, (long) plane * above.length, above);
            int i = 0;
            for (int y = 0; y < halfHeight; y++) {
                for (int at = 2 * y * width; at < 2 * y * width + 2 * halfWidth; at += 2) {
                    if (maximum) {
                        out[largest(in, at, width)] = above[i++];
                    } else {
                        double share = above[i++] / 4;
                        out[at] = share;
                        out[at + 1] = share;
                        out[at + width] = share;
                        out[at + width + 1] = share;
                    }
                }
            }
            Blocks.store(out, gradients[0], (long) plane * out.length);
        });
    }

    /** Where the largest of four pixels is; of equal ones the first, of such as are no numbers the last. */
    private static int largest(double[] in, int at, int width) {
        int upper = larger(in, at, at + 1);
        return larger(in, larger(in, upper, at + width), at + width + 1);
    }

    private static int larger(double[] in, int first, int second) {
        return in[second] > in[first] || Double.isNaN(in[second]) ? second : first;
    }
}
