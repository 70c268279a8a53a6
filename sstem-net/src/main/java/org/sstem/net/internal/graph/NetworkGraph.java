package org.sstem.net.internal.graph;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.array.Blocks;
import org.sstem.net.internal.plan.Plan;

import java.nio.FloatBuffer;

/**
 * A network in DL4J, with convolutions on oneDNN, in single precision: a copy of the parameters it was made from. Batch
 * normalisation uses its running statistics. Not thread-safe: one for each thread.
 */
public final class NetworkGraph {

    private final Architecture architecture;
    private final Plan plan;
    private final PlanGraph graph;

    private NetworkGraph(NetworkWeights weights) {
        this.architecture = weights.architecture();
        this.plan = weights.plan();
        this.graph = Graphs.of(plan, DataType.FLOAT);
        Graphs.write(weights, graph, plan, "");
    }

    /** Makes a graph with the present parameters of a network. */
    public static NetworkGraph of(NetworkWeights weights) {
        return new NetworkGraph(weights);
    }

    /** The graph itself: what is changed there is changed here. */
    public PlanGraph graph() {
        return graph;
    }

    /** What the graph was made from. */
    public Plan plan() {
        return plan;
    }

    /**
     * Runs the network.
     *
     * @param input N x C x H x W with the channels that the configuration names; height and width are multiples of its
     *              stride
     * @return N x C' x H x W, newly made
     * @throws IllegalArgumentException if the shape does not fit; the message says what would
     */
    public Tensor run(Tensor input) {
        architecture.check(input, architecture.inputChannels());
        INDArray in = Nd4j.createUninitialized(
                DataType.FLOAT, new long[] {input.batch(), input.channels(), input.height(), input.width()}, 'c');
        Blocks.floats(in).put(0, input.data(), 0, input.size());
        INDArray out = Blocks.contiguous(graph.outputSingle(in));
        FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(out.length()));
        values.put(0, Blocks.floats(out), 0, values.capacity());
        return new Tensor(input.batch(), architecture.outputChannels(), input.height(), input.width(), values);
    }
}
