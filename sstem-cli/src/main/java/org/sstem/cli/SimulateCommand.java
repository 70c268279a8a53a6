package org.sstem.cli;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgFactory;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.sstem.cli.internal.file.FlowFile;
import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.BuildOptions;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.DistributionOptions;
import org.sstem.cli.internal.option.DryRun;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.cli.internal.option.Usage;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.image.GreyValues;
import org.sstem.internal.output.WholeFolder;
import org.sstem.internal.progress.Cancellation;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.SectionSource;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.DamageDistribution.MissingDistribution;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.FoldSimulation;
import org.sstem.simulate.LostDistribution;
import org.sstem.simulate.PrecipitateSimulation;
import org.sstem.simulate.SimulationReport;
import org.sstem.simulate.StackSimulation;
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
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code sstem simulate}: a clean stack goes in, a damaged one comes out, with everything that is known about it. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description =
                "Damages a clean stack: writes OUT/degraded, OUT/truth, OUT/damage.json, a mask a section and,"
                        + " for folds and cracks, the unfolding flow as flow_ZZZZ.npy (not a number where natural damage left nothing).")
final class SimulateCommand implements Callable<Integer> {

    /** How folds are unfolded and stain lets light through. */
    enum Law {
        EXACT,
        REFERENCE,
        MEASURED
    }

    /** A section, its flow, and what they are made from, as 32 bit floats. */
    private static final long BYTES_A_PIXEL = 24;

    @Parameters(index = "0", paramLabel = "IN", description = StackNames.IN)
    private String in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The directory to write.")
    private Path out;

    @Option(
            names = "--kind",
            required = true,
            split = ",",
            paramLabel = "fold|crack|precipitate|missing|lost",
            description = "Which damage, several with commas.")
    private Set<DamageKind> kinds;

    @Option(
            names = "--sections",
            split = ",",
            paramLabel = "Z",
            description = "The sections to damage, such as 3,7; instead of a rate.")
    private List<Integer> sections;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Share of the sections to damage, 0 to 1, for every kind; the statistics' unless given.")
    private Double rate;

    @Mixin
    private DistributionOptions look;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Which damage (default 0).")
    private long seed;

    @Option(
            names = "--law",
            paramLabel = "exact|reference|measured",
            description = "Folds: exact (default) or reference unfolding flow. Precipitates: measured (default) or"
                    + " reference transmission.")
    private Law law;

    @Option(
            names = "--report",
            paramLabel = "report.html",
            description = "Also write a page with the clean and the damaged sections and all that was drawn at random.")
    private Path report;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

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
        check();
        return common.run(() -> {
            try (Targets targets = dry.check(output.targets(spec)
                    .inStack("IN", in)
                    .in("--statistics", look.statistics())
                    .folder("OUT", out)
                    .file("--report", report))) {
                DamageDistribution distribution = distribution();
                try (StackReader<?> stack = Stacks.open(in)) {
                    simulate(stack, distribution, targets);
                }
            }
            return 0;
        });
    }

    private void check() {
        Usage.require(sections == null || rate == null, spec, "--sections and --rate cannot both be given");
        Usage.require(rate == null || rate >= 0 && rate <= 1, spec, "--rate must be 0 to 1, was " + rate);
        Usage.require(
                sections == null || !kinds.contains(DamageKind.MISSING) || kinds.size() == 1,
                spec,
                "--sections cannot be missing and damaged otherwise as well; use a run for each, or --rate");
        Usage.require(
                law != Law.EXACT || kinds.contains(DamageKind.FOLD),
                spec,
                "--law exact is for folds; precipitates have measured and reference");
        Usage.require(
                law != Law.MEASURED || kinds.contains(DamageKind.PRECIPITATE),
                spec,
                "--law measured is for precipitates; folds have exact and reference");
        Usage.require(
                law != Law.REFERENCE || !look.natural() || !kinds.contains(DamageKind.FOLD),
                spec,
                "--law reference is for folds by the published law, not natural ones");
        look.check(spec);
        look.checkOne(spec);
    }

    private DamageDistribution distribution() throws IOException {
        DamageDistribution d = look.distribution();
        if (look.statistics() == null && d.crackRate() == 0) {
            // Nothing is published of cracks.
            DamageDistribution natural = DamageDistribution.natural();
            d = new DamageDistribution(
                    d.foldRate(),
                    d.fold(),
                    d.precipitateRate(),
                    d.precipitate(),
                    d.missing(),
                    natural.crackRate(),
                    natural.crack());
        }
        if (law == Law.REFERENCE && d.fold().nature().isPresent() && kinds.contains(DamageKind.FOLD)) {
            throw new IllegalArgumentException("--law reference is for folds by the published law, not natural ones");
        }
        return rate == null
                ? d
                : new DamageDistribution(
                        rate,
                        d.fold(),
                        rate,
                        d.precipitate(),
                        kinds.contains(DamageKind.MISSING)
                                ? new MissingDistribution(rate, d.missing().run())
                                : d.missing(),
                        rate,
                        d.crack());
    }

    private <T extends NativeType<T> & RealType<T>> void simulate(
            StackReader<T> stack, DamageDistribution distribution, Targets targets) throws IOException {
        for (int z : sections == null ? List.<Integer>of() : sections) {
            Usage.require(
                    z >= 0 && z < stack.sections(),
                    spec,
                    "--sections must be 0 to " + (stack.sections() - 1) + ", was " + z);
        }
        DamageSimulator.Builder simulator = DamageSimulator.builder().seed(seed).distribution(distribution);
        if (law == Law.REFERENCE) {
            simulator.publishedTransmission();
        }
        if (rate != null && kinds.contains(DamageKind.LOST)) {
            simulator.lost(rate, LostDistribution.all());
        }
        for (DamageKind kind : DamageKind.values()) {
            if (!kinds.contains(kind)) {
                simulator.sections(kind, List.of());
            } else if (sections != null) {
                simulator.sections(kind, sections);
            }
        }
        if (dry.isAsked()) {
            foresee(stack, simulator, targets);
            return;
        }
        Recipe recipe = recipe();
        try (WholeFolder folder = WholeFolder.forFolder(out, recipe.parts(), output.permission());
                Bar bar = common.bar("simulate")) {
            StackSimulation damaged = simulator.build().apply(SectionSource.of(stack.pixels()));
            if (!folder.isComplete()) {
                write(stack, damaged, folder, recipe, bar);
                DamageFiles.announce(damaged.damage(), folder);
                damaged.damage().write(folder.work().resolve("damage.json"));
            }
            if (report != null) {
                targets.checkFile(report);
                new SimulationReport(in, damaged).write(report);
            }
            folder.commit();
            Output.print(spec.commandLine().getOut(), facts(damaged), json);
        }
    }

    private <T extends NativeType<T> & RealType<T>> void foresee(
            StackReader<T> stack, DamageSimulator.Builder simulator, Targets targets) throws IOException {
        Damage drawn = simulator.build().apply(SectionSource.of(stack.pixels())).damage();
        Trial.SectionWork<T> work = (piece, within, z) -> {
            for (DamageKind kind : DamageKind.values()) {
                simulator.sections(kind, within.kinds(z).contains(kind) ? List.of(z) : List.of());
            }
            section(simulator.build().apply(SectionSource.of(piece)).degraded(), z, stack.type());
        };
        new Foreseen("damage a clean stack", List.of(in), targets)
                .stack(stack)
                .sections(drawn)
                .memory(Foreseen.BASE_BYTES + BYTES_A_PIXEL * stack.width() * stack.height())
                .time(new Trial<>(stack).damagedSections(drawn, work))
                .print(spec.commandLine().getOut(), json);
    }

    private Recipe recipe() throws IOException {
        Recipe recipe = new Recipe()
                .stack("input", in)
                .with("kinds", EnumSet.copyOf(kinds))
                .with("sections", sections)
                .with("rate", rate)
                .with("seed", seed)
                .with("law", law);
        look.addTo(recipe);
        return recipe;
    }

    private Map<String, Object> facts(StackSimulation damaged) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("written to", out.toString());
        facts.put("sections", damaged.truth().sections());
        for (DamageKind kind : DamageKind.values()) {
            facts.put(
                    kind.id(),
                    damaged.damage().entries().stream()
                            .filter(e -> e.kind() == kind)
                            .map(DamagedSection::z)
                            .toList());
        }
        int unplaced = damaged.damage().damagedSections().stream()
                .flatMap(z -> damaged.precipitate(z).stream())
                .mapToInt(PrecipitateSimulation::unplaced)
                .sum();
        facts.put("blobs that found no place", unplaced);
        return facts;
    }

    private <T extends NativeType<T> & RealType<T>> void write(
            StackReader<T> stack, StackSimulation damaged, WholeFolder folder, Recipe recipe, Bar bar)
            throws IOException {
        T type = stack.type();
        try (StackWriter<T> degraded = writer("degraded", folder, stack, recipe);
                StackWriter<T> truth = writer("truth", folder, stack, recipe)) {
            for (int z = 0; z < stack.sections(); z++) {
                Cancellation.check("before section " + z);
                RandomAccessibleInterval<T> clean = Views.hyperSlice(stack.pixels(), 2, z);
                if (!truth.isWritten(z)) {
                    truth.write(z, clean);
                }
                if (!degraded.isWritten(z)) {
                    degraded.write(z, damaged.damage().isDamaged(z) ? section(damaged.degraded(), z, type) : clean);
                }
                boolean byReference =
                        law == Law.REFERENCE && !damaged.damage().kinds(z).contains(DamageKind.CRACK);
                Optional<Flow> flow = byReference
                        ? damaged.fold(z).map(FoldSimulation::publishedUnfoldingFlow)
                        : damaged.unfoldingFlow(z);
                if (flow.isPresent()) {
                    String name = FlowFile.name(z);
                    folder.announce(name);
                    FlowFile.write(flow.get(), folder.work().resolve(name));
                }
                bar.progress(z + 1L, stack.sections(), "section " + z);
            }
            degraded.commit();
            truth.commit();
        }
    }

    private static <T extends NativeType<T> & RealType<T>> StackWriter<T> writer(
            String name, WholeFolder folder, StackReader<T> like, Recipe recipe) throws IOException {
        return BuildOptions.inside(folder, name, like.voxelSize(), recipe.parts())
                .open(like.type(), like.width(), like.height(), like.sections());
    }

    private static <T extends NativeType<T> & RealType<T>> RandomAccessibleInterval<T> section(
            SectionSource source, int z, T type) {
        Img<T> section = new ArrayImgFactory<>(type).create(source.width(), source.height());
        GreyValues.store(source.read(z, new Area(0, 0, source.width(), source.height())), 0, 0, section);
        return section;
    }
}
