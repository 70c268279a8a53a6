package org.sstem.net;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Turns plans into graphs of DL4J, and says which of their parameters is which. */
final class Graphs {

    private Graphs() {}

    /** Builds the graph of a plan; its parameters are yet to be set. */
    static ComputationGraph of(Plan plan, DataType type) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .weightInit(WeightInit.ZERO) // set by name afterwards
                .graphBuilder()
                .addInputs(Plan.INPUT)
                .validateOutputLayerConfig(false);
        for (Plan.Node node : plan.nodes()) {
            add(builder, node);
        }
        ComputationGraph graph =
                new ComputationGraph(builder.setOutputs(plan.output()).build());
        graph.init();
        return graph;
    }

    private static void add(GraphBuilder builder, Plan.Node node) {
        String[] inputs = node.inputs().toArray(String[]::new);
        Plan.Operation operation = node.operation();
        if (operation instanceof Plan.Convolve) {
            Plan.Convolve c = (Plan.Convolve) operation;
            builder.addLayer(node.name(), Convolution.of(c.in(), c.out(), c.kernelPx()), inputs);
        } else if (operation instanceof Plan.TransposedConvolve) {
            Plan.TransposedConvolve c = (Plan.TransposedConvolve) operation;
            builder.addLayer(node.name(), TransposedConvolution.of(c.in(), c.out()), inputs);
        } else if (operation instanceof Plan.Normalise) {
            int channels = ((Plan.Normalise) operation).channels();
            BatchNormalization layer = new BatchNormalization.Builder()
                    .nIn(channels)
                    .nOut(channels)
                    .eps(1e-5)
                    .decay(0.9)
                    .useLogStd(false)
                    .build();
            builder.addLayer(node.name(), layer, inputs);
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
        } else if (operation instanceof Plan.Replicate) {
            return new PadVertex(((Plan.Replicate) operation).marginPx());
        } else if (operation instanceof Plan.SeparableConvolve) {
            return new SeparableConvolutionVertex();
        }
        throw new IllegalStateException("no vertex for " + operation);
    }

    /** Finds a parameter by its name in the plan; what is written to it is written to the graph. */
    static INDArray parameter(ComputationGraph graph, Plan plan, String name) {
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
