package org.sstem.simulate.internal.statistics;

import org.sstem.fuzz.Fuzz;
import org.sstem.fuzz.Fuzz.Format;
import org.sstem.fuzz.Mutator;
import org.sstem.simulate.ArtifactStatistics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Damaged statistics. */
final class StatisticsFuzz {

    private StatisticsFuzz() {}

    public static void main(String... arguments) throws Exception {
        Path whole = Path.of(arguments[2]).resolve("whole.json");
        ArtifactStatistics.published().write(whole);
        Format format = new Format(
                "statistics.json",
                Mutator.text(List.of(Files.readString(whole))),
                file -> ArtifactStatistics.read(file));
        Fuzz.main(Map.of("statistics", format), arguments);
    }
}
