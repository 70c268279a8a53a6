package org.sstem.cli;

import net.imglib2.view.Views;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.DryRun;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.internal.file.Recipe;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
    private DryRun dry;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return common.run(() -> {
            try (Targets targets =
                            dry.check(output.targets(spec).inStack("IN", in).stack("OUT", out));
                    StackReader<?> stack = labels ? Stacks.openLabels(in) : Stacks.open(in)) {
                if (dry.isAsked()) {
                    foresee(stack, targets);
                    return 0;
                }
                convert(stack);
            }
            return 0;
        });
    }

    private void convert(StackReader<?> stack) throws IOException {
        try (Bar bar = common.bar("convert")) {
            Recipe recipe = new Recipe().stack("input", in);
            BuildOptions.writer(output.permission(), out, stack.voxelSize(), recipe.parts())
                    .names(stack.names())
                    .progress(bar)
                    .write(stack.pixels());
        }
    }

    private void foresee(StackReader<?> stack, Targets targets) {
        long section = (long) stack.width() * stack.height() * stack.type().getBitsPerPixel() / Byte.SIZE;
        long start = System.nanoTime();
        Views.hyperSlice(stack.pixels(), 2, 0).firstElement();
        Duration one = Duration.ofNanos(System.nanoTime() - start);
        new Foreseen("write the same pixels in another format", List.of(in), targets)
                .stack(stack)
                .memory(Foreseen.BASE_BYTES + 2 * section)
                .with("reading", Foreseen.words(one.multipliedBy(stack.sections())) + ", from the first section")
                .print(spec.commandLine().getOut(), false);
    }
}
