package org.sstem.cli;

import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.OutputOptions;
import org.sstem.cli.internal.option.Targets;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code sstem export}: a network as an ONNX graph, for use elsewhere. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a network as an ONNX graph, for use elsewhere.")
final class ExportCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "model.zip", description = "Model file.")
    private Path model;

    @Parameters(index = "1", paramLabel = "OUT.onnx", description = "Where to write the graph.")
    private Path out;

    @Mixin
    private OutputOptions writing;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return common.run(() -> {
            try (Targets targets = writing.targets(spec)
                    .in("model.zip", model)
                    .file("OUT.onnx", out)
                    .check()) {
                Network network = ModelFile.read(model).network();
                targets.checkFile(out);
                network.exportOnnx(out);
            }
            return 0;
        });
    }
}
