package org.sstem.net;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;

/** What a training is told besides its networks, its examples and its losses; see {@link TrainerBuilder} for each. */
record TrainingOptions(
        int batch,
        long steps,
        List<LearningRate> rates,
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
