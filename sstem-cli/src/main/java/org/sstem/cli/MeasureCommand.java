package org.sstem.cli;

import org.sstem.cli.internal.option.Bar;
import org.sstem.cli.internal.option.CommonOptions;
import org.sstem.cli.internal.option.OutputOptions;
import org.sstem.cli.internal.option.StackNames;
import org.sstem.cli.internal.option.Targets;
import org.sstem.damage.Damage;
import org.sstem.method.SectionSource;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.simulate.ArtifactStatistics.CutFigures;
import org.sstem.simulate.Figure;
import org.sstem.simulate.Figure.Rate;
import org.sstem.simulate.StatisticsReport;
import org.sstem.stack.StackReader;
import org.sstem.stack.Stacks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code sstem measure}: what the damage of a stack looks like, as numbers. */
@Command(
        name = "measure",
        mixinStandardHelpOptions = true,
        description = "Measures the statistics of damaged sections, for simulate --statistics.")
final class MeasureCommand implements Callable<Integer> {

    @Parameters(paramLabel = "IN", description = StackNames.IN)
    private String in;

    @Option(
            names = "--damage",
            required = true,
            paramLabel = "damage.json",
            description = "Which sections are damaged, how, and where.")
    private Path damageFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "stats.json",
            description = "Write the statistics to this file.")
    private Path output;

    @Option(
            names = "--report",
            paramLabel = "report.html",
            description = "Also write a page with plots of every figure, and examples of the damage.")
    private Path report;

    @Option(names = "--json", description = "Print JSON: the statistics as they are written.")
    private boolean json;

    @Mixin
    private OutputOptions writing;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return common.run(() -> {
            ArtifactStatistics statistics;
            Damage damage = Damage.read(damageFile);
            try (Targets targets = writing.targets(spec)
                            .inStack("IN", in)
                            .in("--damage", damageFile)
                            .masks("--damage", damage)
                            .file("--output", output)
                            .file("--report", report)
                            .check();
                    StackReader<?> stack = Stacks.open(in);
                    Bar bar = common.bar("measure")) {
                SectionSource sections = SectionSource.of(stack.pixels());
                statistics = ArtifactStatistics.measure(sections, damage, bar);
                if (report != null) {
                    targets.checkFile(report);
                    new StatisticsReport(statistics).examples(sections, damage).write(report);
                }
                if (output != null) {
                    targets.checkFile(output);
                    statistics.write(output);
                }
            }
            if (json) {
                spec.commandLine().getOut().println(statistics.json());
            } else {
                Output.print(spec.commandLine().getOut(), facts(statistics), false);
            }
            return 0;
        });
    }

    private static Map<String, String> facts(ArtifactStatistics statistics) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source", statistics.source());
        put(facts, "sections with folds", statistics.folds().rate());
        put(facts, "half-width, px", statistics.folds().halfWidth());
        put(facts, "fold width, px", statistics.folds().foldWidth());
        put(facts, "decay, px/px", statistics.folds().decay());
        put(facts, "band grey", statistics.folds().grey());
        cuts(facts, "fold", statistics.nature().folds());
        if (statistics.nature().cracks().rate().count() > 0) {
            put(facts, "sections with cracks", statistics.nature().cracks().rate());
            cuts(facts, "crack", statistics.nature().cracks());
        }
        put(facts, "sections with precipitates", statistics.precipitates().rate());
        put(facts, "blob area, px", statistics.precipitates().area());
        put(facts, "contrast", statistics.precipitates().gain());
        put(facts, "speck diameter, px", statistics.nature().specks().diameter());
        put(facts, "speck transmission", statistics.nature().specks().transmission());
        put(facts, "missing sections", statistics.missing().rate());
        put(facts, "run of missing sections", statistics.missing().run());
        for (int i = 0; i < statistics.remarks().size(); i++) {
            facts.put("remark " + (i + 1), statistics.remarks().get(i));
        }
        return facts;
    }

    private static void cuts(Map<String, String> facts, String kind, CutFigures cuts) {
        put(facts, kind + " half-width across its course, px", cuts.halfWidth());
        put(facts, kind + " width variation", cuts.widthVariation());
        put(facts, kind + " ends inside", cuts.ends());
        put(facts, kind + " branched", cuts.branched());
        put(facts, kind + " jump of its sides, px", cuts.jump());
        put(facts, kind + " shear", cuts.shear());
        put(facts, kind + " decay length, px", cuts.decayLength());
    }

    private static void put(Map<String, String> facts, String name, Rate rate) {
        facts.put(
                name,
                String.format(
                        Locale.ROOT,
                        "%d of %d = %.3g (95 %%: %.3g to %.3g)",
                        rate.count(),
                        rate.of(),
                        rate.share(),
                        rate.low(),
                        rate.high()));
    }

    private static void put(Map<String, String> facts, String name, Figure figure) {
        if (figure.n() == 1) {
            facts.put(name, String.format(Locale.ROOT, "%.4g, n = 1", figure.mean()));
        } else if (figure.n() > 1) {
            facts.put(
                    name,
                    String.format(
                            Locale.ROOT,
                            "%.4g, n = %d (95 %%: %.4g to %.4g)",
                            figure.mean(),
                            figure.n(),
                            figure.low(),
                            figure.high()));
        }
    }
}
