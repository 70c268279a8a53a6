package org.sstem.net.internal.training;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.internal.array.Blocks;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.graph.FlatParameters;
import org.sstem.net.internal.graph.Graphs;
import org.sstem.net.internal.graph.PlanGraph;
import org.sstem.net.internal.loss.LossFunction;
import org.sstem.net.internal.plan.Plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A graph with a loss for each of its outputs. Not thread-safe. */
public final class Trainable {

    private final PlanGraph graph;
    private final Plan plan;
    private final List<LossFunction> losses;
    private final FlatParameters parameters;
    private INDArray input;

    /**
     * Joins a graph and its losses.
     *
     * @param plan   what the graph was made from
     * @param losses one for each output, added up
     */
    public Trainable(PlanGraph graph, Plan plan, List<LossFunction> losses) {
        this.graph = graph;
        this.plan = plan;
        this.losses = List.copyOf(losses);
        this.parameters = new FlatParameters(graph, plan);
    }

    public FlatParameters parameters() {
        return parameters;
    }

    /** Multiplies weights and bias of a convolution. */
    void scale(String layer, double factor) {
        for (String name : List.of(layer + ".weight", layer + ".bias")) {
            Graphs.parameter(graph, plan, name).muli(factor);
        }
    }

    PlanGraph graph() {
        return graph;
    }

    List<LossFunction> losses() {
        return losses;
    }

    /** Computes loss and gradient of a batch in training mode; running statistics move. */
    public double differentiate(Example batch) {
        double[] loss = new double[1];
        graph.differentiate(array(batch.input()), outputs -> {
            List<INDArray> gradients = new ArrayList<>();
            for (int k = 0; k < losses.size(); k++) {
                INDArray output = Blocks.contiguous(outputs.get(k));
                INDArray gradient = Nd4j.createUninitialized(DataType.FLOAT, output.shape(), 'c');
                loss[0] += evaluate(k, Blocks.tensor(output), batch, Blocks.tensor(gradient));
                gradients.add(gradient);
            }
            return gradients;
        });
        return loss[0];
    }

    private double evaluate(int output, Tensor prediction, Example batch, Tensor gradient) {
        Example.Goal goal = batch.goals().get(output);
        return losses.get(output).evaluate(prediction, goal.target(), goal.weight(), gradient);
    }

    /** Computes the outputs in inference mode. */
    public List<Tensor> run(Tensor batch) {
        List<Tensor> results = new ArrayList<>();
        for (INDArray output : graph.output(array(batch))) {
            Tensor view = Blocks.tensor(Blocks.contiguous(output));
            Tensor copy = Tensor.zeros(view.batch(), view.channels(), view.height(), view.width());
            copy.data().put(0, view.data(), 0, view.size());
            results.add(copy);
        }
        return results;
    }

    /** The loss of outputs that have been computed. */
    double loss(List<Tensor> outputs, Example batch) {
        double loss = 0;
        for (int k = 0; k < losses.size(); k++) {
            Tensor output = outputs.get(k);
            Tensor unused = Tensor.zeros(output.batch(), output.channels(), output.height(), output.width());
            loss += evaluate(k, output, batch, unused);
        }
        return loss;
    }

    /** Copies a batch into an array that is kept for the next one. */
    private INDArray array(Tensor batch) {
        long[] shape = {batch.batch(), batch.channels(), batch.height(), batch.width()};
        if (input == null || !Arrays.equals(input.shape(), shape)) {
            input = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
        }
        Blocks.floats(input).put(0, batch.data(), 0, batch.size());
        return input;
    }
}
