package org.sstem.net.internal.training;

import com.google.gson.Gson;
import org.sstem.image.Plane;
import org.sstem.kernel.Tensor;
import org.sstem.net.Inference;
import org.sstem.net.Loss;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.RefinementConfig;
import org.sstem.net.TrainingRecipe;
import org.sstem.net.UnfoldingConfig;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.example.PairExamples;
import org.sstem.net.internal.example.RefinementEvidence;
import org.sstem.net.internal.example.RefinementExamples;
import org.sstem.restore.TrainingPair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** A network that is trained by itself, in place. */
public record OneNetwork(Network network) implements Learner {

    @Override
    public List<Loss> losses() {
        return List.of(Loss.l1());
    }

    @Override
    public boolean predictsFlow() {
        return network.config() instanceof UnfoldingConfig
                || network.config() instanceof RefinementConfig refinement && !refinement.refines();
    }

    @Override
    public LongFunction<Example> examples(
            LongFunction<TrainingPair> pairs, List<Inference> before, TrainingRecipe recipe, long seed) {
        if (network.config() instanceof RefinementConfig refinement) {
            TrainingRecipe cut = recipe == null ? TrainingRecipe.of(refinement) : recipe;
            return new RefinementExamples(
                    RefinementEvidence.of(refinement.role(), before), pairs, cut.pool(), cut.cropPx(), seed);
        }
        return PairExamples.of(before).of(network.config(), pairs);
    }

    @Override
    public Trainable trainable(List<Loss> losses) {
        return network.trainable(losses);
    }

    @Override
    public void adopt(Trainable trained) {
        // They are the network's own.
    }

    @Override
    public Map<String, String> description() {
        return Map.of("network", describe(network.config()));
    }

    static String describe(NetworkConfig config) {
        return config.getClass().getSimpleName() + new Gson().toJson(config);
    }

    @Override
    public List<Plane> sections(Tensor input) {
        int repeated = network.config().inputChannels() / network.config().sectionCount();
        List<Plane> channels = Validation.planes(input);
        List<Plane> sections = new ArrayList<>();
        for (int c = 0; c < channels.size(); c += repeated) {
            sections.add(channels.get(c));
        }
        return sections;
    }
}
