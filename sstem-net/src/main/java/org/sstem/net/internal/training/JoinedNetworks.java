package org.sstem.net.internal.training;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.image.Plane;
import org.sstem.kernel.Tensor;
import org.sstem.net.FoldFusionConfig;
import org.sstem.net.Inference;
import org.sstem.net.InterpolationConfig;
import org.sstem.net.Loss;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.PrecipitateConfig;
import org.sstem.net.TrainingRecipe;
import org.sstem.net.UnfoldingConfig;
import org.sstem.net.internal.array.Blocks;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.example.PairExamples;
import org.sstem.net.internal.graph.Graphs;
import org.sstem.net.internal.graph.PlanGraph;
import org.sstem.net.internal.plan.JointPlan;
import org.sstem.restore.TrainingPair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Three networks that are trained as one, in a graph with copies of their parameters. */
public final class JoinedNetworks implements Learner {

    private final Map<String, Network> networks = new LinkedHashMap<>();
    private final JointPlan joint;
    private final boolean folds;
    /** In which the interpolation takes each section, and all the others where there are folds. */
    private final int channels;

    private JoinedNetworks(JointPlan joint, boolean folds, Network interpolation, Network middle, Network fusion) {
        this.joint = joint;
        this.folds = folds;
        this.channels = ((InterpolationConfig) interpolation.config()).channels();
        networks.put(JointPlan.INTERPOLATION, interpolation);
        networks.put(folds ? JointPlan.UNFOLDING : JointPlan.CORRECTION, middle);
        networks.put(JointPlan.FUSION, fusion);
    }

    public static JoinedNetworks folds(Network interpolation, Network unfolding, Network fusion) {
        JointPlan plan = JointPlan.folds(
                config(interpolation, InterpolationConfig.class),
                config(unfolding, UnfoldingConfig.class),
                config(fusion, FoldFusionConfig.class));
        return new JoinedNetworks(plan, true, interpolation, unfolding, fusion);
    }

    public static JoinedNetworks precipitates(Network interpolation, Network correction, Network fusion) {
        JointPlan plan = JointPlan.precipitates(
                config(interpolation, InterpolationConfig.class),
                config(correction, PrecipitateConfig.class),
                config(fusion, PrecipitateConfig.class));
        return new JoinedNetworks(plan, false, interpolation, correction, fusion);
    }

    private static <T extends NetworkConfig> T config(Network network, Class<T> kind) {
        if (!kind.isInstance(network.config())) {
            throw new IllegalArgumentException("a network of " + kind.getSimpleName() + " is needed here, was one of "
                    + network.config().getClass().getSimpleName());
        }
        return kind.cast(network.config());
    }

    @Override
    public List<Loss> losses() {
        return List.of(Loss.l1(), folds ? Loss.endpointError() : Loss.l1(), Loss.l1());
    }

    @Override
    public boolean predictsFlow() {
        return false;
    }

    @Override
    public LongFunction<Example> examples(
            LongFunction<TrainingPair> pairs, List<Inference> before, TrainingRecipe recipe, long seed) {
        return i -> example(pairs.apply(i));
    }

    /** What goes in, and what each of the three should make of it. */
    private Example example(TrainingPair pair) {
        Plane degraded = pair.degraded()
                .orElseThrow(() -> new IllegalArgumentException("these networks learn from damaged sections, but"
                        + " in a pair of kind " + pair.kind() + " there is none"));
        List<Plane> input = new ArrayList<>();
        for (Plane neighbour : pair.neighbours()) {
            repeat(neighbour, input);
        }
        Tensor target = PairExamples.tensor(pair.target());
        Tensor middle = target;
        if (folds) {
            repeat(degraded, input);
            middle = pair.flow()
                    .map(flow -> PairExamples.tensor(flow.u(), flow.v()))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "these networks learn from pairs that have a flow, was given one of kind " + pair.kind()));
        } else {
            input.add(degraded);
            input.add(pair.mask());
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
    public Trainable trainable(List<Loss> losses) {
        PlanGraph graph = Graphs.of(joint.plan(), joint.outputs(), DataType.FLOAT);
        networks.forEach((prefix, network) -> network.parameters().forEach((name, shape) -> view(graph, prefix + name)
                .assign(Nd4j.createFromArray(network.parameter(name)).reshape('c', shape))));
        return new Trainable(graph, joint.plan(), losses);
    }

    @Override
    public void adopt(Trainable trained) {
        networks.forEach((prefix, network) -> network.parameters()
                .keySet()
                .forEach(name -> network.assign(name, Blocks.values(view(trained.graph(), prefix + name)))));
    }

    private INDArray view(PlanGraph graph, String name) {
        return Graphs.parameter(graph, joint.plan(), name);
    }

    @Override
    public Map<String, String> description() {
        Map<String, String> description = new LinkedHashMap<>();
        networks.forEach((prefix, network) -> description.put(prefix, OneNetwork.describe(network.config())));
        return description;
    }

    @Override
    public List<Plane> sections(Tensor input) {
        List<Plane> planes = Validation.planes(input);
        List<Plane> sections = new ArrayList<>(List.of(planes.get(0), planes.get(channels)));
        sections.addAll(folds ? List.of(planes.get(2 * channels)) : planes.subList(2 * channels, 2 * channels + 2));
        return sections;
    }
}
