package org.sstem.net.internal.graph;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.array.Blocks;
import org.sstem.net.internal.plan.Plan;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * A network with its parameters, run by DL4J with convolutions on oneDNN, in single precision.
 *
 * <p>Parameters carry the names of PyTorch's state ({@code conv32.0.weight}); {@link #parameters()} lists them in its
 * order, so published weights can be {@linkplain #assign assigned} one by one. Batch normalisation uses its running
 * statistics. Not thread-safe: one network for each thread.
 */
public final class NetworkGraph {

    private final Architecture architecture;
    private final Plan plan;
    private final PlanGraph graph;

    private NetworkGraph(Architecture architecture) {
        this.architecture = architecture;
        this.plan = architecture.plan();
        this.graph = Graphs.of(plan, DataType.FLOAT);
    }

    /**
     * Makes an untrained network.
     *
     * @param architecture what it looks like
     * @param seed   the same seed gives the same parameters
     * @return a network
     */
    public static NetworkGraph create(Architecture architecture, long seed) {
        NetworkGraph network = new NetworkGraph(architecture);
        Map<String, long[]> parameters = network.parameters();
        // Each from a seed of its own, so that they do not depend on the order.
        int number = 0;
        for (String name : parameters.keySet()) {
            Random random = new Random(seed * 1_000_003 + number++);
            network.assign(name, architecture.initialisation().draw(name, parameters, random));
        }
        return network;
    }

    /** Makes a network whose parameters are all 0. */
    public static NetworkGraph blank(Architecture architecture) {
        return new NetworkGraph(architecture);
    }

    /** Makes an independent network with the same parameters. */
    public NetworkGraph copy() {
        NetworkGraph copy = blank(architecture);
        plan.parameters().keySet().forEach(name -> copy.find(name).assign(find(name)));
        return copy;
    }

    /**
     * Says what the network looks like.
     *
     * @return its architecture
     */
    public Architecture architecture() {
        return architecture;
    }

    /**
     * Lists the parameters in the order of PyTorch's state, running means and variances included.
     *
     * @return name to shape; the shapes of convolutions are [out, in, y, x], of transposed ones [in, out, y, x]
     */
    public Map<String, long[]> parameters() {
        return new LinkedHashMap<>(plan.parameters());
    }

    /**
     * Counts the parameters that are trained, as PyTorch does: without running means and variances.
     *
     * @return numbers
     */
    public long parameterCount() {
        return plan.parameters().entrySet().stream()
                .filter(entry -> !entry.getKey().contains(".running_"))
                .mapToLong(entry -> Arrays.stream(entry.getValue()).reduce(1, (a, b) -> a * b))
                .sum();
    }

    /**
     * Counts the multiply-adds of the convolutions, those of the separable ones included, when it is run on large
     * images; with each section in one channel, as inference does.
     *
     * @return multiply-adds for each pixel of the input
     */
    public long multiplyAddsPerPixel() {
        return plan.merged(architecture.channelsPerSection()).multiplyAddsPerPixel();
    }

    /**
     * Reads a parameter.
     *
     * @param name one of {@link #parameters()}
     * @return a copy of its values, row by row
     * @throws IllegalArgumentException if there is no such parameter
     */
    public float[] parameter(String name) {
        return Blocks.values(find(name));
    }

    /**
     * Writes a parameter.
     *
     * @param name   one of {@link #parameters()}
     * @param values all values, row by row
     * @throws IllegalArgumentException if there is no such parameter or it has another number of values
     */
    public void assign(String name, float... values) {
        INDArray parameter = find(name);
        if (values.length != parameter.length()) {
            throw new IllegalArgumentException(
                    name + " must have " + parameter.length() + " values, had " + values.length);
        }
        parameter.assign(Nd4j.createFromArray(values).reshape('c', parameter.shape()));
    }

    /** The graph itself: what is changed there is changed here. */
    public PlanGraph graph() {
        return graph;
    }

    /** What the graph was made from. */
    public Plan plan() {
        return plan;
    }

    private INDArray find(String name) {
        if (!plan.parameters().containsKey(name)) {
            throw new IllegalArgumentException("the network has no parameter " + name);
        }
        return Graphs.parameter(graph, plan, name);
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
        check(architecture, input, architecture.inputChannels());
        INDArray in = Nd4j.createUninitialized(
                DataType.FLOAT, new long[] {input.batch(), input.channels(), input.height(), input.width()}, 'c');
        Blocks.floats(in).put(0, input.data(), 0, input.size());
        INDArray out = Blocks.contiguous(graph.outputSingle(in));
        FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(out.length()));
        values.put(0, Blocks.floats(out), 0, values.capacity());
        return new Tensor(input.batch(), architecture.outputChannels(), input.height(), input.width(), values);
    }

    /** Refuses an input that does not fit. */
    public static void check(Architecture architecture, Tensor input, int channels) {
        int stride = architecture.stridePx();
        int least = architecture.minimumSizePx();
        if (input.channels() != channels) {
            throw new IllegalArgumentException("input must have " + channels + " channels, was " + input.shape());
        }
        if (input.height() < least || input.width() < least) {
            throw new IllegalArgumentException(
                    "input must be at least " + least + " x " + least + " pixels, was " + input.shape());
        }
        if (input.height() % stride != 0 || input.width() % stride != 0) {
            throw new IllegalArgumentException(
                    "height and width of the input must be multiples of " + stride + ", was " + input.shape());
        }
    }
}
