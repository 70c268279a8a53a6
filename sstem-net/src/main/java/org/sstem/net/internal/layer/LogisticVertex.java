package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

import java.util.List;

/** The logistic function, {@code 1 / (1 + exp(-x))}: turns any number into a probability. */
public final class LogisticVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    @Override
    int arity() {
        return 1;
    }

    @Override
    List<Object> settings() {
        return List.of();
    }

    @Override
    long[] shape(long[][] inputs) {
        return inputs[0];
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        execute("sigmoid", inputs, result);
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        execute("sigmoid_bp", new INDArray[] {inputs[0], upstream}, gradients[0]);
    }

    private static void execute(String operation, INDArray[] inputs, INDArray result) {
        Nd4j.exec(DynamicCustomOp.builder(operation)
                .addInputs(inputs)
                .addOutputs(result)
                .build());
    }
}
