package org.sstem.net.internal.method;

import org.sstem.method.RestorationMethod;
import org.sstem.net.Engine;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.inference.SharedSession;

import java.util.ArrayList;
import java.util.List;

/** Networks in memory and what was opened of them, for tests. */
public final class OpenModel implements AutoCloseable {

    private final NetworkSet networks = new NetworkSet();
    private final List<SharedSession> opened = new ArrayList<>();

    private OpenModel() {}

    public static OpenModel of(NetworkWeights... networks) {
        OpenModel model = new OpenModel();
        for (NetworkWeights network : networks) {
            model.networks.add(network, "in memory");
        }
        model.networks.checked();
        return model;
    }

    public List<RestorationMethod> methods(Engine engine) {
        return new ModelMethods(networks, engine, opened::add).all();
    }

    @Override
    public void close() {
        opened.forEach(SharedSession::close);
    }
}
