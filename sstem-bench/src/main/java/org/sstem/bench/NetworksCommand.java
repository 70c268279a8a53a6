package org.sstem.bench;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.metric.Evaluation;
import org.sstem.metric.EvaluationResult;
import org.sstem.metric.EvaluationResult.Measure;
import org.sstem.metric.EvaluationResult.Statistic;
import org.sstem.net.Engine;
import org.sstem.net.RestorationModel;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.FoldDistribution;
import org.sstem.simulate.StackSimulation;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** What networks gain over the restoration without training, on sections of one's own that they have not learnt from. */
@Command(
        name = "networks",
        description = "Damages true sections, restores them without training and by networks, and compares, paired.")
final class NetworksCommand implements Callable<Integer> {

    /** At the border no restoration sees all around it. */
    private static final int MARGIN_PX = 24;
    /** Of the Gaussians whose difference lets most of the power through at periods of 4.6 px, half as much at 3 and 7.6 px. */
    private static final double[] FINE_SIGMAS = {0.7, 1.4};

    @Option(names = "--truth", required = true, description = "A stack of undamaged sections.")
    private String truth;

    @Option(names = "--model", description = "Networks; those that come along unless given.")
    private List<Path> models = List.of();

    @Option(names = "--seed", defaultValue = "0", description = "Of the damage.")
    private long seed;

    @Spec
    private CommandSpec spec;

    private record Set(String name, DamageKind kind, DamageDistribution look, boolean marked) {}

    private static final List<Set> SETS = List.of(
            new Set("folds, published law", DamageKind.FOLD, DamageDistribution.published(), true),
            new Set("folds, natural", DamageKind.FOLD, DamageDistribution.natural(), true),
            new Set("folds that end", DamageKind.FOLD, EverySecond.folds(FoldDistribution.ending()), true),
            new Set("folds that branch", DamageKind.FOLD, EverySecond.folds(FoldDistribution.branching()), true),
            new Set("folds, large", DamageKind.FOLD, EverySecond.folds(FoldDistribution.large()), true),
            new Set("precipitates, found", DamageKind.PRECIPITATE, DamageDistribution.published(), false),
            new Set("specks and clouds, found", DamageKind.PRECIPITATE, DamageDistribution.natural(), false),
            new Set("missing", DamageKind.MISSING, DamageDistribution.published(), false));

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (StackReader<?> stack = Stacks.open(truth);
                RestorationModel model = models.isEmpty()
                        ? RestorationModel.bundled()
                        : RestorationModel.load(models.toArray(Path[]::new))) {
            SectionSource sections = sections(stack);
            out.println(
                    "| damage | sections | PSNR drift-free, dB | SSIM drift-free | sharpness | fine power | worse |");
            out.println("|---|---:|---|---|---|---|---|");
            for (Set set : SETS) {
                if (model.kinds().contains(set.kind)) {
                    out.println(Threads.grant(() -> row(set, sections, model)));
                    out.flush();
                }
            }
        }
        return 0;
    }

    private static <T extends NativeType<T> & RealType<T>> SectionSource sections(StackReader<T> stack) {
        return SectionSource.of(stack.pixels());
    }

    /** Every second section is damaged, so that all have both neighbours. */
    private String row(Set set, SectionSource source, RestorationModel model) {
        List<Integer> damaged = EverySecond.of(source.sections());
        StackSimulation simulation = EverySecond.damaged(source, set.kind, set.look, seed, 0);
        Damage damage = set.marked
                ? simulation.damage()
                : Damage.of(damaged.stream()
                        .map(z -> new DamagedSection(z, set.kind))
                        .toList());
        SectionSource degraded = simulation.degraded();
        List<Plane> without = planes(Restorer.trainingFree(), degraded, damage, damaged);
        List<Plane> with =
                planes(Restorer.builder().methods(model.methods(Engine.ONNX)).build(), degraded, damage, damaged);
        List<Plane> original = Held.planes(source, damaged);
        EvaluationResult result = Evaluation.builder()
                .margin(MARGIN_PX)
                .driftFree(true)
                .dataRange(1)
                .build()
                .compare(
                        Held.image(with),
                        Held.image(without),
                        Held.image(original),
                        IntStream.range(0, damaged.size()).boxed().toList());
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.2f, %s | %.4f, %s | %.4f, %.4f | %.3f | %d / %d |",
                set.name,
                damaged.size(),
                result.degraded(Measure.DRIFT_FREE_PSNR).mean(),
                change("%+.3f ± %.3f", result.difference(Measure.DRIFT_FREE_PSNR)),
                result.degraded(Measure.DRIFT_FREE_SSIM).mean(),
                change("%+.4f ± %.4f", result.difference(Measure.DRIFT_FREE_SSIM)),
                result.degraded(Measure.SHARPNESS).mean(),
                result.restored(Measure.SHARPNESS).mean(),
                finePower(with) / finePower(without),
                result.worsened(Measure.DRIFT_FREE_PSNR).size(),
                result.worsened(Measure.DRIFT_FREE_SSIM).size());
    }

    private static String change(String format, Statistic difference) {
        return String.format(Locale.ROOT, format, difference.mean(), difference.standardError());
    }

    private static List<Plane> planes(
            Restorer restorer, SectionSource degraded, Damage damage, List<Integer> sections) {
        RandomAccessibleInterval<FloatType> restored =
                restorer.restore(degraded, damage).pixels();
        return Held.planes(SectionSource.of(restored), sections);
    }

    /** Mean square of what lies between two fine scales, where a grating would be. */
    private static double finePower(List<Plane> planes) {
        double power = 0;
        for (Plane plane : planes) {
            float[] fine = Filters.gaussian(plane, FINE_SIGMAS[0]).pixels();
            float[] coarse = Filters.gaussian(plane, FINE_SIGMAS[1]).pixels();
            double sum = 0;
            for (int i = 0; i < fine.length; i++) {
                sum += (fine[i] - coarse[i]) * (fine[i] - coarse[i]);
            }
            power += sum / fine.length;
        }
        return power;
    }
}
