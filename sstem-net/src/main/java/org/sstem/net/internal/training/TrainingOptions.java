package org.sstem.net.internal.training;

import org.sstem.net.LearningRate;
import org.sstem.net.TrainerBuilder;
import org.sstem.net.TrainingListener;
import org.sstem.net.ValidationFigure;
import org.sstem.net.internal.example.Example;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;

/** What a training is told besides its networks, its examples and its losses; see {@link TrainerBuilder} for each. */
public record TrainingOptions(
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
