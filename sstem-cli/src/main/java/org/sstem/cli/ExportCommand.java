package org.sstem.cli;

import org.sstem.net.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Option(names = "--overwrite", description = "Replace what is there already; refused otherwise.")
    private boolean overwrite;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        return common.run(() -> {
            OutputOptions.checkFile(out, overwrite);
            ModelFile.read(model).network().exportOnnx(out);
            return 0;
        });
    }
}
