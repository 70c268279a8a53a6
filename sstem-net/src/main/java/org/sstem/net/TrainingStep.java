package org.sstem.net;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a training has come: what a {@link TrainingListener} hears after every step. Immutable.
 *
 * @param step              steps done
 * @param steps             steps in all
 * @param loss              loss of this step's batch
 * @param gradientNorm      Euclidean norm of the gradient before clipping
 * @param rate              learning rate of this step; of several networks, the highest
 * @param examplesPerSecond examples a second over the last steps
 * @param remaining         how long the rest will take at that pace
 * @param validation        scores, if this step was followed by a validation
 */
public record TrainingStep(
        long step,
        long steps,
        double loss,
        double gradientNorm,
        double rate,
        double examplesPerSecond,
        Duration remaining,
        Optional<ValidationScores> validation) {}
