package org.sstem.net;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

import java.util.List;

/**
 * Halves height and width: the maximum or the mean of every 2 x 2 pixels; an odd last row or column is left out, as in
 * PyTorch. Runs as a native operation.
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
        Blocks.execute(operation(), inputs, new INDArray[] {result}, arguments());
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        Blocks.execute(operation() + "_bp", new INDArray[] {inputs[0], upstream}, gradients, arguments());
    }

    private String operation() {
        return maximum ? "maxpool2d" : "avgpool2d";
    }

    /** Kernel, stride, padding, dilation (each y, x), no SAME padding, divisor counts padding, N x C x H x W. */
    private static int[] arguments() {
        return new int[] {2, 2, 2, 2, 0, 0, 1, 1, 0, 0, 0};
    }
}
