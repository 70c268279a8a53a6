package org.sstem.net.internal.training;

import org.nd4j.linalg.api.buffer.DataType;
import org.sstem.damage.DamageKind;
import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.net.internal.architecture.JointPlan;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.array.Planes;
import org.sstem.net.internal.example.Crops;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.example.PairExamples;
import org.sstem.net.internal.graph.Graphs;
import org.sstem.net.internal.graph.PlanGraph;
import org.sstem.net.internal.inference.Session;
import org.sstem.net.internal.loss.LossFunction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Three networks that are trained as one, in a graph with copies of their parameters. */
public final class JoinedNetworks implements Learner {

    private final Map<String, NetworkWeights> networks = new LinkedHashMap<>();
    private final JointPlan joint;
    private final boolean folds;
    /** In which the interpolation takes each section, and all the others where there are folds. */
    private final int channels;

    private JoinedNetworks(
            JointPlan joint,
            boolean folds,
            NetworkWeights interpolation,
            NetworkWeights middle,
            NetworkWeights fusion) {
        this.joint = joint;
        this.folds = folds;
        this.channels = interpolation.architecture().channelsPerSection();
        networks.put(JointPlan.INTERPOLATION, interpolation);
        networks.put(folds ? JointPlan.UNFOLDING : JointPlan.CORRECTION, middle);
        networks.put(JointPlan.FUSION, fusion);
    }

    /** Interpolation, unfolding and fusion, with the warp between them. */
    public static JoinedNetworks folds(NetworkWeights interpolation, NetworkWeights unfolding, NetworkWeights fusion) {
        JointPlan plan = JointPlan.folds(interpolation.architecture(), unfolding.architecture(), fusion.architecture());
        return new JoinedNetworks(plan, true, interpolation, unfolding, fusion);
    }

    /** Interpolation, correction and fusion, with the soft mask between them. */
    public static JoinedNetworks precipitates(
            NetworkWeights interpolation, NetworkWeights correction, NetworkWeights fusion) {
        JointPlan plan =
                JointPlan.precipitates(interpolation.architecture(), correction.architecture(), fusion.architecture());
        return new JoinedNetworks(plan, false, interpolation, correction, fusion);
    }

    @Override
    public int outputs() {
        return networks.size();
    }

    @Override
    public boolean predictsFlow() {
        return false;
    }

    @Override
    public LongFunction<Example> examples(
            LongFunction<TrainingPair> pairs, List<Session> before, Crops crops, long seed) {
        return i -> example(pairs.apply(i));
    }

    /** What goes in, and what each of the three should make of it. */
    private Example example(TrainingPair pair) {
        List<Plane> input = new ArrayList<>();
        for (Plane neighbour : pair.neighbours()) {
            repeat(neighbour, input);
        }
        Tensor target = PairExamples.tensor(pair.target());
        Tensor middle = target;
        if (folds && pair instanceof TrainingPair.Folded folded) {
            repeat(folded.folded(), input);
            middle = PairExamples.tensor(folded.flow().u(), folded.flow().v());
        } else if (!folds && pair instanceof TrainingPair.Stained stained) {
            input.add(stained.stained());
            input.add(stained.transmission());
        } else {
            throw new IllegalArgumentException("these networks learn from pairs of kind "
                    + (folds ? DamageKind.FOLD : DamageKind.PRECIPITATE) + ", was given one of kind " + pair.kind());
        }
        return new Example(
                PairExamples.tensor(input.toArray(Plane[]::new)),
                List.of(Example.Goal.of(target), Example.Goal.of(middle), Example.Goal.of(target)));
    }

    private void repeat(Plane section, List<Plane> input) {
        for (int c = 0; c < channels; c++) {
            input.add(section);
        }
    }

    @Override
    public Trainable trainable(List<LossFunction> losses) {
        PlanGraph graph = Graphs.of(joint.plan(), joint.outputs(), DataType.FLOAT);
        networks.forEach((prefix, network) -> Graphs.write(network, graph, joint.plan(), prefix));
        return new Trainable(graph, joint.plan(), losses);
    }

    @Override
    public void adopt(Trainable trained) {
        networks.forEach((prefix, network) -> Graphs.read(network, trained.graph(), joint.plan(), prefix));
    }

    @Override
    public Map<String, String> description() {
        Map<String, String> description = new LinkedHashMap<>();
        networks.forEach((prefix, network) -> description.put(prefix, OneNetwork.describe(network.architecture())));
        return description;
    }

    @Override
    public List<Plane> sections(Tensor input) {
        List<Plane> planes = Planes.planes(input);
        List<Plane> sections = new ArrayList<>(List.of(planes.get(0), planes.get(channels)));
        sections.addAll(folds ? List.of(planes.get(2 * channels)) : planes.subList(2 * channels, 2 * channels + 2));
        return sections;
    }
}
