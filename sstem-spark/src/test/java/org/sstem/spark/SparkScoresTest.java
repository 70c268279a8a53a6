package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.method.SectionSource;
import org.sstem.metric.Evaluation;
import org.sstem.metric.EvaluationResult;
import org.sstem.report.EvaluationReport;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.spark.SparkJobs.Evaluate;
import org.sstem.spark.SparkJobs.Measure;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter.WriteOption;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SparkScoresTest {

    private static final List<Integer> SECTIONS = List.of(20, 3, 6, 15, 35);

    @TempDir
    private static Path folder;

    private static DamagedTissue tissue;
    private static JavaSparkContext spark;
    private static EvaluationResult scores;
    private static ArtifactStatistics statistics;

    @BeforeAll
    static void damage() throws IOException {
        tissue = DamagedTissue.in(folder);
        tissue.restore(tissue.little(), tissue.name("restored.zarr"), tissue.name("codes.zarr"));
        spark = Clusters.inThisProcess();
        scores = SparkJobs.evaluate(spark, evaluate("scores.json"), ProgressListener.NONE);
        statistics = SparkJobs.measure(spark, measure("stats.json"), ProgressListener.NONE);
    }

    private static StackSupplier stack(String name) {
        return StackSupplier.of(tissue.name(name));
    }

    private static Evaluate evaluate(String out, WriteOption... options) {
        return new Evaluate(
                stack("restored.zarr"),
                Optional.of(stack(DamagedTissue.IN)),
                stack(DamagedTissue.IN),
                SECTIONS,
                3,
                OptionalDouble.of(200),
                true,
                16,
                tissue.path(out),
                Set.of(options),
                Map.of());
    }

    private static Measure measure(String out, WriteOption... options) {
        return new Measure(stack(DamagedTissue.IN), tissue.all(), tissue.path(out), Set.of(options), Map.of());
    }

    @Test
    void scoresAreThoseOfOneProcess() throws IOException {
        EvaluationResult expected;
        try (StackReader<?> restored = Stacks.open(tissue.name("restored.zarr"));
                StackReader<?> in = Stacks.open(tissue.name(DamagedTissue.IN))) {
            expected = Evaluation.builder()
                    .margin(3)
                    .dataRange(200)
                    .driftFree(true)
                    .build()
                    .compare(restored.pixels(), in.pixels(), in.pixels(), SECTIONS);
        }

        assertThat(scores).isEqualTo(expected);
        new EvaluationReport(expected).writeJson(tissue.path("expected.json"));
        assertThat(tissue.path("scores.json")).hasSameBinaryContentAs(tissue.path("expected.json"));
    }

    @Test
    void statisticsAreThoseOfOneProcess() throws IOException {
        ArtifactStatistics expected;
        try (StackReader<?> in = Stacks.open(tissue.name(DamagedTissue.IN))) {
            expected = ArtifactStatistics.measure(SectionSource.of(in.pixels()), Damage.read(tissue.all()));
        }

        assertThat(statistics).isEqualTo(expected);
        assertThat(statistics.folds().count().n()).isPositive();
        assertThat(statistics.nature().folds().halfWidth().n()).isPositive();
        assertThat(statistics.precipitates().gain().n()).isPositive();
        expected.write(tissue.path("expected-stats.json"));
        assertThat(tissue.path("stats.json")).hasSameBinaryContentAs(tissue.path("expected-stats.json"));
    }

    @Test
    void jobsThatAreEndedGoOnWithoutAskingAgain() throws IOException {
        ProgressListener ending = (done, all, what) -> {
            throw new IllegalStateException("the driver ends after " + what);
        };
        List<String> told = new ArrayList<>();
        ProgressListener telling = (done, all, what) -> told.add(what);

        assertThatThrownBy(() -> SparkJobs.evaluate(spark, evaluate("ended.json"), ending))
                .hasMessageContaining("the driver ends after compared section");
        assertThatThrownBy(() -> SparkJobs.measure(spark, measure("ended-stats.json"), ending))
                .hasMessageContaining("the driver ends after measured section");
        assertThat(tissue.path("ended.json")).doesNotExist();
        assertThatThrownBy(() -> SparkJobs.evaluate(spark, evaluate("ended.json"), ending))
                .hasMessageContaining("resume");
        SparkJobs.evaluate(spark, evaluate("ended.json", WriteOption.RESUME), telling);
        SparkJobs.measure(spark, measure("ended-stats.json", WriteOption.RESUME), telling);

        // three groups of sections and three places, less one each
        assertThat(told).hasSize(2 + 2);
        assertThat(tissue.path("ended.json")).hasSameBinaryContentAs(tissue.path("scores.json"));
        assertThat(tissue.path("ended-stats.json")).hasSameBinaryContentAs(tissue.path("stats.json"));
        assertThat(tissue.path("ended.json.sstem-partial")).doesNotExist();
    }

    @Test
    void theProgramsSayWhatTheyWouldDo() throws IOException {
        assertThat(said("measure", "-i", tissue.name(DamagedTissue.IN), "-d", tissue.name("all/damage.json")))
                .contains("would measure 3 places in 36 sections of 264 x 136 pixels");
        assertThat(said(
                        "evaluate",
                        "-i",
                        tissue.name("restored.zarr"),
                        "--truth",
                        tissue.name(DamagedTissue.IN),
                        "--blockSize",
                        "12"))
                .contains("would compare 36 sections", "3 tasks");
        assertThat(tissue.path("program.json")).doesNotExist();
    }

    private static String said(String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of(args));
        line.addAll(List.of("-o", tissue.name("program.json"), "--dryRun"));
        return Said.by(() -> SparkJobs.main(line.toArray(String[]::new)));
    }
}
