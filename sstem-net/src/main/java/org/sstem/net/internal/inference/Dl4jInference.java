package org.sstem.net.internal.inference;

import org.sstem.kernel.Tensor;
import org.sstem.net.Engine;
import org.sstem.net.Inference;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;

/** Runs the graph that training uses; every section is repeated in as many channels as that takes. */
public final class Dl4jInference implements Inference {

    private final Network network;
    private final int channels;

    public Dl4jInference(Network network) {
        this.network = network;
        this.channels = network.config().inputChannels() / network.config().sectionCount();
    }

    @Override
    public Engine engine() {
        return Engine.DL4J;
    }

    @Override
    public NetworkConfig config() {
        return network.config();
    }

    @Override
    public Tensor run(Tensor sections) {
        Network.check(network.config(), sections, network.config().sectionCount());
        Tensor input =
                Tensor.zeros(sections.batch(), sections.channels() * channels, sections.height(), sections.width());
        int plane = sections.height() * sections.width();
        for (int i = 0; i < sections.batch() * sections.channels() * channels; i++) {
            input.data().put(i * plane, sections.data(), i / channels * plane, plane);
        }
        return network.run(input);
    }

    @Override
    public void close() {}
}
