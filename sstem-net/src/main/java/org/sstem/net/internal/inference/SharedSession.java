package org.sstem.net.internal.inference;

import org.sstem.internal.kernel.Tensor;
import org.sstem.net.Engine;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.array.Planes;

import java.util.ArrayList;
import java.util.List;

/**
 * A network that any number of threads may run at once: ONNX Runtime's sessions allow that; of DL4J's graphs every
 * thread borrows one of its own. What is needed is made when it is first needed, so that a network which is not costs
 * nothing. Thread-safe.
 */
public final class SharedSession implements AutoCloseable {

    private final NetworkSource network;
    private final Engine engine;
    private final List<Session> idle = new ArrayList<>();
    private Session session;
    private boolean closed;

    public SharedSession(NetworkSource network, Engine engine) {
        this.network = network;
        this.engine = engine;
    }

    public SharedSession(NetworkWeights network, Engine engine) {
        this(new NetworkSource.Own(network), engine);
    }

    public Architecture architecture() {
        return network.architecture();
    }

    /**
     * Runs the network.
     *
     * @param sections as {@link Session#run} takes it
     * @return a new tensor of finite values
     * @throws IllegalStateException if it was closed, or if the network's result is not finite
     */
    public Tensor run(Tensor sections) {
        Session borrowed = borrow();
        try {
            Tensor result = borrowed.run(sections);
            Planes.requireFinite(result);
            return result;
        } finally {
            giveBack(borrowed);
        }
    }

    private synchronized Session borrow() {
        if (closed) {
            throw new IllegalStateException("the restoration model was closed");
        }
        if (engine != Engine.DL4J) {
            session = session == null ? network.open(engine) : session;
            return session;
        }
        return idle.isEmpty() ? network.open(engine) : idle.remove(idle.size() - 1);
    }

    private synchronized void giveBack(Session borrowed) {
        if (borrowed != session) {
            if (closed) {
                borrowed.close();
            } else {
                idle.add(borrowed);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Session::close);
        idle.clear();
        if (session != null) {
            session.close();
        }
    }
}
