package org.sstem.net.internal.training;

import org.sstem.internal.kernel.Tensor;
import org.sstem.method.Plane;
import org.sstem.method.TrainingPair;
import org.sstem.net.Role;
import org.sstem.net.internal.example.Crops;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.inference.Session;
import org.sstem.net.internal.loss.LossFunction;
import org.sstem.net.internal.membrane.MembraneExamples;

import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** What is trained: one network, or several as one. */
public interface Learner {

    /** How many outputs there are, each with a loss. */
    int outputs();

    /** Says whether the last output is a flow, or several. */
    boolean predictsFlow();

    /**
     * Turns pairs into what goes in and what should come out.
     *
     * @param before networks that come before this one; those that it does not need are ignored
     * @param crops  how examples are cut; joined networks take whole pairs
     * @param seed   of the cuts
     */
    LongFunction<Example> examples(LongFunction<TrainingPair> pairs, List<Session> before, Crops crops, long seed);

    /**
     * Cuts examples from labelled sections.
     *
     * @param varied whether noise, focus and contrast are varied
     * @throws IllegalArgumentException if it does not learn from these
     */
    default LongFunction<Example> examples(
            List<MembraneExamples.Labelled> sections, Crops crops, long seed, boolean varied) {
        throw new IllegalArgumentException(
                "labelled sections are for a network for " + Role.MEMBRANE + " only, others learn from training pairs");
    }

    /** Makes a graph to train, with the present parameters. */
    Trainable trainable(List<LossFunction> losses);

    /** Shows the parameters of a graph while it is trained, where one network is. */
    default void show(Trainable training) {}

    /** Takes over the parameters of a graph that was trained. */
    void adopt(Trainable trained);

    /** Describes the networks, name to configuration, for checkpoints. */
    Map<String, String> description();

    /** The sections of an input, each once. */
    List<Plane> sections(Tensor input);
}
