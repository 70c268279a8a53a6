package org.sstem.net;

import org.sstem.internal.output.AtomicFile;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.checkpoint.PyTorchCheckpoint;
import org.sstem.net.internal.inference.OnnxExport;
import org.sstem.net.internal.inference.Session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A network with its parameters, in single precision.
 *
 * <p>Parameters carry the names of PyTorch's state ({@code conv32.0.weight}); {@link #parameters()} lists them in its
 * order, so published weights can be {@linkplain #assign assigned} one by one. Batch normalisation uses its running
 * statistics. Not thread-safe: one network for each thread.
 */
public final class Network {

    private final NetworkWeights weights;

    Network(NetworkWeights weights) {
        this.weights = weights;
    }

    /**
     * Makes an untrained network.
     *
     * @param config what it looks like
     * @param seed   the same seed gives the same parameters
     * @return a network
     */
    public static Network create(NetworkConfig config, long seed) {
        return new Network(NetworkWeights.create(config.architecture(), seed));
    }

    /**
     * Reads the parameters of a network from a checkpoint of PyTorch, as {@code torch.save} writes it since version 1.6. They
     * may be the whole of it or a dictionary in it, beside the state of an optimiser and other things; {@code module.} before
     * their names is taken away. Nothing that a checkpoint may name is executed: one that holds something else than
     * tensors, numbers, texts, lists and dictionaries is refused.
     *
     * @param checkpoint the file
     * @param config     what the network looks like
     * @return a network
     * @throws IOException if it cannot be read, is no such checkpoint, or its tensors are not those of the network; the
     *                     message names the file and says which
     */
    public static Network fromPyTorch(Path checkpoint, NetworkConfig config) throws IOException {
        NetworkWeights weights = NetworkWeights.blank(config.architecture());
        PyTorchCheckpoint.read(checkpoint, weights);
        return new Network(weights);
    }

    /** What engines and trainings are made from. */
    NetworkWeights weights() {
        return weights;
    }

    /**
     * Says what the network looks like.
     *
     * @return its configuration
     */
    public NetworkConfig config() {
        return new NetworkConfig(weights.architecture());
    }

    /**
     * Lists the parameters in the order of PyTorch's state, running means and variances included.
     *
     * @return name to shape; the shapes of convolutions are [out, in, y, x], of transposed ones [in, out, y, x]
     */
    public Map<String, long[]> parameters() {
        return weights.parameters();
    }

    /**
     * Counts the parameters that are trained, as PyTorch does: without running means and variances.
     *
     * @return numbers
     */
    public long parameterCount() {
        return weights.parameterCount();
    }

    /**
     * Says what the network is for.
     *
     * @return as in {@code "compact fold fusion"} or {@code "interpolation of two sections"}
     */
    public String purpose() {
        return weights.architecture().purpose();
    }

    /**
     * Counts the multiply-adds of the convolutions, those of the separable ones included, when it is run on large
     * images; with each section in one channel, as inference does.
     *
     * @return multiply-adds for each pixel of the input
     */
    public long multiplyAddsPerPixel() {
        return weights.multiplyAddsPerPixel();
    }

    /**
     * Reads a parameter.
     *
     * @param name one of {@link #parameters()}
     * @return a copy of its values, row by row
     * @throws IllegalArgumentException if there is no such parameter
     */
    public float[] parameter(String name) {
        return weights.parameter(name);
    }

    /**
     * Writes a parameter.
     *
     * @param name   one of {@link #parameters()}
     * @param values all values, row by row
     * @throws IllegalArgumentException if there is no such parameter or it has another number of values
     */
    public void assign(String name, float... values) {
        weights.assign(name, values);
    }

    /**
     * Makes the network ready to run.
     *
     * @param engine what is to run it
     * @return an inference; to be closed. With {@link Engine#ONNX} it runs on as many threads as the caller's
     *         {@link net.imglib2.parallel.Parallelization} context grants now
     */
    public Inference inference(Engine engine) {
        return new Inference(Session.of(weights, engine));
    }

    /**
     * Writes the network as an ONNX graph for use elsewhere: operator set 17, single precision, batch normalisation
     * folded, input {@code input} of N x C x H x W with one channel for each section, any size the network takes. The
     * one output, {@code output}, is the result; for interpolation there are instead N x taps x H x W outputs with the taps of the
     * separable kernels, vertical and horizontal by turns, for the section behind and then the one before (the other
     * way round where two sections are interpolated). Convolving the sections with them and adding the two is left to the
     * user: pixel (x, y) of the result is the sum over the taps i, j of {@code vertical(i) horizontal(j)} times the section
     * at {@code (x + j - taps / 2, y + i - taps / 2)}, its border pixels repeated outwards.
     *
     * @param file where to; replaced if it exists, and only when all is written
     * @throws IOException if writing fails; what was there before is left as it was
     */
    public void exportOnnx(Path file) throws IOException {
        AtomicFile.write(file, OnnxExport.of(weights));
    }
}
