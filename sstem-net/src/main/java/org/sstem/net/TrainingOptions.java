package org.sstem.net;

import java.nio.file.Path;
import java.util.function.LongFunction;

/** What a training is told besides its network, its examples and its losses; see {@link Trainer.Builder} for each. */
record TrainingOptions(
        int batch,
        long steps,
        LearningRate rate,
        double clip,
        boolean freezeNormalisation,
        double averaging,
        long seed,
        LongFunction<Example> validation,
        int validationCount,
        long validationEvery,
        ValidationFigure figure,
        int patience,
        Path checkpoints,
        long checkpointEvery,
        int checkpointsKept,
        boolean resume,
        TrainingListener listener) {}
