package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.internal.kernel.Kernels;
import org.sstem.net.internal.array.Blocks;

import java.util.List;

/**
 * Blends two images by a mask: inputs a, b, mask m, all of one shape; {@code a (1 - m) + b m}, see {@link Kernels#fuse}. Images
 * of one channel in single precision run on the kernels of this machine, without a copy; others, for checks, as the formula
 * is written.
 */
public final class BlendVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    public BlendVertex() {}

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
        for (int i = 0; i < 4; i++) {
            if (inputs[1][i] != inputs[0][i] || inputs[2][i] != inputs[0][i]) {
                throw new IllegalArgumentException("images and mask to blend must have one shape");
            }
        }
        return inputs[0];
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        if (onKernels(result)) {
            Kernels.automatic()
                    .fuse(
                            Blocks.tensor(inputs[0]),
                            Blocks.tensor(inputs[1]),
                            Blocks.tensor(inputs[2]),
                            Blocks.tensor(result));
            return;
        }
        double[] a = values(inputs[0]);
        double[] b = values(inputs[1]);
        double[] m = values(inputs[2]);
        for (int i = 0; i < a.length; i++) {
            a[i] = a[i] * (1 - m[i]) + b[i] * m[i];
        }
        Blocks.store(a, result, 0);
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        if (onKernels(upstream)) {
            Kernels.automatic()
                    .fuseGradient(
                            Blocks.tensor(inputs[0]),
                            Blocks.tensor(inputs[1]),
                            Blocks.tensor(inputs[2]),
                            Blocks.tensor(upstream),
                            Blocks.tensor(gradients[0]),
                            Blocks.tensor(gradients[1]),
                            Blocks.tensor(gradients[2]));
            return;
        }
        double[] a = values(inputs[0]);
        double[] b = values(inputs[1]);
        double[] m = values(inputs[2]);
        double[] g = values(upstream);
        for (int i = 0; i < a.length; i++) {
            double byMask = g[i] * (b[i] - a[i]);
            a[i] = g[i] * (1 - m[i]);
            b[i] = g[i] * m[i];
            m[i] = byMask;
        }
        Blocks.store(a, gradients[0], 0);
        Blocks.store(b, gradients[1], 0);
        Blocks.store(m, gradients[2], 0);
    }

    /** The kernels take a mask of one channel. */
    private static boolean onKernels(INDArray images) {
        return images.dataType() == DataType.FLOAT && images.size(1) == 1;
    }

    private static double[] values(INDArray array) {
        double[] values = new double[Math.toIntExact(array.length())];
        Blocks.load(array, 0, values);
        return values;
    }
}
