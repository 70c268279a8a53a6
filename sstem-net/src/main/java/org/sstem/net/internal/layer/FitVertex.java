package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.net.internal.array.Blocks;

import java.util.List;

/**
 * Pads an image with zeros to the size of another: inputs image, other. Half the difference goes before the first row
 * and column (rounded down), the rest behind the last, as in the published U-Net.
 */
public final class FitVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    public FitVertex() {}

    @Override
    int arity() {
        return 2;
    }

    @Override
    List<Object> settings() {
        return List.of();
    }

    @Override
    long[] shape(long[][] inputs) {
        if (inputs[1][2] < inputs[0][2] || inputs[1][3] < inputs[0][3]) {
            throw new IllegalArgumentException("an image of " + inputs[0][2] + " x " + inputs[0][3]
                    + " pixels cannot be padded to " + inputs[1][2] + " x " + inputs[1][3]);
        }
        return new long[] {inputs[0][0], inputs[0][1], inputs[1][2], inputs[1][3]};
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        copy(inputs[0], result, true);
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        copy(gradients[0], upstream, false);
        gradients[1].assign(0);
    }

    /** Copies between the image and its place in the padded one. */
    private static void copy(INDArray image, INDArray padded, boolean forward) {
        int width = Blocks.size(image, 3);
        int height = Blocks.size(image, 2);
        int outerWidth = Blocks.size(padded, 3);
        int outerHeight = Blocks.size(padded, 2);
        int left = (outerWidth - width) / 2;
        int top = (outerHeight - height) / 2;
        long planes = image.size(0) * image.size(1);
        if (forward) {
            padded.assign(0);
        }
        double[] row = new double[width];
        for (long plane = 0; plane < planes; plane++) {
            for (int y = 0; y < height; y++) {
                long inner = (plane * height + y) * width;
                long outer = (plane * outerHeight + y + top) * outerWidth + left;
                if (forward) {
                    Blocks.load(image, inner, row);
                    Blocks.store(row, padded, outer);
                } else {
                    Blocks.load(padded, outer, row);
                    Blocks.store(row, image, inner);
                }
            }
        }
    }
}
