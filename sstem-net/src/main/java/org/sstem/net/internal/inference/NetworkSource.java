package org.sstem.net.internal.inference;

import org.sstem.net.Engine;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.NetworkWeights;

/** Where a network that restores comes from: its own weights, or a graph that somebody else made. */
public sealed interface NetworkSource {

    /** What the network is for, what goes in and comes out, and how it is laid over a section. */
    Architecture architecture();

    /**
     * Makes the network ready.
     *
     * @param engine what is to run it
     * @return a session; to be closed
     */
    Session open(Engine engine);

    /**
     * A network with its weights.
     *
     * @param weights the weights
     */
    record Own(NetworkWeights weights) implements NetworkSource {

        @Override
        public Architecture architecture() {
            return weights.architecture();
        }

        @Override
        public Session open(Engine engine) {
            return Session.of(weights, engine);
        }
    }

    /**
     * An ONNX graph, which only ONNX Runtime runs.
     *
     * @param graph        the bytes of the file
     * @param architecture the network that it takes the place of
     * @param name         how it is called in messages
     */
    record Foreign(byte[] graph, Architecture architecture, String name) implements NetworkSource {

        @Override
        public Session open(Engine engine) {
            if (engine == Engine.DL4J) {
                throw new IllegalStateException(
                        "the engine DL4J cannot run " + name + ", which is an ONNX graph: take the engine ONNX");
            }
            return new OnnxSession(graph, architecture, engine);
        }
    }
}
