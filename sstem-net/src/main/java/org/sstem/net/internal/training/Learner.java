package org.sstem.net.internal.training;

import org.sstem.image.Plane;
import org.sstem.kernel.Tensor;
import org.sstem.net.Inference;
import org.sstem.net.Loss;
import org.sstem.net.Trainer;
import org.sstem.net.TrainerBuilder;
import org.sstem.net.TrainingRecipe;
import org.sstem.net.internal.example.Example;
import org.sstem.restore.TrainingPair;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** What a {@link Trainer} trains: one network, or several as one. */
public interface Learner {

    /** The losses unless others are set, one for each output. */
    List<Loss> losses();

    /** Says whether the last output is a flow. */
    boolean predictsFlow();

    /**
     * Turns pairs into what goes in and what should come out.
     *
     * @param before networks that come before this one; see {@link TrainerBuilder#before}
     * @param recipe how examples are cut; null for the default
     * @param seed   of the cuts
     */
    LongFunction<Example> examples(
            LongFunction<TrainingPair> pairs, List<Inference> before, TrainingRecipe recipe, long seed);

    /** Makes a graph to train, with the present parameters. */
    Trainable trainable(List<Loss> losses);

    /** Takes over the parameters of a graph that was trained. */
    void adopt(Trainable trained);

    /** Describes the networks, name to configuration, for checkpoints. */
    Map<String, String> description();

    /** The sections of an input, each once. */
    List<Plane> sections(Tensor input);
}
