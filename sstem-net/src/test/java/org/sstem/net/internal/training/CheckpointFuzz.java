package org.sstem.net.internal.training;

import org.sstem.fuzz.Fuzz.Format;
import org.sstem.fuzz.Mutator;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.graph.FlatParameters;
import org.sstem.net.internal.loss.LossFunction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Damaged checkpoints of a training. */
public final class CheckpointFuzz {

    private CheckpointFuzz() {}

    /** Makes a checkpoint of a small network, and how it is read again when it is damaged. */
    public static Format format(Path folder, NetworkWeights network) throws IOException {
        RunSettings settings = new RunSettings(Map.of("seed", "1"));
        FlatParameters parameters =
                new OneNetwork(network).trainable(List.of(LossFunction.l1())).parameters();
        TrainingState state = new TrainingState(new Adam(parameters.count()), parameters.copy());
        state.step = 3;
        state.remember(0.5);
        Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));
        new Checkpoints(checkpoints, 1).write(state, parameters, settings);
        Path checkpoint = new Checkpoints(checkpoints, 1).list().get(0);
        byte[] whole = Files.readAllBytes(checkpoint);
        return new Format("checkpoint.zip", Mutator.zip(List.of(whole)), file -> {
            Files.copy(file, checkpoint, StandardCopyOption.REPLACE_EXISTING);
            new Checkpoints(checkpoints, 1).readLast(parameters, settings);
        });
    }
}
