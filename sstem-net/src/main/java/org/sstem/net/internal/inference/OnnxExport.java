package org.sstem.net.internal.inference;

import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.plan.Operation;
import org.sstem.net.internal.plan.Plan;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes a network as an ONNX graph for inference (operator set 17): batch normalisation folded into the convolution
 * before it, equal input channels merged, sizes free. Separable convolutions are no ONNX operation: the graph of an
 * interpolation ends with the taps, one output for each head. Not thread-safe: one for each graph.
 */
public final class OnnxExport {

    /** Name of the one output of a graph that ends with the network's result. */
    static final String OUTPUT = "output";

    private static final double EPSILON = 1e-5;

    private final Plan plan;
    private final int mergedChannels;
    private final Function<String, float[]> parameters;
    private final OnnxGraph graph = new OnnxGraph();

    /** The names under which the results of nodes are found in the graph, where they are not the nodes' own. */
    private final Map<String, String> aliases = new HashMap<>();

    private OnnxExport(Plan plan, int channels, Function<String, float[]> parameters) {
        this.plan = plan.merged(channels);
        this.mergedChannels = channels;
        this.parameters = parameters;
    }

    /**
     * Writes a graph.
     *
     * @param network the network
     * @return the bytes of an .onnx file; input and outputs are named as in {@link #outputs}
     */
    public static byte[] of(NetworkWeights network) {
        return new OnnxExport(network.plan(), network.architecture().channelsPerSection(), network::parameter)
                .model(network.architecture());
    }

    /** Names the outputs of the graph: the plan's, or where it ends with separable convolutions, their taps. */
    static List<String> outputs(Plan plan) {
        List<Plan.Node> tail = plan.tail();
        if (tail.isEmpty()) {
            return List.of(plan.output());
        }
        Set<String> outputs = new LinkedHashSet<>();
        for (Plan.Node node : tail) {
            outputs.addAll(node.inputs());
        }
        tail.forEach(node -> outputs.remove(node.name()));
        outputs.remove(Plan.INPUT);
        return List.copyOf(outputs);
    }

    /** The name in the graph of what the plan names so: the result of a graph that is whole is called "output". */
    private static String graphName(Plan plan, String name) {
        return name.equals(plan.output()) ? OUTPUT : name;
    }

    private byte[] model(Architecture architecture) {
        List<Plan.Node> tail = plan.tail();
        Map<String, Plan.Node> folded = folded();
        for (Plan.Node node : plan.nodes()) {
            if (!tail.contains(node)) {
                node.operation().accept(new Nodes(node, folded.get(node.name())));
            }
        }
        for (String output : outputs(plan)) {
            if (aliases.containsKey(output)) {
                throw new IllegalStateException("a graph cannot end with " + output);
            }
            graph.output(graphName(plan, output), plan.channels().get(output));
        }
        if (plan.tail().isEmpty()) {
            graph.property(OnnxFile.PROPERTY, OnnxFile.property(architecture));
        }
        return graph.model(architecture.getClass().getSimpleName(), Plan.INPUT, plan.inputChannels());
    }

    /** For every convolution that only a batch normalisation reads: that normalisation. */
    private Map<String, Plan.Node> folded() {
        Map<String, Plan.Node> folded = new HashMap<>();
        for (Plan.Node node : plan.nodes()) {
            if (node.operation() instanceof Operation.Normalise) {
                String convolution = node.inputs().get(0);
                long readers = plan.nodes().stream()
                        .filter(other -> other.inputs().contains(convolution))
                        .count();
                boolean convolves = plan.nodes().stream()
                        .anyMatch(other -> other.name().equals(convolution)
                                && (other.operation() instanceof Operation.Convolve
                                        || other.operation() instanceof Operation.TransposedConvolve));
                if (readers != 1 || !convolves) {
                    throw new IllegalStateException(node.name() + " does not follow a convolution of its own");
                }
                folded.put(convolution, node);
            }
        }
        return folded;
    }

    /** Adds what computes an operation. */
    private final class Nodes implements Operation.Visitor<Void> {

        private final Plan.Node node;
        private final Plan.Node normalisation;
        private final String name;
        private final String in;

        /**
         * For one node.
         *
         * @param normalisation what is folded into it; null for nothing
         */
        Nodes(Plan.Node node, Plan.Node normalisation) {
            this.node = node;
            this.normalisation = normalisation;
            this.name = node.name();
            this.in = resolve(node.inputs().get(0));
        }

        private void add(String operation, List<String> inputs, Message... attributes) {
            graph.node(name, operation, graphName(plan, name), inputs, attributes);
        }

        @Override
        public Void otherwise(Operation operation) {
            throw new IllegalStateException("no ONNX operation for " + operation);
        }

        @Override
        public Void visit(Operation.Convolve convolve) {
            int kernel = convolve.kernelPx();
            int margin = kernel / 2;
            weights(node, normalisation);
            add(
                    "Conv",
                    List.of(in, name + ".weight", name + ".bias"),
                    OnnxGraph.integers("kernel_shape", kernel, kernel),
                    OnnxGraph.integers("pads", margin, margin, margin, margin));
            return null;
        }

        @Override
        public Void visit(Operation.TransposedConvolve convolve) {
            weights(node, normalisation);
            add(
                    "ConvTranspose",
                    List.of(in, name + ".weight", name + ".bias"),
                    OnnxGraph.integers("kernel_shape", 3, 3),
                    OnnxGraph.integers("strides", 2, 2),
                    OnnxGraph.integers("pads", 1, 1, 1, 1),
                    OnnxGraph.integers("output_padding", 1, 1));
            return null;
        }

        @Override
        public Void visit(Operation.Normalise normalise) {
            aliases.put(name, in);
            return null;
        }

        @Override
        public Void visit(Operation.Rectify rectify) {
            if (rectify.slope() == 0) {
                add("Relu", List.of(in));
            } else {
                add("LeakyRelu", List.of(in), OnnxGraph.number("alpha", (float) rectify.slope()));
            }
            return null;
        }

        @Override
        public Void visit(Operation.Logistic logistic) {
            add("Sigmoid", List.of(in));
            return null;
        }

        @Override
        public Void visit(Operation.Pool pool) {
            add(
                    pool.maximum() ? "MaxPool" : "AveragePool",
                    List.of(in),
                    OnnxGraph.integers("kernel_shape", 2, 2),
                    OnnxGraph.integers("strides", 2, 2));
            return null;
        }

        @Override
        public Void visit(Operation.Upsample upsample) {
            graph.constant(name + ".scales", new float[] {1, 1, 2, 2}, 4);
            add(
                    "Resize",
                    List.of(in, "", name + ".scales"),
                    OnnxGraph.text("mode", "linear"),
                    OnnxGraph.text(
                            "coordinate_transformation_mode",
                            upsample.alignCorners() ? "align_corners" : "half_pixel"));
            return null;
        }

        @Override
        public Void visit(Operation.Sum sum) {
            add(sum.mean() ? "Mean" : "Add", List.of(in, resolve(node.inputs().get(1))));
            return null;
        }

        @Override
        public Void visit(Operation.Concatenate concatenate) {
            List<String> inputs =
                    node.inputs().stream().map(OnnxExport.this::resolve).toList();
            add("Concat", inputs, OnnxGraph.integer("axis", 1));
            return null;
        }

        @Override
        public Void visit(Operation.ChannelMean mean) {
            if (mean.count() != 1) {
                return otherwise(mean);
            }
            graph.constant(name + ".first", mean.first());
            graph.constant(name + ".end", mean.first() + 1);
            graph.constant(name + ".axis", 1);
            add("Slice", List.of(in, name + ".first", name + ".end", name + ".axis"));
            return null;
        }

        @Override
        public Void visit(Operation.Fit fit) {
            fit(name, in, resolve(node.inputs().get(1)));
            return null;
        }
    }

    /** Pads to the size of another: half of the difference in front, rounded down, the rest behind. */
    private void fit(String name, String in, String like) {
        graph.constant(name + ".two", 2);
        graph.constant(name + ".none", 0, 0);
        node(name + ".size", "Shape", List.of(in), OnnxGraph.integer("start", 2), OnnxGraph.integer("end", 4));
        node(name + ".target", "Shape", List.of(like), OnnxGraph.integer("start", 2), OnnxGraph.integer("end", 4));
        node(name + ".difference", "Sub", List.of(name + ".target", name + ".size"));
        node(name + ".front", "Div", List.of(name + ".difference", name + ".two"));
        node(name + ".behind", "Sub", List.of(name + ".difference", name + ".front"));
        node(
                name + ".pads",
                "Concat",
                List.of(name + ".none", name + ".front", name + ".none", name + ".behind"),
                OnnxGraph.integer("axis", 0));
        node(name, "Pad", List.of(in, name + ".pads"));
    }

    /** Weights and biases of a convolution, with the normalisation that follows, and equal channels merged. */
    private void weights(Plan.Node node, Plan.Node normalisation) {
        float[] weight = parameters.apply(node.name() + ".weight");
        float[] bias = parameters.apply(node.name() + ".bias");
        boolean transposed = node.operation() instanceof Operation.TransposedConvolve;
        int out = bias.length;
        long[] shape = plan.parameters().get(node.name() + ".weight");
        int pixels = (int) (shape[2] * shape[3]);
        if (node.inputs().contains(Plan.INPUT) && mergedChannels > 1) {
            weight = summed(weight, pixels);
        }
        if (normalisation != null) {
            float[] gamma = parameters.apply(normalisation.name() + ".weight");
            float[] beta = parameters.apply(normalisation.name() + ".bias");
            float[] mean = parameters.apply(normalisation.name() + ".running_mean");
            float[] variance = parameters.apply(normalisation.name() + ".running_var");
            int each = weight.length / out;
            for (int o = 0; o < out; o++) {
                double scale = gamma[o] / Math.sqrt(variance[o] + EPSILON);
                bias[o] = (float) ((bias[o] - mean[o]) * scale + beta[o]);
                for (int i = 0; i < each; i++) {
                    int at = transposed ? (i / pixels * out + o) * pixels + i % pixels : o * each + i;
                    weight[at] = (float) (weight[at] * scale);
                }
            }
        }
        graph.constant(node.name() + ".weight", weight, shape);
        graph.constant(node.name() + ".bias", bias, out);
    }

    /** Sums weights over the input channels that are equal. */
    private float[] summed(float[] weight, int pixels) {
        float[] sums = new float[weight.length / mergedChannels];
        for (int i = 0; i < sums.length; i++) {
            double sum = 0;
            for (int c = 0; c < mergedChannels; c++) {
                sum += weight[(i / pixels * mergedChannels + c) * pixels + i % pixels];
            }
            sums[i] = (float) sum;
        }
        return sums;
    }

    private String resolve(String name) {
        return aliases.getOrDefault(name, name);
    }

    private void node(String name, String operation, List<String> inputs, Message... attributes) {
        graph.node(name, operation, graphName(plan, name), inputs, attributes);
    }
}
