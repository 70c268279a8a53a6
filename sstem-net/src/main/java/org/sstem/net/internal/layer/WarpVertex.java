package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.LiteralKernels;
import org.sstem.internal.kernel.LiteralKernels.Doubles;
import org.sstem.net.internal.array.Blocks;

import java.util.List;

/**
 * Warps an image by a flow: inputs image, flow (channel 0 = u, 1 = v, pixels, from target to source); see
 * {@link Kernels#warp}. Single precision runs on the kernels of this machine, without a copy; double precision on the
 * literal loops.
 */
public final class WarpVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    @JsonProperty
    private final Border border;

    @JsonCreator
    public WarpVertex(@JsonProperty("border") Border border) {
        this.border = border;
    }

    @Override
    int arity() {
        return 2;
    }

    @Override
    List<Object> settings() {
        return List.of(border);
    }

    @Override
    long[] shape(long[][] inputs) {
        if (inputs[1][1] != 2) {
            throw new IllegalArgumentException("flow must have 2 channels, had " + inputs[1][1]);
        }
        return new long[] {inputs[0][0], inputs[0][1], inputs[1][2], inputs[1][3]};
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        if (result.dataType() == DataType.DOUBLE) {
            Doubles out = Blocks.doubles(result);
            LiteralKernels.warp(Blocks.doubles(inputs[0]), Blocks.doubles(inputs[1]), border, out);
            Blocks.store(out, result);
        } else {
            Kernels.automatic().warp(Blocks.tensor(inputs[0]), Blocks.tensor(inputs[1]), border, Blocks.tensor(result));
        }
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        if (upstream.dataType() == DataType.DOUBLE) {
            Doubles image = Blocks.doubles(gradients[0]);
            Doubles flow = Blocks.doubles(gradients[1]);
            LiteralKernels.warpGradient(
                    Blocks.doubles(inputs[0]),
                    Blocks.doubles(inputs[1]),
                    border,
                    Blocks.doubles(upstream),
                    image,
                    flow);
            Blocks.store(image, gradients[0]);
            Blocks.store(flow, gradients[1]);
        } else {
            Kernels.automatic()
                    .warpGradient(
                            Blocks.tensor(inputs[0]),
                            Blocks.tensor(inputs[1]),
                            border,
                            Blocks.tensor(upstream),
                            Blocks.tensor(gradients[0]),
                            Blocks.tensor(gradients[1]));
        }
    }
}
