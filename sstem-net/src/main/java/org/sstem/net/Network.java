package org.sstem.net;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.internal.output.AtomicFile;
import org.sstem.internal.kernel.Tensor;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network with its parameters, run by DL4J with convolutions on oneDNN, in single precision.
 *
 * <p>Parameters carry the names of PyTorch's state ({@code conv32.0.weight}); {@link #parameters()} lists them in its
 * order, so published weights can be {@linkplain #assign assigned} one by one. Batch normalisation uses its running
 * statistics. Not thread-safe: one network for each thread.
 */
public final class Network {

    private final NetworkConfig config;
    private final Plan plan;
    private final PlanGraph graph;

    private Network(NetworkConfig config) {
        this.config = config;
        this.plan = Architectures.of(config);
        this.graph = Graphs.of(plan, DataType.FLOAT);
    }

    /**
     * Makes an untrained network.
     *
     * @param config what it looks like
     * @param seed   the same seed gives the same parameters
     * @return a network
     */
    public static Network create(NetworkConfig config, long seed) {
        Network network = new Network(config);
        Initialisation.initialise(network, seed);
        return network;
    }

    /** Makes a network whose parameters are all 0. */
    static Network blank(NetworkConfig config) {
        return new Network(config);
    }

    /** Makes an independent network with the same parameters. */
    Network copy() {
        Network copy = blank(config);
        plan.parameters().keySet().forEach(name -> copy.find(name).assign(find(name)));
        return copy;
    }

    /**
     * Says what the network looks like.
     *
     * @return its configuration
     */
    public NetworkConfig config() {
        return config;
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
     * Says what the network is for.
     *
     * @return as in {@code "compact fold fusion"} or {@code "interpolation of two sections"}
     */
    public String purpose() {
        return NetworkSet.part(config).toString();
    }

    /**
     * Counts the multiply-adds of the convolutions, those of the separable ones included, when it is run on large
     * images; with each section in one channel, as inference does.
     *
     * @return multiply-adds for each pixel of the input
     */
    public long multiplyAddsPerPixel() {
        return plan.merged(config.inputChannels() / config.sectionCount()).multiplyAddsPerPixel();
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

    /** Makes the network ready to be trained; it is the network's own parameters that change. */
    Trainable trainable(List<Loss> losses) {
        return new Trainable(graph, plan, losses);
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
        check(config, input, config.inputChannels());
        INDArray in = Nd4j.createUninitialized(
                DataType.FLOAT, new long[] {input.batch(), input.channels(), input.height(), input.width()}, 'c');
        Blocks.floats(in).put(0, input.data(), 0, input.size());
        INDArray out = Blocks.contiguous(graph.outputSingle(in));
        FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(out.length()));
        values.put(0, Blocks.floats(out), 0, values.capacity());
        return new Tensor(input.batch(), config.outputChannels(), input.height(), input.width(), values);
    }

    /**
     * Makes the network ready to restore.
     *
     * @param engine what is to run it
     * @return an inference that takes each section in one channel; to be closed. With {@link Engine#ONNX} it runs on as
     *         many threads as the caller's {@link net.imglib2.parallel.Parallelization} context grants now
     */
    public Inference inference(Engine engine) {
        return engine == Engine.ONNX ? new OnnxInference(this) : new Dl4jInference(this);
    }

    /**
     * Writes the network as an ONNX graph for use elsewhere: operator set 17, single precision, batch normalisation
     * folded, input {@code input} of N x C x H x W with one channel for each section, any size the network takes. The
     * one output, {@code output}, is the result; for interpolation there are instead N x taps x H x W outputs with the taps of the
     * separable kernels, vertical and horizontal by turns, for the section behind and then the one before (the other
     * way round where two sections are interpolated). Convolving the sections with them, as
     * {@link org.sstem.internal.kernel.Kernels#separableConvolution} does, and adding the two is left to the user.
     *
     * @param file where to; replaced if it exists, and only when all is written
     * @throws IOException if writing fails; what was there before is left as it was
     */
    public void exportOnnx(Path file) throws IOException {
        AtomicFile.write(file, OnnxExport.of(this));
    }

    /** Refuses an input that does not fit. */
    static void check(NetworkConfig config, Tensor input, int channels) {
        int stride = config.stridePx();
        int least = config.minimumSizePx();
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
