package org.sstem.net.internal.graph;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.array.Blocks;
import org.sstem.net.internal.plan.Operation;
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
        Map<String, Double> slopes = new HashMap<>();
        rectified.forEach((normalisation, rectifier) -> {
            instead.put(rectifier.name(), normalisation);
            slopes.put(normalisation, ((Operation.Rectify) rectifier.operation()).slope());
        });
        for (Plan.Node node : plan.nodes()) {
            String[] inputs = node.inputs().stream()
                    .map(name -> instead.getOrDefault(name, name))
                    .toArray(String[]::new);
            if (!instead.containsKey(node.name())) {
                node.operation()
                        .accept(new Vertices(builder, node.name(), slopes.getOrDefault(node.name(), 1.0), inputs));
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
            if (node.operation() instanceof Operation.Normalise
                    && of.size() == 1
                    && of.get(0).operation() instanceof Operation.Rectify
                    && !node.name().equals(plan.output())) {
                rectified.put(node.name(), of.get(0));
            }
        }
        return rectified;
    }

    /** Finds a parameter by its name in the plan; what is written to it is written to the graph. */
    public static INDArray parameter(ComputationGraph graph, Plan plan, String name) {
        int dot = name.lastIndexOf('.');
        String node = name.substring(0, dot);
        boolean normalises = plan.nodes().stream()
                .anyMatch(n -> n.name().equals(node) && n.operation() instanceof Operation.Normalise);
        String key =
                switch (name.substring(dot + 1)) {
                    case "weight" -> normalises ? "gamma" : "W";
                    case "bias" -> normalises ? "beta" : "b";
                    case "running_mean" -> "mean";
                    default -> "var";
                };
        return graph.getLayer(node).getParam(key);
    }

    /** Writes the parameters of a network to a graph, in whose plan they have a prefix. */
    public static void write(NetworkWeights weights, ComputationGraph graph, Plan plan, String prefix) {
        weights.parameters().forEach((name, shape) -> parameter(graph, plan, prefix + name)
                .assign(Nd4j.createFromArray(weights.parameter(name)).reshape('c', shape)));
    }

    /** Reads the parameters of a network from a graph, in whose plan they have a prefix. */
    public static void read(NetworkWeights weights, ComputationGraph graph, Plan plan, String prefix) {
        for (String name : weights.parameters().keySet()) {
            weights.assign(name, Blocks.values(parameter(graph, plan, prefix + name)));
        }
    }
}
