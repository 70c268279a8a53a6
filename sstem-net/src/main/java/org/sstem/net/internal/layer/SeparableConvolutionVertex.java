package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.LiteralKernels;
import org.sstem.internal.kernel.LiteralKernels.Doubles;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.internal.array.Blocks;

import java.util.List;

/**
 * Convolves every pixel with its own separable kernel: inputs image (padded), vertical taps, horizontal taps; see
 * {@link Kernels#separableConvolution}. Single precision runs on the kernels of this machine, without a copy; double
 * precision on the literal loops.
 */
public final class SeparableConvolutionVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    public SeparableConvolutionVertex() {}

    @Override
    int arity() {
        return 3;
    }

    @Override
    List<Object> settings() {
        return List.of();
    }

    @Override
    long[] shape(long[][] inputs) {
        long taps = inputs[1][1];
        if (inputs[0][2] != inputs[1][2] + taps - 1 || inputs[0][3] != inputs[1][3] + taps - 1) {
            throw new IllegalArgumentException(
                    "image must be " + (inputs[1][2] + taps - 1) + " x " + (inputs[1][3] + taps - 1) + " for " + taps
                            + " taps at " + inputs[1][2] + " x " + inputs[1][3] + " pixels, was " + inputs[0][2] + " x "
                            + inputs[0][3]);
        }
        return new long[] {inputs[0][0], inputs[0][1], inputs[1][2], inputs[1][3]};
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        if (result.dataType() == DataType.DOUBLE) {
            Doubles out = Blocks.doubles(result);
            LiteralKernels.separableConvolution(
                    Blocks.doubles(inputs[0]), Blocks.doubles(inputs[1]), Blocks.doubles(inputs[2]), out);
            Blocks.store(out, result);
        } else {
            Kernels.automatic()
                    .separableConvolution(
                            Blocks.tensor(inputs[0]),
                            Blocks.tensor(inputs[1]),
                            Blocks.tensor(inputs[2]),
                            Blocks.tensor(result));
        }
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        if (upstream.dataType() == DataType.DOUBLE) {
            Doubles image = Blocks.doubles(gradients[0]);
            Doubles vertical = Blocks.doubles(gradients[1]);
            Doubles horizontal = Blocks.doubles(gradients[2]);
            LiteralKernels.separableConvolutionGradient(
                    Blocks.doubles(inputs[0]),
                    Blocks.doubles(inputs[1]),
                    Blocks.doubles(inputs[2]),
                    Blocks.doubles(upstream),
                    image,
                    vertical,
                    horizontal);
            Blocks.store(image, gradients[0]);
            Blocks.store(vertical, gradients[1]);
            Blocks.store(horizontal, gradients[2]);
        } else {
            Tensor image = Blocks.tensor(gradients[0]);
            Kernels.automatic()
                    .separableConvolutionGradient(
                            Blocks.tensor(inputs[0]),
                            Blocks.tensor(inputs[1]),
                            Blocks.tensor(inputs[2]),
                            Blocks.tensor(upstream),
                            image,
                            Blocks.tensor(gradients[1]),
                            Blocks.tensor(gradients[2]));
        }
    }
}
