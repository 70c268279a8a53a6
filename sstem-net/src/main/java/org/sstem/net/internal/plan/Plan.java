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

    /**
     * One step.
     *
     * @param name      unique
     * @param operation what it does
     * @param inputs    names of the nodes it reads
     */
    public record Node(String name, Operation operation, List<String> inputs) {

        private <T> List<T> of(Map<String, T> results) {
            return inputs.stream().map(results::get).toList();
        }
    }

    /**
     * Lists the parameters in PyTorch's order.
     *
     * @return name to shape; running mean and variance included
     */
    public Map<String, long[]> parameters() {
        Map<String, long[]> parameters = new LinkedHashMap<>();
        for (Node node : nodes) {
            node.operation.parameters().forEach((part, shape) -> parameters.put(node.name + "." + part, shape));
        }
        return parameters;
    }

    /**
     * Merges equal channels of the input: where every {@code channels} consecutive ones are the same, one will do.
     * Convolutions of the input then need the sums of their weights over those channels.
     */
    public Plan merged(int channels) {
        List<Node> merged = nodes.stream()
                .map(node -> node.inputs.contains(INPUT)
                        ? new Node(node.name, node.operation.merged(channels), node.inputs)
                        : node)
                .toList();
        return new Plan(inputChannels / channels, merged, output);
    }

    /**
     * Splits the plan at its separable convolutions, which run on the kernels: the nodes from there on, and what only
     * they need of the input. Empty where there are none.
     */
    public List<Node> tail() {
        Set<String> names = new HashSet<>();
        List<Node> tail = new ArrayList<>();
        if (nodes.stream().noneMatch(node -> node.operation instanceof Operation.SeparableConvolve)) {
            return tail;
        }
        for (Node node : nodes) {
            if (node.operation.preparesForKernels()
                    || node.operation instanceof Operation.SeparableConvolve
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
            channels.put(node.name, node.operation.channels(node.of(channels)));
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
            total += in * node.operation.multiplyAdds(node.of(channels));
            pixels.put(node.name, in * node.operation.growth());
        }
        return Math.round(total);
    }
}
