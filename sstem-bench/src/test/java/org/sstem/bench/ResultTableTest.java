package org.sstem.bench;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.bench.Result.Metric;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResultTableTest {

    @TempDir
    Path folder;

    private static ResultFile file(String commit, double best, double median) {
        Result copy = result("org.sstem.bench.machine.MachineBenchmark.copy", Map.of(), 1, 1.2);
        Result fuse = result("org.sstem.bench.kernel.FuseBenchmark.forward", Map.of("size", "1024"), best, median);
        return new ResultFile("a processor", "a Java", commit, "2026-01-01", "quick", 2, 0.5, List.of(copy, fuse));
    }

    private static Result result(String name, Map<String, String> parameters, double best, double median) {
        return new Result(name, "sample", 2, parameters, new Metric(9, "ms/op", Map.of("0.0", best, "50.0", median)));
    }

    @Test
    void theTableTellsBestTimesRatesAndTheirShareOfWhatTheMachineCopies() {
        // given 16 MiB moved in 2 ms at best, where a copy moves them in one
        String table = ResultTable.render(file("abc", 2, 3));

        // then
        assertThat(table)
                .contains("| commit | abc |")
                .contains("| load average before | 0.50 |")
                .contains("| FuseBenchmark.forward size=1024 | 2.00 ms | 3.00 ms | 2 | 8.39 GB/s | 50 % |");
    }

    @Test
    void theTableTellsWhatAMegapixelOfDamagedSectionsCosts() {
        Result two = result(
                "org.sstem.bench.restore.DamagedShareBenchmark.restore",
                Map.of("size", "1000", "damaged", "2", "kind", "fold"),
                3000,
                3100);

        String table = ResultTable.render(
                new ResultFile("a processor", "a Java", "abc", "2026-01-01", "full", 2, 0.5, List.of(two)));

        assertThat(table).contains("| 3000 ms | 3100 ms | 2 | 1500 ms a megapixel |");
    }

    @Test
    void aComparisonPutsBestBesideBest() {
        assertThat(ResultTable.compare(file("old", 2, 3), file("new", 1, 4)))
                .contains("| benchmark | old | new | after / before |")
                .contains("| FuseBenchmark.forward size=1024 | 2.00 ms | 1.00 ms | 0.50 |")
                .contains("| MachineBenchmark.copy | 1.00 ms | 1.00 ms | 1.00 |");
    }

    @Test
    void resultFilesAreReadAsTheyWereWrittenAndComparedByCommand() throws IOException {
        Path before = folder.resolve("results/before.json");
        Path after = folder.resolve("after.json");
        file("old", 2, 3).write(before);
        file("new", 1, 4).write(after);
        StringWriter out = new StringWriter();

        int code = Benchmarks.commandLine()
                .setOut(new PrintWriter(out, true))
                .execute("compare", before.toString(), after.toString());

        assertThat(code).isZero();
        assertThat(out.toString()).contains("| FuseBenchmark.forward size=1024 | 2.00 ms | 1.00 ms | 0.50 |");
    }

    @Test
    void whatIsNoResultFileIsNamed() throws IOException {
        Path file = folder.resolve("other.json");
        Files.writeString(file, "{}");

        assertThatThrownBy(() -> ResultFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other.json has no results");
    }
}
