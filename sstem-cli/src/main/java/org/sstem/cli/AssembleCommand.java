package org.sstem.cli;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Restoration.Layer;
import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.GapOptions;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.cli.internal.option.Usage;
import org.sstem.cli.internal.part.Parts;
import org.sstem.damage.Damage;
import org.sstem.internal.file.Recipe;
import org.sstem.report.RestorationReport;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code sstem assemble}: what several processes have restored becomes one stack. */
@Command(
        name = "assemble",
        mixinStandardHelpOptions = true,
        description = "Makes one stack of the parts that sstem restore --chunk or --sections has written: the same that"
                + " one run would have made.")
final class AssembleCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "IN", description = "The damaged stack that the parts are of.")
    private String in;

    @Parameters(index = "1", paramLabel = "OUT", description = StackNames.OUT)
    private String out;

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "PART", description = "The folders of all parts.")
    private List<Path> parts;

    @Option(
            names = "--provenance",
            paramLabel = "OUT",
            description = "Also write where every pixel comes from: "
                    + "0 original, 1 moved, 2 corrected, 3 interpolated, 4 fused.")
    private String provenance;

    @Option(
            names = "--layers",
            description = "Let OUT, a store, carry provenance, confidence and damage, as sstem restore --layers does;"
                    + " needs --damage.")
    private boolean layers;

    @Option(
            names = "--damage",
            paramLabel = "damage.json",
            description = "The damage that the parts were restored from, for --layers.")
    private Path damageFile;

    @Option(names = "--report", paramLabel = "report.html", description = "Also write a report, and a JSON beside it.")
    private Path report;

    @Mixin
    private BuildOptions output;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Usage.require(layers == (damageFile != null), spec, "--layers and --damage belong together");
        if (layers) {
            Usage.check(spec, "--layers", () -> StackWriter.to(out).layers(Layer.values()));
        }
        return common.run(() -> {
            try (Targets targets = targets()) {
                Parts opened = Parts.open(parts);
                checkInput(opened);
                try (StackReader<?> stack = GapOptions.open(in, opened.recipe())) {
                    assemble(stack, opened);
                }
            }
            return 0;
        });
    }

    private Targets targets() throws IOException {
        return output.targets(spec)
                .inStack("IN", in)
                .in("a part", parts)
                .in("--damage", damageFile)
                .stack("OUT", out)
                .stack("--provenance", provenance)
                .file("--report", report)
                .file("the JSON of --report", report == null ? null : RestorationReport.json(report))
                .check();
    }

    private void checkInput(Parts opened) throws IOException {
        String before = opened.recipe().get("input");
        String now = new Recipe().stack("input", in).parts().get("input");
        if (!now.equals(before)) {
            throw new IOException("IN is not the stack that the parts were made of: it was " + before + ", is " + now);
        }
    }

    private <T extends NativeType<T> & RealType<T>> void assemble(StackReader<T> stack, Parts opened)
            throws IOException {
        RestorationRun<T> run = new RestorationRun<>(in, stack, opened.of(stack), output.permission(), opened.recipe());
        (layers ? run.layers(damage(stack, opened)) : run).write(out, provenance, report, common);
    }

    private Damage damage(StackReader<?> stack, Parts opened) throws IOException {
        Damage damage = Damage.read(damageFile);
        damage.validate(stack.width(), stack.height(), stack.sections());
        Damage all = GapOptions.with(damage, stack);
        String before = opened.recipe().get("damage");
        String now = new Recipe().damage(all).parts().get("damage");
        if (!now.equals(before)) {
            throw new IOException(damageFile + " is not the damage that the parts were restored from: it was " + before
                    + ", is " + now);
        }
        return all;
    }
}
