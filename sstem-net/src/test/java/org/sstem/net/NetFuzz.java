package org.sstem.net;

import org.sstem.fuzz.Fuzz;
import org.sstem.fuzz.Fuzz.Format;
import org.sstem.fuzz.Mutator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The formats of this module, for damaged files of each. */
final class NetFuzz {

    private NetFuzz() {}

    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[2]);
        Network network = Network.create(new FoldFusionConfig(1, List.of(2, 2, 2, 2)), 1);
        Path model = folder.resolve("whole.zip");
        new ModelFile(network, ModelDescription.untrained(1)).write(model);
        Path compact = folder.resolve("compact.zip");
        RefinementConfig.Role role = RefinementConfig.Role.INTERPOLATION;
        new ModelFile(
                        Network.create(new RefinementConfig(role, List.of(2, 3), 0), 1),
                        new ModelDescription(7, "a few steps", "none"))
                .write(compact);

        RunSettings settings = new RunSettings(Map.of("seed", "1"));
        FlatParameters parameters = network.trainable(List.of(Loss.l1())).parameters();
        TrainingState state = new TrainingState(new Adam(parameters.count()), parameters.copy());
        state.step = 3;
        state.remember(0.5);
        Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));
        new Checkpoints(checkpoints, 1).write(state, parameters, settings);
        Path checkpoint = new Checkpoints(checkpoints, 1).list().get(0);
        byte[] whole = Files.readAllBytes(checkpoint);

        Map<String, Format> formats = new LinkedHashMap<>();
        formats.put("model", new Format("model.zip", Mutator.zip(Fuzz.contents(model, compact)), file -> ModelFile.read(
                        file)
                .notFinite()));
        formats.put("checkpoint", new Format("checkpoint.zip", Mutator.zip(List.of(whole)), file -> {
            Files.copy(file, checkpoint, StandardCopyOption.REPLACE_EXISTING);
            new Checkpoints(checkpoints, 1).readLast(parameters, settings);
        }));
        Fuzz.main(formats, arguments);
    }
}
