package org.sstem.cli;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgFactory;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.internal.fold.FoldLaw;
import org.sstem.method.Area;
import org.sstem.internal.precipitate.TransmissionLaw;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.DamageSimulator;
import org.sstem.simulate.FoldSimulation;
import org.sstem.simulate.LostDistribution;
import org.sstem.simulate.MissingDistribution;
import org.sstem.simulate.PrecipitateSimulation;
import org.sstem.simulate.SimulationReport;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.internal.image.GreyValues;
import org.sstem.method.SectionSource;
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
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code sstem simulate}: a clean stack goes in, a damaged one comes out, with everything that is known about it. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "Damages a clean stack: writes OUT/degraded, OUT/truth, OUT/damage.json, a mask a section and,"
                + " for folds, the unfolding flow as flow_ZZZZ.npy.")
final class SimulateCommand implements Callable<Integer> {

    /** How folds are unfolded and stain lets light through. */
    enum Law {
        EXACT,
        REFERENCE,
        MEASURED
    }

    @Parameters(index = "0", paramLabel = "IN", description = StackNames.IN)
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The directory to write.")
    private Path out;

    @Option(
            names = "--kind",
            required = true,
            split = ",",
            paramLabel = "fold|precipitate|missing|lost",
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

    @Option(
            names = "--statistics",
            paramLabel = "stats.json",
            description = "What damage looks like, as measure writes it; the published numbers unless given.")
    private Path statistics;

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

    @Option(names = "--overwrite", description = "Replace what is there already; refused otherwise.")
    private boolean overwrite;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return common.run(() -> {
            check();
            DamageDistribution distribution = distribution();
            try (StackReader<?> stack = Stacks.open(in)) {
                simulate(stack, distribution);
            }
            return 0;
        });
    }

    private void check() throws IOException {
        OutputOptions.checkFile(report, overwrite);
        if (sections != null && rate != null) {
            throw new IllegalArgumentException("--sections and --rate cannot both be given");
        }
        if (sections != null && kinds.contains(DamageKind.MISSING) && kinds.size() > 1) {
            throw new IllegalArgumentException(
                    "--sections cannot be missing and damaged otherwise as well; use a run for each, or --rate");
        }
        if (law == Law.EXACT && !kinds.contains(DamageKind.FOLD)) {
            throw new IllegalArgumentException("--law exact is for folds; precipitates have measured and reference");
        }
        if (law == Law.MEASURED && !kinds.contains(DamageKind.PRECIPITATE)) {
            throw new IllegalArgumentException("--law measured is for precipitates; folds have exact and reference");
        }
        if (in.toAbsolutePath().normalize().startsWith(out.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException(out + " holds the input " + in + "; choose another place to write to");
        }
    }

    private DamageDistribution distribution() throws IOException {
        DamageDistribution d = statistics == null
                ? DamageDistribution.published()
                : ArtifactStatistics.read(statistics).distribution();
        return rate == null
                ? d
                : new DamageDistribution(
                        rate,
                        d.fold(),
                        rate,
                        d.precipitate(),
                        kinds.contains(DamageKind.MISSING)
                                ? new MissingDistribution(rate, d.missing().run())
                                : d.missing());
    }

    private <T extends NativeType<T> & RealType<T>> void simulate(StackReader<T> stack, DamageDistribution distribution)
            throws IOException {
        DamageSimulator.Builder simulator = DamageSimulator.builder()
                .seed(seed)
                .distribution(distribution)
                .law(law == Law.REFERENCE ? TransmissionLaw.REFERENCE : TransmissionLaw.MEASURED);
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
        try (WholeFolder folder = WholeFolder.open(out, overwrite);
                Bar bar = new Bar("simulate")) {
            StackSimulation damaged = simulator.build().apply(SectionSource.of(stack.pixels()));
            write(stack, damaged, folder.unfinished(), bar);
            damaged.damage().write(folder.unfinished().resolve("damage.json"));
            if (report != null) {
                new SimulationReport(in.toString(), damaged).write(report);
            }
            folder.commit();
            Output.print(spec.commandLine().getOut(), facts(damaged), json);
        }
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
            StackReader<T> stack, StackSimulation damaged, Path folder, Bar bar) throws IOException {
        T type = stack.type();
        try (StackWriter<T> degraded = writer(folder.resolve("degraded"), stack, type);
                StackWriter<T> truth = writer(folder.resolve("truth"), stack, type)) {
            for (int z = 0; z < stack.sections(); z++) {
                if (Thread.interrupted()) {
                    throw new InterruptedIOException("interrupted before section " + z + "; nothing was written");
                }
                RandomAccessibleInterval<T> clean = Views.hyperSlice(stack.pixels(), 2, z);
                truth.write(z, clean);
                degraded.write(z, damaged.damage().isDamaged(z) ? section(damaged.degraded(), z, type) : clean);
                Optional<FoldSimulation> fold = damaged.fold(z);
                if (fold.isPresent()) {
                    FoldLaw unfolding = law == Law.REFERENCE ? FoldLaw.REFERENCE : FoldLaw.EXACT;
                    FlowFile.write(
                            fold.get().unfoldingFlow(unfolding),
                            folder.resolve(String.format(Locale.ROOT, "flow_%04d.npy", z)));
                }
                bar.progress(z + 1L, stack.sections(), "section " + z);
            }
            degraded.commit();
            truth.commit();
        }
    }

    private static <T extends NativeType<T> & RealType<T>> StackWriter<T> writer(
            Path target, StackReader<T> like, T type) throws IOException {
        return StackWriter.to(target)
                .voxelSize(like.voxelSize())
                .open(type, like.width(), like.height(), like.sections());
    }

    private static <T extends NativeType<T> & RealType<T>> RandomAccessibleInterval<T> section(
            SectionSource source, int z, T type) {
        Img<T> section = new ArrayImgFactory<>(type).create(source.width(), source.height());
        GreyValues.store(source.read(z, new Area(0, 0, source.width(), source.height())), 0, 0, section);
        return section;
    }
}
