package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

import java.util.List;

/**
 * ReLU (slope 0) or LeakyReLU (slope above 0): negative values are multiplied by the slope.
 *
 * <p>A vertex of its own because {@code ActivationLReLU} overwrites its input when it computes the gradient, which
 * another vertex may still need.
 */
public final class RectifierVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    @JsonProperty
    private final double slope;

    @JsonCreator
    public RectifierVertex(@JsonProperty("slope") double slope) {
        this.slope = slope;
    }

    @Override
    int arity() {
        return 1;
    }

    @Override
    List<Object> settings() {
        return List.of(slope);
    }

    @Override
    long[] shape(long[][] inputs) {
        return inputs[0];
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        execute(slope == 0 ? "relu" : "lrelu", inputs, result);
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        execute(slope == 0 ? "relu_bp" : "lrelu_bp", new INDArray[] {inputs[0], upstream}, gradients[0]);
    }

    private void execute(String operation, INDArray[] inputs, INDArray result) {
        // The argument of relu is its threshold, that of lrelu the slope.
        Nd4j.exec(DynamicCustomOp.builder(operation)
                .addInputs(inputs)
                .addOutputs(result)
                .addFloatingPointArguments(slope)
                .build());
    }
}
