package org.sstem.cli.internal.option;

import org.sstem.internal.file.Recipe;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.simulate.DamageDistribution;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What damage looks like that is simulated: as measured, by the published laws, or as sections have it. */
public final class DistributionOptions {

    private enum Nature {
        PUBLISHED,
        NATURAL,
        BOTH
    }

    @Option(
            names = "--statistics",
            paramLabel = "stats.json",
            description = "What damage looks like, as measure writes it; the published numbers unless given.")
    private Path statistics;

    @Option(
            names = "--nature",
            paramLabel = "published|natural|both",
            description =
                    "Without statistics: damage by the published laws (default), or as sections have it: folds that"
                            + " vary, branch and end, small specks and clouds; or, for training pairs, both by turns."
                            + " Cracks are always natural.")
    private Nature nature;

    /** Refuses options that contradict each other. */
    public void check(CommandSpec spec) {
        Usage.require(nature == null || statistics == null, spec, "--nature and --statistics cannot both be given");
    }

    /** The file of statistics; null if none was given. */
    public Path statistics() {
        return statistics;
    }

    /** Whether damage as sections have it was asked for by its name. */
    public boolean natural() {
        return nature == Nature.NATURAL;
    }

    /** Adds what the result depends on. */
    public void addTo(Recipe recipe) throws IOException {
        recipe.file("statistics", statistics).with("nature", nature);
    }

    /** Refuses damage of two looks by turns, which only training pairs have. */
    public void checkOne(CommandSpec spec) {
        Usage.require(nature != Nature.BOTH, spec, "--nature must be published or natural, was both");
    }

    /** The looks that training pairs have by turns. */
    public List<DamageDistribution> byTurns() throws IOException {
        return nature == Nature.BOTH
                ? List.of(DamageDistribution.published(), DamageDistribution.natural())
                : List.of(distribution());
    }

    /** Reads or makes the distribution; by the published laws unless something else was asked for. */
    public DamageDistribution distribution() throws IOException {
        if (statistics != null) {
            return ArtifactStatistics.read(statistics).distribution();
        }
        return natural() ? DamageDistribution.natural() : DamageDistribution.published();
    }
}
