package org.sstem.bench;

import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.damage.Detection.Agreement;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.Figure.Rate;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** How much of the damage is found, and how often intact sections are called damaged: synthetic tissue, seeded. */
@Command(
        name = "detection",
        description = "Detects simulated damage in synthetic tissue; prints recall, precision and false alarms.")
final class DetectionCommand implements Callable<Integer> {

    private static final long SEED = 90_001;

    @Spec
    private CommandSpec spec;

    @Option(names = "--size", defaultValue = "512", description = "Rows and columns of the sections.")
    private int size;

    @Option(
            names = "--sections",
            defaultValue = "15",
            description = "Sections of a stack; every second one is damaged.")
    private int sections;

    @Option(names = "--stacks", defaultValue = "2", description = "Stacks of each kind of damage.")
    private int stacks;

    @Option(names = "--clean", defaultValue = "10", description = "Stacks without damage.")
    private int clean;

    private enum Law {
        PUBLISHED(DamageDistribution.published()),
        NATURAL(DamageDistribution.natural());

        private final DamageDistribution distribution;

        Law(DamageDistribution distribution) {
            this.distribution = distribution;
        }
    }

    private record Set(String name, DamageKind kind, Law law) {}

    private static final List<Set> SETS = List.of(
            new Set("folds, published law", DamageKind.FOLD, Law.PUBLISHED),
            new Set("folds, natural", DamageKind.FOLD, Law.NATURAL),
            new Set("cracks", DamageKind.CRACK, Law.NATURAL),
            new Set("precipitates, published law", DamageKind.PRECIPITATE, Law.PUBLISHED),
            new Set("specks and clouds", DamageKind.PRECIPITATE, Law.NATURAL),
            new Set("lost parts", DamageKind.LOST, Law.NATURAL),
            new Set("missing sections", DamageKind.MISSING, Law.PUBLISHED));

    /** What came out of some stacks. */
    private static final class Count {
        int hits;
        int missed;
        int falseAlarms;
        double overlap;
        int overlaps;

        void add(Agreement agreement) {
            hits += agreement.hits().size();
            missed += agreement.missed().size();
            falseAlarms += agreement.falseAlarms().size();
            for (double one : agreement.overlaps().values()) {
                overlap += one;
                overlaps++;
            }
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%d x %d px, stacks of %d sections; shares with 95 %% intervals (Wilson)%n%n",
                size,
                size,
                sections);
        out.println("| damage | sections | found | recall | precision | overlap of the masks | other alarms |");
        out.println("|---|---:|---:|---|---|---:|---:|");
        SETS.forEach(set -> out.println(row(set)));
        out.println();
        intact(out);
        out.flush();
        return 0;
    }

    private String row(Set set) {
        Count own = new Count();
        int others = 0;
        for (int i = 0; i < stacks; i++) {
            StackSimulation simulation =
                    EverySecond.damaged(tissue(SEED + i), set.kind, set.law.distribution, SEED + i, 0);
            Detection found = detect(Held.image(simulation.degraded()));
            for (Agreement agreement : Agreement.of(found.damage(), simulation.damage(), size, size)) {
                if (agreement.kind() == set.kind) {
                    own.add(agreement);
                } else {
                    others += agreement.falseAlarms().size();
                }
            }
        }
        int damaged = own.hits + own.missed;
        int alarms = own.hits + own.falseAlarms;
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %s | %s | %s | %d |",
                set.name,
                damaged,
                own.hits,
                damaged == 0 ? "" : share(Rate.of(own.hits, damaged)),
                alarms == 0 ? "" : share(Rate.of(own.hits, alarms)),
                own.overlaps == 0 ? "" : String.format(Locale.ROOT, "%.3f", own.overlap / own.overlaps),
                others);
    }

    private void intact(PrintWriter out) {
        Map<DamageKind, Integer> alarms = new EnumMap<>(DamageKind.class);
        double cpu = 0;
        for (int i = 0; i < clean; i++) {
            Img<FloatType> stack = Held.image(tissue(SEED + 1000 + i));
            double before = cpu();
            Detection found = detect(stack);
            cpu += cpu() - before;
            found.findings().forEach(finding -> alarms.merge(finding.kind(), 1, Integer::sum));
        }
        int all = clean * sections;
        out.println("| in intact sections | sections | false alarms | per 1,000 |");
        out.println("|---|---:|---:|---|");
        for (DamageKind kind : DamageKind.values()) {
            int count = alarms.getOrDefault(kind, 0);
            Rate rate = Rate.of(Math.min(count, all), all);
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %d | %.1f (%.1f to %.1f) |%n",
                    kind.id(),
                    all,
                    count,
                    1000 * rate.share(),
                    1000 * rate.low(),
                    1000 * rate.high());
        }
        out.printf(
                Locale.ROOT,
                "%n%.3f CPU s a megapixel of intact sections, %d threads, the process warm%n",
                cpu / (1e-6 * size * size * all),
                Threads.COUNT);
    }

    private static Detection detect(Img<FloatType> stack) {
        return Threads.grant(() -> DamageDetector.builder().build().detect(stack));
    }

    private SyntheticTissue tissue(long seed) {
        return SyntheticTissue.builder().size(size, size, sections).seed(seed).build();
    }

    private static double cpu() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? 1e-9 * system.getProcessCpuTime()
                : Double.NaN;
    }

    private static String share(Rate rate) {
        return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", rate.share(), rate.low(), rate.high());
    }
}
