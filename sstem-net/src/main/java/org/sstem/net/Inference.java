package org.sstem.net;

import org.sstem.internal.kernel.Tensor;

/**
 * A network ready to restore: grey sections in, result out. Made by {@link Network#inference}; later changes of the
 * network's parameters may or may not reach it.
 *
 * <p>Both engines give the same numbers within 1e-4 of the result's root mean square. {@link Engine#ONNX} may be used
 * by several threads at once, {@link Engine#DL4J} by one.
 */
public interface Inference extends AutoCloseable {

    /**
     * Says what runs the network.
     *
     * @return the engine
     */
    Engine engine();

    /**
     * Says what the network looks like.
     *
     * @return its configuration
     */
    NetworkConfig config();

    /**
     * Runs the network.
     *
     * @param sections N x C x H x W in [0, 1], one channel for each section that the network takes, in its order; height
     *                 and width are multiples of the network's {@linkplain NetworkConfig#stridePx() stride}
     * @return N x C' x H x W, newly made
     * @throws IllegalArgumentException if the shape does not fit; the message says what would
     */
    Tensor run(Tensor sections);

    /** Frees what the engine holds. Closing twice does nothing. */
    @Override
    void close();
}
