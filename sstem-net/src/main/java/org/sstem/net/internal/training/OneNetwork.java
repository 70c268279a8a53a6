package org.sstem.net.internal.training;

import com.google.gson.Gson;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.array.Blocks;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.example.Crops;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.example.PairExamples;
import org.sstem.net.internal.example.RefinementEvidence;
import org.sstem.net.internal.example.RefinementExamples;
import org.sstem.net.internal.graph.Graphs;
import org.sstem.net.internal.graph.NetworkGraph;
import org.sstem.net.internal.inference.Session;
import org.sstem.net.internal.loss.LossFunction;
import org.sstem.net.internal.membrane.MembraneExamples;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** A network that is trained by itself. */
public record OneNetwork(NetworkWeights network) implements Learner {

    @Override
    public int outputs() {
        return 1;
    }

    @Override
    public boolean predictsFlow() {
        Role role = network.architecture().role();
        return role == Role.UNFOLDING || role == Role.MOTION;
    }

    @Override
    public LongFunction<Example> examples(
            LongFunction<TrainingPair> pairs, List<Session> before, Crops crops, long seed) {
        Architecture architecture = network.architecture();
        return architecture.compact()
                ? new RefinementExamples(RefinementEvidence.of(architecture.role(), before), pairs, crops, seed)
                : PairExamples.of(before).of(architecture, pairs);
    }

    @Override
    public LongFunction<Example> examples(
            List<MembraneExamples.Labelled> sections, Crops crops, long seed, boolean varied) {
        return network.architecture().role() == Role.MEMBRANE
                ? new MembraneExamples(sections, crops.sizePx(), seed, varied)
                : Learner.super.examples(sections, crops, seed, varied);
    }

    @Override
    public Trainable trainable(List<LossFunction> losses) {
        NetworkGraph graph = NetworkGraph.of(network);
        return new Trainable(graph.graph(), graph.plan(), losses);
    }

    @Override
    public void show(Trainable training) {
        network.follow(name -> Blocks.values(Graphs.parameter(training.graph(), network.plan(), name)));
    }

    @Override
    public void adopt(Trainable trained) {
        Graphs.read(network, trained.graph(), network.plan(), "");
    }

    @Override
    public Map<String, String> description() {
        return Map.of("network", describe(network.architecture()));
    }

    static String describe(Architecture architecture) {
        return architecture.getClass().getSimpleName() + new Gson().toJson(architecture);
    }

    @Override
    public List<Plane> sections(Tensor input) {
        int repeated = network.architecture().channelsPerSection();
        List<Plane> channels = Planes.planes(input);
        List<Plane> sections = new ArrayList<>();
        for (int c = 0; c < channels.size(); c += repeated) {
            sections.add(channels.get(c));
        }
        return sections;
    }
}
