package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.sstem.net.internal.array.Blocks;

import java.util.List;

/** Pads an image on all four sides by repeating its border pixels. */
public final class PadVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    @JsonProperty
    private final int marginPx;

    @JsonCreator
    public PadVertex(@JsonProperty("marginPx") int marginPx) {
        this.marginPx = marginPx;
    }

    @Override
    int arity() {
        return 1;
    }

    @Override
    List<Object> settings() {
        return List.of(marginPx);
    }

    @Override
    long[] shape(long[][] inputs) {
        long[] shape = inputs[0].clone();
        shape[2] += 2L * marginPx;
        shape[3] += 2L * marginPx;
        return shape;
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        int height = Blocks.size(inputs[0], 2);
        int width = Blocks.size(inputs[0], 3);
        double[] from = new double[height * width];
        double[] row = new double[width + 2 * marginPx];
        long planes = inputs[0].size(0) * inputs[0].size(1);
        for (long plane = 0; plane < planes; plane++) {
            Blocks.load(inputs[0], plane * from.length, from);
            long to = plane * row.length * (height + 2L * marginPx);
            for (int y = 0; y < height + 2 * marginPx; y++) {
                int source = inside(y, height) * width;
                for (int x = 0; x < row.length; x++) {
                    row[x] = from[source + inside(x, width)];
                }
                Blocks.store(row, result, to + (long) y * row.length);
            }
        }
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        int height = Blocks.size(inputs[0], 2);
        int width = Blocks.size(inputs[0], 3);
        double[] row = new double[width + 2 * marginPx];
        long planes = inputs[0].size(0) * inputs[0].size(1);
        for (long plane = 0; plane < planes; plane++) {
            double[] to = new double[height * width];
            long from = plane * row.length * (height + 2L * marginPx);
            for (int y = 0; y < height + 2 * marginPx; y++) {
                Blocks.load(upstream, from + (long) y * row.length, row);
                int target = inside(y, height) * width;
                for (int x = 0; x < row.length; x++) {
                    to[target + inside(x, width)] += row[x];
                }
            }
            Blocks.store(to, gradients[0], plane * to.length);
        }
    }

    private int inside(int padded, int size) {
        return Math.max(0, Math.min(size - 1, padded - marginPx));
    }
}
