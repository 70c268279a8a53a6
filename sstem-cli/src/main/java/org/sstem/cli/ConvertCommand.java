package org.sstem.cli;

import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.Recipe;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code sstem convert}: the same pixels in another format. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = "Writes a stack in another format; pixels, bit depth and voxel size stay as they are.")
final class ConvertCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "IN", description = StackNames.IN)
    private String in;

    @Parameters(index = "1", paramLabel = "OUT", description = StackNames.OUT)
    private String out;

    @Option(
            names = "--labels",
            description =
                    "The stack is one of labels: whole numbers, written with 64 bits into an HDF5 file or a store.")
    private boolean labels;

    @Mixin
    private BuildOptions output;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return common.run(() -> {
            try (Targets targets = output.targets(spec)
                            .inStack("IN", in)
                            .stack("OUT", out)
                            .check();
                    StackReader<?> stack = labels ? Stacks.openLabels(in) : Stacks.open(in);
                    Bar bar = new Bar("convert")) {
                Recipe recipe = new Recipe().stack("input", in);
                BuildOptions.writer(output.permission(), out, stack.voxelSize(), recipe.parts())
                        .progress(bar)
                        .write(stack.pixels());
            }
            return 0;
        });
    }
}
