package org.sstem.net.internal.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.sstem.net.internal.array.Blocks;

import java.util.Arrays;
import java.util.List;

/** Averages consecutive channels of an image into one. */
public final class ChannelMeanVertex extends FunctionVertex {

    private static final long serialVersionUID = 1;

    @JsonProperty
    private final int first;

    @JsonProperty
    private final int count;

    /** Averages channels first .. first + count - 1. */
    @JsonCreator
    public ChannelMeanVertex(@JsonProperty("first") int first, @JsonProperty("count") int count) {
        this.first = first;
        this.count = count;
    }

    @Override
    int arity() {
        return 1;
    }

    @Override
    List<Object> settings() {
        return List.of(first, count);
    }

    @Override
    long[] shape(long[][] inputs) {
        long[] in = inputs[0];
        if (in[1] < first + count) {
            throw new IllegalArgumentException(
                    "input must have at least " + (first + count) + " channels, had " + in[1]);
        }
        return new long[] {in[0], 1, in[2], in[3]};
    }

    @Override
    void forward(INDArray[] inputs, INDArray result) {
        int plane = Math.toIntExact(result.size(2) * result.size(3));
        long channels = inputs[0].size(1);
        double[] channel = new double[plane];
        for (long n = 0; n < result.size(0); n++) {
            double[] mean = new double[plane];
            for (int c = first; c < first + count; c++) {
                Blocks.load(inputs[0], (n * channels + c) * plane, channel);
                for (int i = 0; i < plane; i++) {
                    mean[i] += channel[i];
                }
            }
            for (int i = 0; i < plane; i++) {
                mean[i] /= count;
            }
            Blocks.store(mean, result, n * plane);
        }
    }

    @Override
    void backward(INDArray[] inputs, INDArray upstream, INDArray[] gradients) {
        int plane = Math.toIntExact(upstream.size(2) * upstream.size(3));
        long channels = inputs[0].size(1);
        double[] share = new double[plane];
        double[] zero = new double[plane];
        for (long n = 0; n < upstream.size(0); n++) {
            Blocks.load(upstream, n * plane, share);
            Arrays.setAll(share, i -> share[i] / count);
            for (int c = 0; c < channels; c++) {
                boolean averaged = c >= first && c < first + count;
                Blocks.store(averaged ? share : zero, gradients[0], (n * channels + c) * plane);
            }
        }
    }
}
