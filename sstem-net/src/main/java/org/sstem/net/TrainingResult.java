package org.sstem.net;

import java.util.Optional;

/**
 * What a training came to. Immutable.
 *
 * @param steps     steps done in all, those of earlier runs that it continued included
 * @param early     whether it ended before its steps because the validation no longer improved
 * @param loss      median loss of the last steps (up to 101)
 * @param best      best validation, if there was any; the network has the parameters of then
 * @param bestStep  steps done when it was; {@code steps} if there was no validation
 * @param kept      share of what the network changes that was kept, 0 to 1, see {@link TrainerBuilder#moderation}; 1 unless
 *     it was asked for
 */
public record TrainingResult(
        long steps, boolean early, double loss, Optional<ValidationScores> best, long bestStep, double kept) {}
