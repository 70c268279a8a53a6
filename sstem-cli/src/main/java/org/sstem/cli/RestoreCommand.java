package org.sstem.cli;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Restoration;
import org.sstem.Restoration.Layer;
import org.sstem.Restorer;
import org.sstem.cli.internal.file.FlowPlace;
import org.sstem.cli.internal.file.NeuroglancerState;
import org.sstem.cli.internal.file.ParameterFolder;
import org.sstem.cli.internal.file.Review;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.DryRun;
import org.sstem.cli.internal.option.GapOptions;
import org.sstem.cli.internal.option.LevelOptions;
import org.sstem.cli.internal.option.MethodOptions;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.cli.internal.option.Usage;
import org.sstem.cli.internal.part.PartFolder;
import org.sstem.cli.internal.part.PartOptions;
import org.sstem.cli.internal.part.Restored;
import org.sstem.damage.Damage;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.file.field.FieldShape;
import org.sstem.net.RestorationModel;
import org.sstem.report.RestorationReport;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import org.sstem.stack.Stacks;
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

/** {@code sstem restore}: a damaged stack goes in, a restored stack comes out. */
@Command(name = "restore", mixinStandardHelpOptions = true, description = "Restores the damaged sections of a stack.")
final class RestoreCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "IN", description = StackNames.IN)
    private String in;

    @Parameters(index = "1", paramLabel = "OUT", description = StackNames.OUT)
    private String out;

    @Option(
            names = "--damage",
            paramLabel = "damage.json",
            description = "Which sections are damaged, how, and where; without, this is detected and kept in the folder"
                    + " OUT.damage.")
    private Path damageFile;

    @Option(
            names = "--provenance",
            paramLabel = "OUT",
            description = "Also write where every pixel comes from: "
                    + "0 original, 1 moved, 2 corrected, 3 interpolated, 4 fused.")
    private String provenance;

    @Option(
            names = "--layers",
            description =
                    "Let OUT, a store, carry layers beside its pixels, one byte a pixel: provenance; confidence, 255"
                            + " where a pixel is the original, else 254 times that of the repair; and damage, what was wrong"
                            + " there: the sum of 1 fold, 2 precipitate, 4 missing, 8 crack, 16 lost.")
    private boolean layers;

    @Option(
            names = "--flow",
            paramLabel = "OUT",
            description = "Also write, for each folded or cracked section, where its tissue was taken from: as"
                    + " flow_ZZZZ.npy into this folder, in pixels from the restored to the damaged section; or as a"
                    + " displacement field, if it is called flows.zarr, zarr3://flows.zarr or flows.n5.")
    private String flow;

    @Option(names = "--report", paramLabel = "report.html", description = "Also write a report, and a JSON beside it.")
    private Path report;

    @Option(
            names = "--parameters",
            paramLabel = "DIR",
            description =
                    "Keep what is estimated of each damaged section in DIR, one JSON a section, and use what is there"
                            + " already, edited or not, in place of estimating it.")
    private Path parameters;

    @Option(
            names = "--review",
            paramLabel = "review.json",
            description =
                    "What a person decided on the page of an earlier report: accepted sections are restored as before,"
                            + " rejected ones stay as they are, those to redo are made from their neighbours.")
    private Path review;

    @Option(
            names = "--neuroglancer",
            paramLabel = "state.json",
            description =
                    "Also write a state of Neuroglancer that shows IN beside OUT, and over it the provenance and the"
                            + " layers of OUT, as far as they are stores below the folder of this file.")
    private Path state;

    @Option(
            names = "--served",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9000",
            description = "Where the folder of state.json is served (default ${DEFAULT-VALUE}).")
    private String served;

    @Option(
            names = "--tile",
            paramLabel = "PX",
            defaultValue = "1024",
            description = "Edge of the tiles that a section is restored in (default ${DEFAULT-VALUE}).")
    private int tile;

    @Mixin
    private GapOptions gaps;

    @Mixin
    private MethodOptions method;

    @Mixin
    private LevelOptions levels;

    @Mixin
    private PartOptions part;

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
        method.check(spec);
        levels.check(spec);
        checkPart();
        if (layers) {
            Usage.check(spec, "--layers", () -> StackWriter.to(out).layers(Layer.values()));
        }
        if (flow != null) {
            Usage.check(spec, "--flow", () -> FlowPlace.target(flow));
        }
        Usage.check(spec, "--tile", () -> Restorer.builder().tileSize(tile));
        return common.run(() -> {
            Damage known = damageFile == null ? null : Damage.read(damageFile);
            try (Targets targets = targets(known);
                    StackReader<?> stack = gaps.open(in);
                    RestorationModel model = method.model()) {
                restore(stack, model, known, targets);
            }
            return 0;
        });
    }

    /** The whole is described once, when it is put together; and what is damaged has to be the same for all parts. */
    private void checkPart() {
        part.check(spec);
        if (part.isAsked()) {
            Usage.require(
                    damageFile != null,
                    spec,
                    "--damage is missing: all parts of a stack are restored from one, which sstem detect finds");
            Usage.require(
                    provenance == null && report == null && state == null && !layers,
                    spec,
                    "--provenance, --layers, --report and --neuroglancer are not for a part: sstem assemble writes the"
                            + " first three of all");
            Usage.require(
                    flow == null && review == null,
                    spec,
                    "--flow and --review are not for a part, but for all of a stack");
        }
    }

    private Targets targets(Damage known) throws IOException {
        Targets targets = output.targets(spec)
                .inStack("IN", in)
                .in("--damage", damageFile)
                .masks("--damage", known)
                .in("--no-tissue", levels.masks())
                .in("--model", method.models())
                .in("--review", review)
                .stack("OUT", part.isAsked() ? null : out)
                .stack("--provenance", provenance)
                .folder("--flow", flow == null ? null : FlowPlace.target(flow).folder())
                .file("--neuroglancer", state)
                .file("--report", report)
                .file("the JSON of --report", report == null ? null : RestorationReport.json(report));
        if (parameters != null) {
            targets.place("--parameters", parameters);
        }
        if (part.isAsked()) {
            targets.folder("OUT", Stacks.file(out));
        }
        if (known == null) {
            targets.place("the detected damage", DetectedDamage.place(out));
        }
        return dry.check(targets);
    }

    private <T extends NativeType<T> & RealType<T>> void restore(
            StackReader<T> stack, RestorationModel model, Damage known, Targets targets) throws IOException {
        if (known != null) {
            known.validate(stack.width(), stack.height(), stack.sections());
        }
        if (dry.isAsked()) {
            foresee(stack, model, known, targets);
            return;
        }
        Damage all = GapOptions.with(known != null ? known : detected(stack), stack);
        Review decided = review == null ? Review.none() : Review.read(review);
        decided.validate(all);
        Damage damage = decided.applied(all);
        Restorer.Builder restorer = restorer(model, damage).absent(levels.absent(stack));
        levels.levels(stack).ifPresent(restorer::levels);
        Recipe recipe = input().damage(damage);
        ParameterFolder kept =
                parameters == null ? null : ParameterFolder.open(parameters, recipe.parts(), damage.damagedSections());
        if (kept != null) {
            kept.giveTo(restorer);
            recipe.with("parameters", kept.edits());
        }
        recipe.with("tile", tile + " px").file("review", review);
        method.addTo(recipe);
        Restoration<T> restoration = restorer.build().restore(stack.pixels(), damage);
        Restored<T> restored = kept == null ? Restored.by(restoration) : kept.keeping(restoration);
        if (part.isAsked()) {
            restorePart(stack, restored, recipe);
            return;
        }
        if (report != null && !output.resume()) {
            targets.checkFile(report);
        }
        RestorationRun<T> run = new RestorationRun<>(in, stack, restored, output.permission(), recipe.parts())
                .leaving(decided::isRejected);
        (layers ? run.layers(all) : run).write(out, provenance, report, common);
        if (flow != null) {
            FieldShape shape = new FieldShape(stack.width(), stack.height(), stack.sections(), stack.voxelSize());
            FlowPlace.target(flow).write(shape, restoration, decided::isRejected, recipe.parts(), output.permission());
        }
        if (state != null) {
            new NeuroglancerState(state, served)
                    .original(in)
                    .restored(out, layers ? List.of(Layer.values()) : List.of())
                    .provenance(provenance)
                    .write(stack.voxelSize());
        }
    }

    private <T extends NativeType<T> & RealType<T>> void restorePart(
            StackReader<T> stack, Restored<T> restored, Recipe recipe) throws IOException {
        List<Integer> sections = part.of(restored.damagedSections());
        try (Bar bar = common.bar("restore")) {
            new PartFolder(Stacks.file(out), part.toString(), recipe.parts(), output.permission())
                    .write(stack, restored, sections, bar);
        }
        spec.commandLine().getOut().println("sections " + sections + " are restored, a part for sstem assemble");
    }

    private Restorer.Builder restorer(RestorationModel model, Damage damage) {
        Restorer.Builder restorer = Restorer.builder().tileSize(tile);
        return model == null
                ? restorer
                : restorer.methods(method.of(model, damage, spec.commandLine().getOut()));
    }

    private <T extends NativeType<T> & RealType<T>> void foresee(
            StackReader<T> stack, RestorationModel model, Damage known, Targets targets) throws IOException {
        Foreseen foreseen = new Foreseen(
                        known == null ? "look for damage, and restore what is found" : "restore", List.of(in), targets)
                .stack(stack);
        if (known == null) {
            foreseen.memory(Detecting.memory(stack))
                    .time(Detecting.time(stack))
                    .with("restoring", "depends on what is found; with --damage it is told");
        } else {
            Damage damage = GapOptions.with(known, stack);
            Restorer restorer = restorer(model, damage).build();
            foreseen.sections(damage)
                    .memory(RestorationRun.memory(stack))
                    .time(new Trial<>(stack)
                            .damagedSections(damage, (piece, within, z) -> restorer.restore(piece, within)
                                    .section(z)));
        }
        foreseen.print(spec.commandLine().getOut(), false);
    }

    private <T extends NativeType<T> & RealType<T>> Damage detected(StackReader<T> stack) throws IOException {
        DetectedDamage detected = new DetectedDamage(out, output.permission());
        return detected.of(
                input().parts(), stack, levels, common, spec.commandLine().getOut());
    }

    /** The stack, and how it is looked at. */
    private Recipe input() throws IOException {
        Recipe recipe = new Recipe().stack("input", in);
        gaps.addTo(recipe);
        levels.addTo(recipe);
        return recipe;
    }
}
