package org.sstem.net.internal.inference;

import org.sstem.kernel.Tensor;
import org.sstem.net.Engine;
import org.sstem.net.Inference;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.RefinementConfig;
import org.sstem.net.internal.array.Planes;

import java.util.ArrayList;
import java.util.List;

/**
 * A network that any number of threads may run at once: ONNX Runtime's sessions allow that; of DL4J's graphs every
 * thread borrows one of its own. What is needed is made when it is first needed, so that a network which is not costs
 * nothing. Thread-safe.
 */
public final class SharedInference implements AutoCloseable {

    private final Network network;
    private final Engine engine;
    private final List<Inference> idle = new ArrayList<>();
    private Inference session;
    private boolean closed;

    public SharedInference(Network network, Engine engine) {
        this.network = network;
        this.engine = engine;
    }

    public NetworkConfig config() {
        return network.config();
    }

    /** Tells whether the result is the last channel of the input with a change. */
    public boolean refines() {
        return config() instanceof RefinementConfig && ((RefinementConfig) config()).refines();
    }

    /**
     * Runs the network.
     *
     * @param sections as {@link Inference#run} takes it
     * @return a new tensor of finite values
     * @throws IllegalStateException if it was closed, or if the network's result is not finite
     */
    public Tensor run(Tensor sections) {
        Inference inference = borrow();
        try {
            Tensor result = inference.run(sections);
            Planes.requireFinite(result);
            return result;
        } finally {
            giveBack(inference);
        }
    }

    private synchronized Inference borrow() {
        if (closed) {
            throw new IllegalStateException("the restoration model was closed");
        }
        if (engine == Engine.ONNX) {
            session = session == null ? network.inference(engine) : session;
            return session;
        }
        return idle.isEmpty() ? network.copy().inference(engine) : idle.remove(idle.size() - 1);
    }

    private synchronized void giveBack(Inference inference) {
        if (inference != session) {
            if (closed) {
                inference.close();
            } else {
                idle.add(inference);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Inference::close);
        idle.clear();
        if (session != null) {
            session.close();
        }
    }
}
