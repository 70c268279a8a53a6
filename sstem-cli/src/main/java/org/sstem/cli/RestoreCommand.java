package org.sstem.cli;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.Detection;
import org.sstem.net.RestorationModel;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code sstem restore}: a damaged stack goes in, a restored stack comes out. */
@Command(name = "restore", mixinStandardHelpOptions = true, description = "Restores the damaged sections of a stack.")
final class RestoreCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "IN", description = StackNames.IN)
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = StackNames.OUT)
    private Path out;

    @Option(
            names = "--damage",
            paramLabel = "damage.json",
            description = "Which sections are damaged, how, and where; without, this is detected.")
    private Path damageFile;

    @Option(
            names = "--provenance",
            paramLabel = "OUT",
            description = "Also write where every pixel comes from: "
                    + "0 original, 1 moved, 2 corrected, 3 interpolated, 4 fused.")
    private Path provenance;

    @Option(names = "--report", paramLabel = "report.html", description = "Also write a report, and a JSON beside it.")
    private Path report;

    @Option(
            names = "--tile",
            paramLabel = "PX",
            defaultValue = "1024",
            description = "Edge of the tiles that a section is restored in (default ${DEFAULT-VALUE}).")
    private int tile;

    @Mixin
    private MethodOptions method;

    @Mixin
    private LevelOptions levels;

    @Mixin
    private OutputOptions output;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        method.check(spec.commandLine());
        return common.run(() -> {
            try (StackReader<?> stack = Stacks.open(in);
                    RestorationModel model = method.model()) {
                restore(stack, model);
            }
            return 0;
        });
    }

    private <T extends NativeType<T> & RealType<T>> void restore(StackReader<T> stack, RestorationModel model)
            throws IOException {
        output.checkFile(report);
        Damage damage = damageFile == null ? detected(stack) : Damage.read(damageFile);
        Restorer.Builder restorer = Restorer.builder().tileSize(tile).absent(levels.absent(stack));
        levels.levels(stack).ifPresent(restorer::levels);
        if (model != null) {
            restorer.methods(method.of(model, damage, spec.commandLine().getOut()));
        }
        Restoration<T> restoration = restorer.build().restore(stack.pixels(), damage);
        String recipe = "restore " + in + " " + (damageFile == null ? "detected" : damageFile) + " " + method.recipe()
                + levels.recipe();
        new RestorationRun<>(in.toString(), stack, restoration, output, recipe).write(out, provenance, report);
    }

    private <T extends NativeType<T> & RealType<T>> Damage detected(StackReader<T> stack) throws IOException {
        Detection found = Detecting.in(stack, levels);
        DetectCommand.lines(found.findings()).forEach(spec.commandLine().getOut()::println);
        return found.damage();
    }
}
