package org.sstem.net;

import org.sstem.fuzz.Fuzz;
import org.sstem.fuzz.Fuzz.Format;
import org.sstem.fuzz.Mutator;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.training.CheckpointFuzz;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The formats of this module, for damaged files of each. */
final class NetFuzz {

    private NetFuzz() {}

    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[2]);
        Network network = Networks.create(new FoldFusionConfig(1, List.of(2, 2, 2, 2)), 1);
        Path model = folder.resolve("whole.zip");
        new ModelFile(network, ModelDescription.untrained(1)).write(model);
        Path compact = folder.resolve("compact.zip");
        new ModelFile(
                        Networks.create(new RefinementConfig(Role.INTERPOLATION, List.of(2, 3), 0), 1),
                        new ModelDescription(7, "a few steps", "none"))
                .write(compact);

        Map<String, Format> formats = new LinkedHashMap<>();
        formats.put("model", new Format("model.zip", Mutator.zip(Fuzz.contents(model, compact)), file -> ModelFile.read(
                        file)
                .notFinite()));
        formats.put("checkpoint", CheckpointFuzz.format(folder, network.weights()));
        Fuzz.main(formats, arguments);
    }
}
