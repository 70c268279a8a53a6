package org.sstem.cli;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.sstem.Restorer;
import org.sstem.cli.internal.file.BeforeAfter;
import org.sstem.cli.internal.file.Sections;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.Networks;
import org.sstem.cli.internal.option.StackSize;
import org.sstem.cli.internal.option.Targets;
import org.sstem.cli.internal.option.Usage;
import org.sstem.cli.internal.part.Restored;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.output.Permission;
import org.sstem.internal.output.WholeFolder;
import org.sstem.internal.progress.Cancellation;
import org.sstem.method.SectionSource;
import org.sstem.metric.Evaluation;
import org.sstem.metric.EvaluationResult;
import org.sstem.metric.EvaluationResult.Measure;
import org.sstem.metric.EvaluationResult.SectionScores;
import org.sstem.net.Engine;
import org.sstem.net.RestorationModel;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import org.sstem.stack.Stacks;
import org.sstem.stack.VoxelSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code sstem demo}: the main job once through, on input that the program brings along. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Grows synthetic tissue, damages it, restores it, and reports.")
final class DemoCommand implements Callable<Integer> {

    /** Tissue that folds draw from across the border. */
    private static final int MARGIN_PX = 80;

    /** The folded section: damaged, restored without training, with the network, and as it was. */
    private static final String FOLD = "fold.png";

    private static final Map<DamageKind, List<Integer>> DAMAGED = damaged();

    @Parameters(arity = "0..1", paramLabel = "OUT", defaultValue = "sstem-demo", description = "Where to (sstem-demo).")
    private Path out;

    @Option(
            names = "--size",
            paramLabel = "WxHxN",
            defaultValue = "512x512x16",
            converter = StackSize.Converter.class,
            description = "Width, height and number of sections, at least 96x96x13 (default ${DEFAULT-VALUE}).")
    private StackSize size;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Which tissue and damage.")
    private long seed;

    @Option(
            names = "--no-networks",
            description =
                    "Restore without the network for folds that comes along; so does the package without networks.")
    private boolean noNetworks;

    @Mixin
    private BuildOptions output;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Usage.require(
                size.width() >= 96 && size.height() >= 96 && size.sections() >= 13,
                spec,
                "--size must be at least 96x96x13, was " + size);
        return common.run(() -> {
            boolean networks = !noNetworks && Networks.canRun();
            Recipe recipe = new Recipe().with("size", size).with("seed", seed).with("networks", networks);
            try (Targets targets = output.targets(spec).folder("OUT", out).check();
                    WholeFolder folder = WholeFolder.forFolder(out, recipe.parts(), output.permission())) {
                if (!folder.isComplete()) {
                    simulate(folder, recipe);
                    restore(folder, recipe, networks);
                    folder.commit();
                }
            }
            spec.commandLine()
                    .getOut()
                    .println("Look at " + out.resolve("before-after.png") + (networks ? ", " + out.resolve(FOLD) : "")
                            + " and " + out.resolve("report.html"));
            return 0;
        });
    }

    private void simulate(WholeFolder folder, Recipe recipe) throws IOException {
        SyntheticTissue tissue = SyntheticTissue.builder()
                .size(size.width() + 2 * MARGIN_PX, size.height() + 2 * MARGIN_PX, size.sections())
                .seed(seed)
                .build();
        DamageSimulator.Builder simulator = DamageSimulator.builder().seed(seed).margin(MARGIN_PX);
        DAMAGED.forEach(simulator::sections);
        StackSimulation simulation = simulator.build().apply(tissue);
        write("truth", folder, recipe, simulation.truth(), tissue.voxelSize());
        write("degraded", folder, recipe, simulation.degraded(), tissue.voxelSize());
        DamageFiles.announce(simulation.damage(), folder);
        simulation.damage().write(folder.work().resolve("damage.json"));
    }

    private void write(String name, WholeFolder folder, Recipe recipe, SectionSource sections, VoxelSize voxelSize)
            throws IOException {
        try (StackWriter<UnsignedByteType> writer = BuildOptions.inside(
                                folder, name, Optional.of(voxelSize), recipe.parts())
                        .open(new UnsignedByteType(), size.width(), size.height(), size.sections());
                Bar bar = common.bar(name)) {
            for (int z = 0; z < size.sections(); z++) {
                Cancellation.check("before section " + z);
                if (!writer.isWritten(z)) {
                    writer.write(z, Sections.bytes(sections, z));
                }
                bar.progress(z + 1L, size.sections(), "section " + z);
            }
            writer.commit();
        }
    }

    private void restore(WholeFolder folder, Recipe recipe, boolean networks) throws IOException {
        for (String name : List.of("report.html", "report.json", "before-after.png", FOLD)) {
            folder.announce(name);
        }
        for (String name : List.of("restored", "provenance")) {
            folder.announce(name);
            folder.announce(name + WholeFolder.PARTIAL);
        }
        Path work = folder.work();
        try (StackReader<?> degraded = Stacks.open(work.resolve("degraded"));
                StackReader<?> truth = Stacks.open(work.resolve("truth"));
                RestorationModel model = networks ? RestorationModel.bundled() : null) {
            Restorer restorer = model == null ? Restorer.trainingFree() : networkForFolds(model);
            Damage damage = Damage.read(work.resolve("damage.json"));
            write(restorer, degraded, damage, work, recipe);
            try (StackReader<?> restored = Stacks.open(work.resolve("restored"))) {
                RandomAccessibleInterval<UnsignedByteType> before = pixels(degraded);
                compare(
                        work,
                        pixels(restored),
                        Restorer.trainingFree().restore(before, damage).pixels(),
                        before,
                        pixels(truth),
                        model == null ? Set.of() : Set.of(DamageKind.FOLD));
            }
        }
    }

    /** What is missing is restored without a network: the picture beside the restored sections is of the fold. */
    private static Restorer networkForFolds(RestorationModel model) {
        return Restorer.builder()
                .methods(model.methods(Engine.ONNX).stream()
                        .filter(method -> method.kind() == DamageKind.FOLD)
                        .toList())
                .build();
    }

    private <T extends NativeType<T> & RealType<T>> void write(
            Restorer restorer, StackReader<T> degraded, Damage damage, Path work, Recipe recipe) throws IOException {
        new RestorationRun<>(
                        "synthetic tissue",
                        degraded,
                        Restored.by(restorer.restore(degraded.pixels(), damage)),
                        new Permission(false, true, false),
                        recipe.parts())
                .write(
                        work.resolve("restored").toString(),
                        work.resolve("provenance").toString(),
                        work.resolve("report.html"),
                        common);
    }

    /** What was gained; where a network took part, beside what is restored without it. */
    private void compare(
            Path work,
            RandomAccessibleInterval<UnsignedByteType> restored,
            RandomAccessibleInterval<UnsignedByteType> trainingFree,
            RandomAccessibleInterval<UnsignedByteType> degraded,
            RandomAccessibleInterval<UnsignedByteType> truth,
            Set<DamageKind> networked)
            throws IOException {
        List<Integer> sections =
                DAMAGED.values().stream().flatMap(List::stream).sorted().toList();
        BeforeAfter.write(work.resolve("before-after.png"), sections, List.of(degraded, restored, truth));
        List<Integer> both =
                sections.stream().filter(z -> networked.contains(kind(z))).toList();
        if (!both.isEmpty()) {
            BeforeAfter.write(work.resolve(FOLD), both, List.of(degraded, trainingFree, restored, truth));
        }
        PrintWriter print = spec.commandLine().getOut();
        print.println("section  damage           PSNR before  after [dB]   SSIM before  after");
        Evaluation evaluation = Evaluation.builder().build();
        for (int z : sections) {
            EvaluationResult result = evaluation.compare(restored, degraded, truth, List.of(z));
            print.println(line(String.format(Locale.ROOT, "%7d  %-15s", z, kind(z).id()), result));
            if (both.contains(z)) {
                EvaluationResult without = evaluation.compare(trainingFree, degraded, truth, List.of(z));
                print.println(line(String.format(Locale.ROOT, "%7s  %-15s", "", "without network"), without));
            }
        }
    }

    private static String line(String name, EvaluationResult result) {
        SectionScores scores = result.sections().get(0);
        return String.format(
                Locale.ROOT,
                "%s  %11.2f  %10.2f   %11.3f  %5.3f",
                name,
                scores.degraded().get(Measure.PSNR),
                scores.restored().get(Measure.PSNR),
                scores.degraded().get(Measure.SSIM),
                scores.restored().get(Measure.SSIM));
    }

    private static DamageKind kind(int z) {
        return DAMAGED.entrySet().stream()
                .filter(entry -> entry.getValue().contains(z))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // the demo wrote them as 8 bit
    private static RandomAccessibleInterval<UnsignedByteType> pixels(StackReader<?> stack) {
        return (RandomAccessibleInterval<UnsignedByteType>) stack.pixels();
    }

    private static Map<DamageKind, List<Integer>> damaged() {
        Map<DamageKind, List<Integer>> damaged = new LinkedHashMap<>();
        damaged.put(DamageKind.FOLD, List.of(3));
        damaged.put(DamageKind.PRECIPITATE, List.of(7));
        damaged.put(DamageKind.MISSING, List.of(11));
        return damaged;
    }
}
