package org.sstem.net.internal.inference;

import org.sstem.internal.kernel.Tensor;
import org.sstem.net.Engine;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.graph.NetworkGraph;

/** Runs the graph that training uses; every section is repeated in as many channels as that takes. */
public final class Dl4jSession implements Session {

    private final NetworkGraph network;
    private final Architecture architecture;
    private final int channels;

    public Dl4jSession(NetworkWeights weights) {
        this.network = NetworkGraph.of(weights);
        this.architecture = weights.architecture();
        this.channels = architecture.channelsPerSection();
    }

    @Override
    public Engine engine() {
        return Engine.DL4J;
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public Tensor run(Tensor sections) {
        architecture.check(sections, architecture.sectionCount());
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
