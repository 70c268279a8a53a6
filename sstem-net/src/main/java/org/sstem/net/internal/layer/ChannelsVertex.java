package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.sstem.net.internal.array.Blocks;

import java.util.List;

/** Takes consecutive channels of an image, each several times over. */
public final class ChannelsVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    @JsonProperty
    private final int first;

    @JsonProperty
    private final int count;

    @JsonProperty
    private final int times;

    /** Takes channels first .. first + count - 1, each {@code times} times. */
    @JsonCreator
    public ChannelsVertex(
            @JsonProperty("first") int first, @JsonProperty("count") int count, @JsonProperty("times") int times) {
        this.first = first;
        this.count = count;
        this.times = times;
    }

    @Override
    int arity() {
        return 1;
    }

    @Override
    List<Object> settings() {
        return List.of(first, count, times);
    }

    @Override
    long[] shape(long[][] inputs) {
        long[] in = inputs[0];
        if (in[1] < first + count) {
            throw new IllegalArgumentException(
                    "input must have at least " + (first + count) + " channels, had " + in[1]);
        }
        return new long[] {in[0], (long) count * times, in[2], in[3]};
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        int plane = Math.toIntExact(result.size(2) * result.size(3));
        long channels = inputs[0].size(1);
        for (long n = 0; n < result.size(0); n++) {
            for (int c = 0; c < count * times; c++) {
                Blocks.copy(
                        inputs[0],
                        (n * channels + first + c / times) * plane,
                        result,
                        (n * count * times + c) * plane,
                        plane);
            }
        }
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        int plane = Math.toIntExact(upstream.size(2) * upstream.size(3));
        long channels = inputs[0].size(1);
        double[] one = new double[plane];
        for (long n = 0; n < upstream.size(0); n++) {
            for (int c = 0; c < channels; c++) {
                double[] sum = new double[plane];
                for (int k = 0; k < times && c >= first && c < first + count; k++) {
                    Blocks.load(upstream, ((n * count + c - first) * times + k) * plane, one);
                    for (int i = 0; i < plane; i++) {
                        sum[i] += one[i];
                    }
                }
                Blocks.store(sum, gradients[0], (n * channels + c) * plane);
            }
        }
    }
}
