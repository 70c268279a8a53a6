package org.sstem.net;

import org.sstem.method.TrainingPair;
import org.sstem.net.Trainer.LabelledSections;
import org.sstem.net.internal.example.Crops;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.example.RefinementExamples;
import org.sstem.net.internal.inference.Session;
import org.sstem.net.internal.training.Learner;

import java.util.List;
import java.util.function.LongFunction;

/** What a training learns from and what it is judged by, in whichever form it was given. Not thread-safe. */
final class LearntAndJudged {

    /** Where examples come from: labelled sections, what is ready for the network, or pairs; the first that was given. */
    static final class Source {

        private LongFunction<TrainingPair> pairs;
        private LongFunction<Example> examples;
        private List<LabelledSections> labelled;

        void pairs(LongFunction<TrainingPair> given) {
            pairs = given;
        }

        void examples(LongFunction<Example> given) {
            examples = given;
        }

        void labelled(List<LabelledSections> given) {
            labelled = given;
        }
    }

    private final Learner learner;
    private final Source learnt = new Source();
    private final Source judged = new Source();
    private List<Inference> before = List.of();
    private Crops crops;

    LearntAndJudged(Learner learner) {
        this.learner = learner;
    }

    Source learnt() {
        return learnt;
    }

    Source judged() {
        return judged;
    }

    void before(List<Inference> networks) {
        before = networks;
    }

    void crops(Crops cut) {
        crops = cut;
    }

    /**
     * Makes what to learn from.
     *
     * @throws IllegalArgumentException if nothing was given, or the network does not learn from it
     */
    LongFunction<Example> learntExamples(long seed) {
        LongFunction<Example> examples = examples(learnt, seed, true);
        if (examples == null) {
            throw new IllegalArgumentException("pairs to learn from must be given");
        }
        return examples;
    }

    /** Makes what to judge by, drawn apart from what is learnt; null if nothing was given. */
    LongFunction<Example> judgedExamples(long seed) {
        return examples(judged, seed + 1, false);
    }

    /**
     * The whole pairs behind what is judged.
     *
     * @throws IllegalArgumentException if there are none
     */
    LongFunction<Example> whole(LongFunction<Example> examples) {
        if (!(examples instanceof RefinementExamples compact) || learner.predictsFlow()) {
            throw new IllegalArgumentException(
                    "moderation needs validation pairs, and a compact network whose output is a section");
        }
        return compact::whole;
    }

    private LongFunction<Example> examples(Source source, long seed, boolean varied) {
        if (source.labelled != null) {
            return learner.examples(LabelledSections.each(source.labelled), crops, seed, varied);
        }
        if (source.examples != null || source.pairs == null) {
            return source.examples;
        }
        List<Session> sessions = before.stream().map(Inference::session).toList();
        return learner.examples(source.pairs, sessions, crops, seed);
    }
}
