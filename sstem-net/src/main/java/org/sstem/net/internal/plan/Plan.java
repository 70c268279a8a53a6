package org.sstem.net.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network as a list of nodes in the order in which they run, independent of what runs them: the graph of DL4J and the
 * ONNX graph are both made from it. Immutable.
 *
 * <p>Nodes with parameters carry the names that PyTorch gives the published networks' modules ({@code conv32.0}), and
 * parameters the names of its state ({@code conv32.0.weight}).
 *
 * @param inputChannels channels of the one input
 * @param nodes         the nodes; each reads the input or earlier nodes
 * @param output        the node whose result is the network's
 */
public record Plan(int inputChannels, List<Node> nodes, String output) {

    /** Name of the network's input. */
    public static final String INPUT = "input";

    /** Step of a node's computation. */
    public sealed interface Operation {}

    /** 3 x 3 or 1 x 1, stride 1, same size, with bias. */
    public record Convolve(int in, int out, int kernelPx) implements Operation {}

    /** 3 x 3, stride 2, padding 1, output padding 1: doubles the size; with bias. */
    public record TransposedConvolve(int in, int out) implements Operation {}

    /** Normalises every channel; eps 1e-5, momentum 0.1. */
    public record Normalise(int channels) implements Operation {}

    /** ReLU where the slope is 0. */
    public record Rectify(double slope) implements Operation {}

    /** Halves the size: maximum or mean of 2 x 2 pixels. */
    public record Pool(boolean maximum) implements Operation {}

    /** Doubles the size, bilinearly. */
    public record Upsample(boolean alignCorners) implements Operation {}

    /** Sum of the inputs, or their mean. */
    public record Sum(boolean mean) implements Operation {}

    /** Channels of the inputs one after the other. */
    public record Concatenate() implements Operation {}

    /** First input padded with zeros to the size of the second. */
    public record Fit() implements Operation {}

    /** Mean of consecutive channels. */
    public record ChannelMean(int first, int count) implements Operation {}

    /** Consecutive channels, each several times over. */
    public record Channels(int first, int count, int times) implements Operation {}

    /** First input warped by the second, a flow; zero outside. */
    public record Warp() implements Operation {}

    /** First input where the third, a mask, is 0, second where it is 1. */
    public record Blend() implements Operation {}

    /** Repeats the border pixels outwards. */
    public record Replicate(int marginPx) implements Operation {}

    /** Inputs: padded image, vertical taps, horizontal taps. */
    public record SeparableConvolve() implements Operation {}

    /**
     * One step.
     *
     * @param name      unique
     * @param operation what it does
     * @param inputs    names of the nodes it reads
     */
    public record Node(String name, Operation operation, List<String> inputs) {}

    /**
     * Lists the parameters in PyTorch's order.
     *
     * @return name to shape; running mean and variance included
     */
    public Map<String, long[]> parameters() {
        Map<String, long[]> parameters = new LinkedHashMap<>();
        for (Node node : nodes) {
            if (node.operation instanceof Convolve) {
                Convolve c = (Convolve) node.operation;
                parameters.put(node.name + ".weight", new long[] {c.out, c.in, c.kernelPx, c.kernelPx});
                parameters.put(node.name + ".bias", new long[] {c.out});
            } else if (node.operation instanceof TransposedConvolve) {
                TransposedConvolve c = (TransposedConvolve) node.operation;
                parameters.put(node.name + ".weight", new long[] {c.in, c.out, 3, 3});
                parameters.put(node.name + ".bias", new long[] {c.out});
            } else if (node.operation instanceof Normalise) {
                for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
                    parameters.put(node.name + "." + part, new long[] {((Normalise) node.operation).channels});
                }
            }
        }
        return parameters;
    }

    /**
     * Merges equal channels of the input: where every {@code channels} consecutive ones are the same, one will do.
     * Convolutions of the input then need the sums of their weights over those channels.
     */
    public Plan merged(int channels) {
        List<Node> merged = new ArrayList<>();
        for (Node node : nodes) {
            Operation operation = node.operation;
            if (node.inputs.contains(INPUT) && operation instanceof Convolve) {
                Convolve c = (Convolve) operation;
                operation = new Convolve(c.in / channels, c.out, c.kernelPx);
            } else if (node.inputs.contains(INPUT) && operation instanceof ChannelMean) {
                ChannelMean mean = (ChannelMean) operation;
                operation = new ChannelMean(mean.first / channels, mean.count / channels);
            }
            merged.add(new Node(node.name, operation, node.inputs));
        }
        return new Plan(inputChannels / channels, List.copyOf(merged), output);
    }

    /**
     * Splits the plan at its separable convolutions, which run on the kernels: the nodes from there on, and what only
     * they need of the input. Empty where there are none.
     */
    public List<Node> tail() {
        Set<String> names = new HashSet<>();
        List<Node> tail = new ArrayList<>();
        if (nodes.stream().noneMatch(node -> node.operation instanceof SeparableConvolve)) {
            return tail;
        }
        for (Node node : nodes) {
            boolean prepares = node.operation instanceof ChannelMean || node.operation instanceof Replicate;
            if (prepares
                    || node.operation instanceof SeparableConvolve
                    || node.inputs.stream().anyMatch(names::contains)) {
                names.add(node.name);
                tail.add(node);
            }
        }
        return tail;
    }

    /** Counts the channels of the input and of every node's result. */
    public Map<String, Integer> channels() {
        Map<String, Integer> channels = new HashMap<>(Map.of(INPUT, inputChannels));
        for (Node node : nodes) {
            int count = channels.get(node.inputs.get(0));
            if (node.operation instanceof Convolve) {
                count = ((Convolve) node.operation).out;
            } else if (node.operation instanceof TransposedConvolve) {
                count = ((TransposedConvolve) node.operation).out;
            } else if (node.operation instanceof Concatenate) {
                count = node.inputs.stream().mapToInt(channels::get).sum();
            } else if (node.operation instanceof ChannelMean) {
                count = 1;
            }
            channels.put(node.name, count);
        }
        return channels;
    }

    /** Counts the multiply-adds of all convolutions for each pixel of the input. */
    public long multiplyAddsPerPixel() {
        Map<String, Integer> channels = channels();
        Map<String, Double> pixels = new HashMap<>(Map.of(INPUT, 1.0));
        double total = 0;
        for (Node node : nodes) {
            double in = pixels.get(node.inputs.get(0));
            double out = in;
            if (node.operation instanceof Convolve) {
                Convolve c = (Convolve) node.operation;
                total += in * c.in * c.out * c.kernelPx * c.kernelPx;
            } else if (node.operation instanceof TransposedConvolve) {
                TransposedConvolve c = (TransposedConvolve) node.operation;
                total += in * c.in * c.out * 9;
                out = 4 * in;
            } else if (node.operation instanceof Pool) {
                out = in / 4;
            } else if (node.operation instanceof Upsample) {
                out = 4 * in;
            } else if (node.operation instanceof SeparableConvolve) {
                // The image is padded: what counts is the size of the result. Rows first, then columns.
                int taps = channels.get(node.inputs.get(1));
                total += channels.get(node.name) * taps * (taps + 1.0);
            }
            pixels.put(node.name, out);
        }
        return Math.round(total);
    }

    /** Writes plans down; every method adds nodes and returns the name of the last. Not thread-safe. */
    static final class Builder {

        private final int inputChannels;
        private final List<Node> nodes = new ArrayList<>();
        private final Map<String, Integer> channels = new LinkedHashMap<>();

        Builder(int inputChannels) {
            this.inputChannels = inputChannels;
            channels.put(INPUT, inputChannels);
        }

        Plan build(String output) {
            return new Plan(inputChannels, List.copyOf(nodes), output);
        }

        String convolve(String name, String in, int out) {
            return add(name, new Convolve(channels.get(in), out, 3), out, in);
        }

        String convolvePixel(String name, String in, int out) {
            return add(name, new Convolve(channels.get(in), out, 1), out, in);
        }

        String transposedConvolve(String name, String in, int out) {
            return add(name, new TransposedConvolve(channels.get(in), out), out, in);
        }

        String normalise(String name, String in) {
            return add(name, new Normalise(channels.get(in)), channels.get(in), in);
        }

        String relu(String in) {
            return rectify(in, 0);
        }

        String rectify(String in, double slope) {
            return add(fresh("relu"), new Rectify(slope), channels.get(in), in);
        }

        String maxPool(String in) {
            return add(fresh("maxpool"), new Pool(true), channels.get(in), in);
        }

        String meanPool(String in) {
            return add(fresh("meanpool"), new Pool(false), channels.get(in), in);
        }

        String upsample(String in, boolean alignCorners) {
            return add(fresh("upsample"), new Upsample(alignCorners), channels.get(in), in);
        }

        String add(String a, String b) {
            return add(fresh("sum"), new Sum(false), channels.get(a), a, b);
        }

        String mean(String a, String b) {
            return add(fresh("mean"), new Sum(true), channels.get(a), a, b);
        }

        String concatenate(String... inputs) {
            int total = 0;
            for (String input : inputs) {
                total += channels.get(input);
            }
            return add(fresh("concatenate"), new Concatenate(), total, inputs);
        }

        String fit(String in, String like) {
            return add(fresh("fit"), new Fit(), channels.get(in), in, like);
        }

        String channelMean(String in, int first, int count) {
            return add(fresh("grey"), new ChannelMean(first, count), 1, in);
        }

        String replicate(String in, int marginPx) {
            return add(fresh("padded"), new Replicate(marginPx), channels.get(in), in);
        }

        String separableConvolve(String image, String vertical, String horizontal) {
            return add(fresh("sepconv"), new SeparableConvolve(), channels.get(image), image, vertical, horizontal);
        }

        private String fresh(String prefix) {
            return prefix + "-" + nodes.size();
        }

        private String add(String name, Operation operation, int out, String... inputs) {
            nodes.add(new Node(name, operation, List.of(inputs)));
            if (channels.put(name, out) != null) {
                throw new IllegalArgumentException("two nodes have the name " + name);
            }
            return name;
        }
    }
}
