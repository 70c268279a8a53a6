package org.sstem.net;

import org.sstem.ProgressListener;

import java.util.Locale;

/** Hears how a training goes on. Called from the thread that runs it, never concurrently. */
@FunctionalInterface
public interface TrainingListener {

    /** Listens to nothing. */
    TrainingListener NONE = step -> {};

    /**
     * Tells how well the network does before its first step; not called where there is no validation, nor by a training
     * that goes on from a checkpoint.
     *
     * @param scores scores of the validation
     */
    default void untrained(ValidationScores scores) {}

    /**
     * Tells that one more step is done.
     *
     * @param step what came of it
     */
    void step(TrainingStep step);

    /**
     * Tells a listener of long operations about the training.
     *
     * @param listener hears steps done, steps in all, and the loss in words
     * @return a listener to trainings
     */
    static TrainingListener of(ProgressListener listener) {
        return step ->
                listener.progress(step.step(), step.steps(), String.format(Locale.ROOT, "loss %.4g", step.loss()));
    }

    /**
     * Tells another listener as well.
     *
     * @param other hears after this one
     * @return a listener that tells both
     */
    default TrainingListener and(TrainingListener other) {
        TrainingListener first = this;
        return new TrainingListener() {

            @Override
            public void untrained(ValidationScores scores) {
                first.untrained(scores);
                other.untrained(scores);
            }

            @Override
            public void step(TrainingStep step) {
                first.step(step);
                other.step(step);
            }
        };
    }
}
