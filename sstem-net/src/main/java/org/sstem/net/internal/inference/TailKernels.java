package org.sstem.net.internal.inference;

import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.plan.Operation;

import java.util.List;

/**
 * Computes what ONNX has no operation for: separable convolutions, what prepares them and what adds them up.
 *
 * @param inputs of the operation
 */
record TailKernels(List<Tensor> inputs) implements Operation.Visitor<Tensor> {

    @Override
    public Tensor otherwise(Operation operation) {
        throw new IllegalStateException("no way to compute " + operation);
    }

    @Override
    public Tensor visit(Operation.ChannelMean mean) {
        // With equal channels merged, this picks a section.
        return Planes.channel(inputs.get(0), mean.first());
    }

    @Override
    public Tensor visit(Operation.Replicate replicate) {
        return Planes.replicate(inputs.get(0), replicate.marginPx());
    }

    @Override
    public Tensor visit(Operation.SeparableConvolve convolve) {
        Tensor image = inputs.get(0);
        Tensor vertical = inputs.get(1);
        Tensor out = Tensor.zeros(image.batch(), image.channels(), vertical.height(), vertical.width());
        Kernels.automatic().separableConvolution(image, vertical, inputs.get(2), out);
        return out;
    }

    @Override
    public Tensor visit(Operation.Sum sum) {
        return sum.mean() ? otherwise(sum) : Planes.sum(inputs.get(0), inputs.get(1));
    }

    @Override
    public Tensor visit(Operation.Concatenate concatenate) {
        return inputs.size() == 2 ? Planes.concatenate(inputs.get(0), inputs.get(1)) : otherwise(concatenate);
    }
}
