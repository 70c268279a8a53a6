package org.sstem.net.internal.graph;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.kernel.Border;
import org.sstem.net.internal.layer.BlendVertex;
import org.sstem.net.internal.layer.ChannelMeanVertex;
import org.sstem.net.internal.layer.ChannelsVertex;
import org.sstem.net.internal.layer.Convolution;
import org.sstem.net.internal.layer.FitVertex;
import org.sstem.net.internal.layer.FunctionVertex;
import org.sstem.net.internal.layer.Normalisation;
import org.sstem.net.internal.layer.PadVertex;
import org.sstem.net.internal.layer.PoolVertex;
import org.sstem.net.internal.layer.RectifierVertex;
import org.sstem.net.internal.layer.SeparableConvolutionVertex;
import org.sstem.net.internal.layer.TransposedConvolution;
import org.sstem.net.internal.layer.UpsampleVertex;
import org.sstem.net.internal.layer.WarpVertex;
import org.sstem.net.internal.plan.Plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns plans into graphs of DL4J, and says which of their parameters is which. */
public final class Graphs {

    private Graphs() {}

    /** Builds the graph of a plan; its parameters are yet to be set. */
    public static PlanGraph of(Plan plan, DataType type) {
        return of(plan, List.of(plan.output()), type);
    }

    /** Builds a graph with several outputs, which nothing else reads. */
    public static PlanGraph of(Plan plan, List<String> outputs, DataType type) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .weightInit(WeightInit.ZERO) // set by name afterwards
                .graphBuilder()
                .addInputs(Plan.INPUT)
                .validateOutputLayerConfig(false);
        Map<String, Plan.Node> rectified = rectified(plan);
        // What a rectifier would give comes from the normalisation before it.
        Map<String, String> instead = new HashMap<>();
        rectified.forEach((normalisation, rectifier) -> instead.put(rectifier.name(), normalisation));
        for (Plan.Node node : plan.nodes()) {
            String[] inputs = node.inputs().stream()
                    .map(name -> instead.getOrDefault(name, name))
                    .toArray(String[]::new);
            if (node.operation() instanceof Plan.Normalise) {
                int channels = ((Plan.Normalise) node.operation()).channels();
                Plan.Node rectifier = rectified.get(node.name());
                double slope = rectifier == null ? 1 : ((Plan.Rectify) rectifier.operation()).slope();
                builder.addLayer(node.name(), Normalisation.of(channels, slope), inputs);
            } else if (!instead.containsKey(node.name())) {
                add(builder, node, inputs);
            }
        }
        String[] names =
                outputs.stream().map(name -> instead.getOrDefault(name, name)).toArray(String[]::new);
        PlanGraph graph = new PlanGraph(builder.setOutputs(names).build());
        graph.init();
        return graph;
    }

    /** Finds the normalisations that only a rectifier reads, which is then done with them. */
    private static Map<String, Plan.Node> rectified(Plan plan) {
        Map<String, List<Plan.Node>> readers = new HashMap<>();
        for (Plan.Node node : plan.nodes()) {
            node.inputs().forEach(name -> readers.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(node));
        }
        Map<String, Plan.Node> rectified = new HashMap<>();
        for (Plan.Node node : plan.nodes()) {
            List<Plan.Node> of = readers.getOrDefault(node.name(), List.of());
            if (node.operation() instanceof Plan.Normalise
                    && of.size() == 1
                    && of.get(0).operation() instanceof Plan.Rectify
                    && !node.name().equals(plan.output())) {
                rectified.put(node.name(), of.get(0));
            }
        }
        return rectified;
    }

    private static void add(GraphBuilder builder, Plan.Node node, String... inputs) {
        Plan.Operation operation = node.operation();
        if (operation instanceof Plan.Convolve) {
            Plan.Convolve c = (Plan.Convolve) operation;
            builder.addLayer(node.name(), Convolution.of(c.in(), c.out(), c.kernelPx()), inputs);
        } else if (operation instanceof Plan.TransposedConvolve) {
            Plan.TransposedConvolve c = (Plan.TransposedConvolve) operation;
            builder.addLayer(node.name(), TransposedConvolution.of(c.in(), c.out()), inputs);
        } else if (operation instanceof Plan.Sum) {
            ElementWiseVertex.Op op =
                    ((Plan.Sum) operation).mean() ? ElementWiseVertex.Op.Average : ElementWiseVertex.Op.Add;
            builder.addVertex(node.name(), new ElementWiseVertex(op), inputs);
        } else if (operation instanceof Plan.Concatenate) {
            builder.addVertex(node.name(), new MergeVertex(), inputs);
        } else {
            builder.addVertex(node.name(), function(operation), inputs);
        }
    }

    private static FunctionVertex function(Plan.Operation operation) {
        if (operation instanceof Plan.Rectify) {
            return new RectifierVertex(((Plan.Rectify) operation).slope());
        } else if (operation instanceof Plan.Pool) {
            return ((Plan.Pool) operation).maximum() ? PoolVertex.max() : PoolVertex.mean();
        } else if (operation instanceof Plan.Upsample) {
            return new UpsampleVertex(((Plan.Upsample) operation).alignCorners());
        } else if (operation instanceof Plan.Fit) {
            return new FitVertex();
        } else if (operation instanceof Plan.ChannelMean) {
            Plan.ChannelMean mean = (Plan.ChannelMean) operation;
            return new ChannelMeanVertex(mean.first(), mean.count());
        } else if (operation instanceof Plan.Channels) {
            Plan.Channels channels = (Plan.Channels) operation;
            return new ChannelsVertex(channels.first(), channels.count(), channels.times());
        } else if (operation instanceof Plan.Warp) {
            return new WarpVertex(Border.ZERO);
        } else if (operation instanceof Plan.Blend) {
            return new BlendVertex();
        } else if (operation instanceof Plan.Replicate) {
            return new PadVertex(((Plan.Replicate) operation).marginPx());
        } else if (operation instanceof Plan.SeparableConvolve) {
            return new SeparableConvolutionVertex();
        }
        throw new IllegalStateException("no vertex for " + operation);
    }

    /** Finds a parameter by its name in the plan; what is written to it is written to the graph. */
    public static INDArray parameter(ComputationGraph graph, Plan plan, String name) {
        int dot = name.lastIndexOf('.');
        String node = name.substring(0, dot);
        boolean normalises =
                plan.nodes().stream().anyMatch(n -> n.name().equals(node) && n.operation() instanceof Plan.Normalise);
        String key =
                switch (name.substring(dot + 1)) {
                    case "weight" -> normalises ? "gamma" : "W";
                    case "bias" -> normalises ? "beta" : "b";
                    case "running_mean" -> "mean";
                    default -> "var";
                };
        return graph.getLayer(node).getParam(key);
    }
}
