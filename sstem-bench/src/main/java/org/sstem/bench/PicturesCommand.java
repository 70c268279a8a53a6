package org.sstem.bench;

import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import org.sstem.Repair.Findings;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.DamageKind;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;
import org.sstem.metric.Evaluation;
import org.sstem.metric.EvaluationResult.Measure;
import org.sstem.metric.EvaluationResult.SectionScores;
import org.sstem.simulate.DamageDistribution;
import org.sstem.simulate.FoldDistribution;
import org.sstem.simulate.StackSimulation;
import org.sstem.simulate.SyntheticTissue;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Pictures of simulated damage and of its restorations, to be looked at; seeded. */
@Command(
        name = "pictures",
        description = {
            "Draws a sheet for each kind of damage: each row is a section, damaged, restored, true, and what each of the first two"
                    + " lacks of the true one (black where grey values differ by half the range).",
            "Another sheet, damage.jpg, has a row of damaged sections for each kind. Masks are given; nothing is trained."
        })
final class PicturesCommand implements Callable<Integer> {

    /** At the border no restoration sees all around it. */
    private static final int MARGIN_PX = 24;

    @Option(names = "--out", required = true, description = "Folder for the sheets; made unless it is there.")
    private Path out;

    @Option(names = "--truth", description = "A stack of undamaged sections; synthetic tissue unless given.")
    private String truth;

    @Option(names = "--size", defaultValue = "640", description = "Rows and columns of synthetic sections.")
    private int size;

    @Option(
            names = "--margin",
            defaultValue = "96",
            description = "What is cut off sections after folds have drawn tissue from it, pixels.")
    private int margin;

    @Option(names = "--sections", defaultValue = "5", description = "Damaged sections of each kind.")
    private int rows;

    @Option(names = "--shrink", defaultValue = "3", description = "Pixels of a section that become one of the sheet.")
    private int shrink;

    @Option(names = "--seed", defaultValue = "1", description = "Of tissue and damage.")
    private long seed;

    @Spec
    private CommandSpec spec;

    private record Sort(String name, DamageKind kind, DamageDistribution look) {

        String file() {
            return name.replace(' ', '-') + ".jpg";
        }
    }

    private static final List<Sort> SORTS = List.of(
            new Sort("natural folds", DamageKind.FOLD, EverySecond.folds(FoldDistribution.natural())),
            new Sort("ending folds", DamageKind.FOLD, EverySecond.folds(FoldDistribution.ending())),
            new Sort("branching folds", DamageKind.FOLD, EverySecond.folds(FoldDistribution.branching())),
            new Sort("large folds", DamageKind.FOLD, EverySecond.folds(FoldDistribution.large())),
            new Sort("folds by the law", DamageKind.FOLD, DamageDistribution.published()),
            new Sort("cracks", DamageKind.CRACK, DamageDistribution.natural()),
            new Sort("specks and clouds", DamageKind.PRECIPITATE, DamageDistribution.natural()),
            new Sort("precipitates by the law", DamageKind.PRECIPITATE, DamageDistribution.published()),
            new Sort("lost parts", DamageKind.LOST, DamageDistribution.natural()),
            new Sort("missing sections", DamageKind.MISSING, DamageDistribution.published()));

    /** Sections of one kind of damage. */
    private record Restored(
            List<Plane> damaged,
            List<Plane> restored,
            List<Plane> original,
            List<SectionScores> scores,
            List<Findings> findings) {}

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(out);
        if (truth == null) {
            draw(SyntheticTissue.builder()
                    .size(size + 2 * margin, size + 2 * margin, 2 * rows + 1)
                    .seed(seed)
                    .build());
        } else {
            try (StackReader<?> stack = Stacks.open(truth)) {
                draw(sections(stack));
            }
        }
        return 0;
    }

    private static <T extends NativeType<T> & RealType<T>> SectionSource sections(StackReader<T> stack) {
        return SectionSource.of(stack.pixels());
    }

    private void draw(SectionSource tissue) throws IOException {
        int width = tissue.width() - 2 * margin;
        int height = tissue.height() - 2 * margin;
        PrintWriter text = spec.commandLine().getOut();
        text.println("| damage | section | SSIM without drift: damaged, restored | confidence | doubtful |");
        text.println("|---|---:|---|---:|---|");
        ContactSheet damage = new ContactSheet(SORTS.size(), rows, width, height, shrink);
        for (int k = 0; k < SORTS.size(); k++) {
            Sort sort = SORTS.get(k);
            Restored all = Threads.grant(() -> restored(sort, tissue));
            damage.put(k, all.damaged);
            ContactSheet sheet = new ContactSheet(rows, 5, width, height, shrink);
            for (int i = 0; i < all.damaged.size(); i++) {
                Plane before = all.damaged.get(i);
                Plane after = all.restored.get(i);
                Plane original = all.original.get(i);
                sheet.put(
                        i,
                        List.of(
                                before,
                                after,
                                original,
                                ContactSheet.error(before, original),
                                ContactSheet.error(after, original)));
                text.println(line(sort, i, all));
            }
            sheet.write(out.resolve(sort.file()));
            text.flush();
        }
        damage.write(out.resolve("damage.jpg"));
    }

    private Restored restored(Sort sort, SectionSource tissue) {
        StackSimulation simulation = EverySecond.damaged(tissue, sort.kind, sort.look, seed, margin);
        List<Integer> sections =
                EverySecond.of(tissue.sections()).stream().limit(rows).toList();
        Restoration<?> restoration = Restorer.trainingFree().restore(simulation.degraded(), simulation.damage());
        List<Plane> damaged = Held.planes(simulation.degraded(), sections);
        List<Plane> restored = Held.planes(source(restoration), sections);
        List<Plane> original = Held.planes(simulation.truth(), sections);
        List<Findings> findings = new ArrayList<>();
        for (int z : sections) {
            findings.add(restoration.repairs(z).get(0).findings());
        }
        List<SectionScores> scores = Evaluation.builder()
                .margin(MARGIN_PX)
                .driftFree(true)
                .dataRange(1)
                .build()
                .compare(
                        Held.image(restored),
                        Held.image(damaged),
                        Held.image(original),
                        IntStream.range(0, sections.size()).boxed().toList())
                .sections();
        return new Restored(damaged, restored, original, scores, findings);
    }

    private static <T extends NativeType<T> & RealType<T>> SectionSource source(Restoration<T> restoration) {
        return SectionSource.of(restoration.pixels());
    }

    private static String line(Sort sort, int i, Restored all) {
        Findings findings = all.findings.get(i);
        SectionScores scores = all.scores.get(i);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.3f, %.3f | %.2f | %s |",
                sort.name,
                i + 1,
                scores.degraded().get(Measure.DRIFT_FREE_SSIM),
                scores.restored().get(Measure.DRIFT_FREE_SSIM),
                findings.confidence(),
                findings.doubtful() ? "yes" : "no");
    }
}
