package org.sstem.cli;

import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.OutputOptions;
import org.sstem.cli.internal.option.RoleNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.damage.DamageKind;
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;
import org.sstem.net.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code sstem import}: the parameters of a network that was trained by PyTorch. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Reads a network that PyTorch trained from its checkpoint, and writes a model file. Nothing that a"
                        + " checkpoint may name is executed.")
final class ImportCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "checkpoint.pth", description = "What torch.save wrote, since PyTorch 1.6.")
    private Path checkpoint;

    @Option(
            names = "--network",
            required = true,
            paramLabel = "ROLE",
            description = "What the network is for: interpolation, interpolation-of-two, unfolding, fold-fusion,"
                    + " precipitate-correction or precipitate-fusion.")
    private String network;

    @Option(
            names = "--preset",
            paramLabel = "published|compact",
            defaultValue = "published",
            description = "The published network (default) or the compact one.")
    private TrainCommand.Preset preset;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "model.zip",
            description = "The model file to write.")
    private Path output;

    @Option(
            names = "--licence",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Licence of the data, kept in the model file.")
    private String licence;

    @Mixin
    private OutputOptions writing;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Role role = RoleNames.role(spec.commandLine(), "--network", network, DamageKind.FOLD);
        return common.run(() -> {
            try (Targets targets = writing.targets(spec)
                    .in("checkpoint.pth", checkpoint)
                    .file("--output", output)
                    .check()) {
                NetworkConfig config = preset == TrainCommand.Preset.COMPACT
                        ? NetworkConfig.compact(role)
                        : NetworkConfig.published(role);
                Network imported = Network.fromPyTorch(checkpoint, config);
                targets.checkFile(output);
                ModelDescription description =
                        new ModelDescription(0, "imported from " + checkpoint.getFileName(), licence);
                new ModelFile(imported, description).write(output);
            }
            return 0;
        });
    }
}
