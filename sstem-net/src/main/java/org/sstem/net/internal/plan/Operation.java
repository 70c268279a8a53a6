package org.sstem.net.internal.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node of a {@link Plan} computes. An operation knows its parameters, its shape and its cost; what runs it visits
 * it. Immutable.
 */
public sealed interface Operation {

    /**
     * Lists the parameters in PyTorch's order.
     *
     * @return last part of the name to shape; none unless said otherwise
     */
    default Map<String, long[]> parameters() {
        return Map.of();
    }

    /**
     * Counts the channels of the result.
     *
     * @param inputs channels of the inputs
     * @return those of the first input unless said otherwise
     */
    default int channels(List<Integer> inputs) {
        return inputs.get(0);
    }

    /** Pixels of the result for each pixel of the first input. */
    default double growth() {
        return 1;
    }

    /**
     * Counts the multiply-adds for each pixel of the first input.
     *
     * @param inputs channels of the inputs
     * @return 0 for all but convolutions
     */
    default double multiplyAdds(List<Integer> inputs) {
        return 0;
    }

    /** The operation on an input in which every {@code equal} consecutive channels, which are the same, are one. */
    default Operation merged(int equal) {
        return this;
    }

    /** Whether, in a plan with separable convolutions, it makes of the plan's input what these take. */
    default boolean preparesForKernels() {
        return false;
    }

    /** Calls the visitor's method for this operation. */
    <R> R accept(Visitor<R> visitor);

    /** What is done with each operation; what has no method of its own here comes to {@link #otherwise}. */
    interface Visitor<R> {

        /** Any operation that is not visited by itself. */
        R otherwise(Operation operation);

        /** Visits one. */
        default R visit(Convolve operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(TransposedConvolve operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Normalise operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Rectify operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Logistic operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Pool operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Upsample operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Sum operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Concatenate operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Fit operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(ChannelMean operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Channels operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Warp operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Blend operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(Replicate operation) {
            return otherwise(operation);
        }

        /** Visits one. */
        default R visit(SeparableConvolve operation) {
            return otherwise(operation);
        }
    }

    private static Map<String, long[]> ordered(String first, long[] firstShape, String second, long[] secondShape) {
        Map<String, long[]> parameters = new LinkedHashMap<>();
        parameters.put(first, firstShape);
        parameters.put(second, secondShape);
        return parameters;
    }

    /** 3 x 3 or 1 x 1, stride 1, same size, with bias. */
    record Convolve(int in, int out, int kernelPx) implements Operation {
        @Override
        public Map<String, long[]> parameters() {
            return ordered("weight", new long[] {out, in, kernelPx, kernelPx}, "bias", new long[] {out});
        }

        @Override
        public int channels(List<Integer> inputs) {
            return out;
        }

        @Override
        public double multiplyAdds(List<Integer> inputs) {
            return (double) in * out * kernelPx * kernelPx;
        }

        @Override
        public Operation merged(int equal) {
            return new Convolve(in / equal, out, kernelPx);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** 3 x 3, stride 2, padding 1, output padding 1: doubles the size; with bias. */
    record TransposedConvolve(int in, int out) implements Operation {
        @Override
        public Map<String, long[]> parameters() {
            return ordered("weight", new long[] {in, out, 3, 3}, "bias", new long[] {out});
        }

        @Override
        public int channels(List<Integer> inputs) {
            return out;
        }

        @Override
        public double growth() {
            return 4;
        }

        @Override
        public double multiplyAdds(List<Integer> inputs) {
            return in * out * 9.0;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Normalises every channel; eps 1e-5, momentum 0.1. */
    record Normalise(int channels) implements Operation {
        @Override
        public Map<String, long[]> parameters() {
            Map<String, long[]> parameters = new LinkedHashMap<>();
            for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
                parameters.put(part, new long[] {channels});
            }
            return parameters;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** ReLU where the slope is 0. */
    record Rectify(double slope) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** {@code 1 / (1 + exp(-x))}. */
    record Logistic() implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Halves the size: maximum or mean of 2 x 2 pixels. */
    record Pool(boolean maximum) implements Operation {
        @Override
        public double growth() {
            return 0.25;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Doubles the size, bilinearly. */
    record Upsample(boolean alignCorners) implements Operation {
        @Override
        public double growth() {
            return 4;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Sum of the inputs, or their mean. */
    record Sum(boolean mean) implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Channels of the inputs one after the other. */
    record Concatenate() implements Operation {
        @Override
        public int channels(List<Integer> inputs) {
            return inputs.stream().mapToInt(Integer::intValue).sum();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** First input padded with zeros to the size of the second. */
    record Fit() implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Mean of consecutive channels. */
    record ChannelMean(int first, int count) implements Operation {
        @Override
        public int channels(List<Integer> inputs) {
            return 1;
        }

        @Override
        public Operation merged(int equal) {
            return new ChannelMean(first / equal, count / equal);
        }

        @Override
        public boolean preparesForKernels() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Consecutive channels, each several times over. */
    record Channels(int first, int count, int times) implements Operation {
        @Override
        public int channels(List<Integer> inputs) {
            return count * times;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** First input warped by the second, a flow; zero outside. */
    record Warp() implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** First input where the third, a mask, is 0, second where it is 1. */
    record Blend() implements Operation {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Repeats the border pixels outwards. */
    record Replicate(int marginPx) implements Operation {
        @Override
        public boolean preparesForKernels() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** Inputs: padded image, vertical taps, horizontal taps. */
    record SeparableConvolve() implements Operation {
        /** The image is padded, and counts by the size of the result; rows first, then columns. */
        @Override
        public double multiplyAdds(List<Integer> inputs) {
            int taps = inputs.get(1);
            return inputs.get(0) * taps * (taps + 1.0);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }
}
