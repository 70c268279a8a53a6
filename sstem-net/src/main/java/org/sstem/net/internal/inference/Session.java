package org.sstem.net.internal.inference;

import org.sstem.internal.kernel.Tensor;
import org.sstem.net.Engine;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.graph.Dl4j;

/**
 * A network ready to restore: grey sections in, result out. Later changes of the
 * network's parameters may or may not reach it.
 *
 * <p>Both engines give the same numbers within 1e-4 of the result's root mean square. {@link Engine#ONNX} may be used
 * by several threads at once, {@link Engine#DL4J} by one.
 */
public interface Session extends AutoCloseable {

    /**
     * Makes a network ready.
     *
     * @param network the network
     * @param engine  what is to run it; {@link Engine#ONNX} runs on as many threads as the caller's context grants now
     * @return a session; to be closed
     * @throws IllegalStateException if what the engine needs is not there; the message says what
     */
    static Session of(NetworkWeights network, Engine engine) {
        if (engine != Engine.DL4J) {
            return new OnnxSession(network, engine);
        }
        Dl4j.require("the engine DL4J");
        return new Dl4jSession(network);
    }

    /**
     * Says what runs the network.
     *
     * @return the engine
     */
    Engine engine();

    /**
     * Says what the network looks like.
     *
     * @return its architecture
     */
    Architecture architecture();

    /**
     * Runs the network.
     *
     * @param sections N x C x H x W in [0, 1], one channel for each section that the network takes, in its order; height
     *                 and width are multiples of the network's {@linkplain Architecture#stridePx() stride}
     * @return N x C' x H x W, newly made
     * @throws IllegalArgumentException if the shape does not fit; the message says what would
     */
    Tensor run(Tensor sections);

    /** Frees what the engine holds. Closing twice does nothing. */
    @Override
    void close();
}
