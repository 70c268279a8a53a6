package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.damage.Damage;
import org.sstem.internal.file.Recipe;
import org.sstem.internal.output.WholeFolder;
import org.sstem.method.SectionSource;
import org.sstem.metric.EvaluationResult;
import org.sstem.metric.EvaluationResult.SectionScores;
import org.sstem.report.EvaluationReport;
import org.sstem.simulate.ArtifactStatistics;
import org.sstem.simulate.internal.statistics.Measurement;
import org.sstem.spark.internal.Allowed;
import org.sstem.spark.internal.Answers;
import org.sstem.spark.internal.Blocks;
import org.sstem.spark.internal.CompareSections;
import org.sstem.spark.internal.DamageFile;
import org.sstem.spark.internal.MeasurePlace;
import org.sstem.stack.StackReader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Evaluation and measuring on a cluster, of which numbers come: the driver's side of it. */
final class SparkScores {

    private SparkScores() {}

    static EvaluationResult evaluate(JavaSparkContext spark, SparkJobs.Evaluate job, ProgressListener progress)
            throws IOException {
        Double range = job.dataRange().isPresent() ? job.dataRange().getAsDouble() : null;
        Map<String, String> record = new Recipe()
                .with("sections", job.sections())
                .with("margin", job.margin() + " px")
                .with("data range", range)
                .with("drift-free", job.driftFree())
                .parts();
        record.putAll(job.recipe());
        try (WholeFolder folder = WholeFolder.forFile(job.out(), record, Allowed.by(job.options()))) {
            CompareSections work = new CompareSections(
                    job.restored(), job.degraded().orElse(null), job.truth(), job.margin(), range, job.driftFree());
            List<EvaluationResult> parts = new Answers(new Blocks(spark, progress), folder)
                    .ask("compared", CompareSections.Some.of(job.sections(), job.slab()), work);
            List<SectionScores> all = new ArrayList<>();
            parts.forEach(part -> all.addAll(part.sections()));
            EvaluationResult result =
                    new EvaluationResult(job.margin(), parts.get(0).dataRange(), all);
            folder.commit(new EvaluationReport(result)::writeJson);
            return result;
        }
    }

    static ArtifactStatistics measure(JavaSparkContext spark, SparkJobs.Measure job, ProgressListener progress)
            throws IOException {
        Damage damage = Damage.read(job.damage());
        Map<String, String> record = new Recipe().damage(damage).parts();
        record.putAll(job.recipe());
        try (StackReader<?> in = job.stack().open();
                WholeFolder folder = WholeFolder.forFile(job.out(), record, Allowed.by(job.options()))) {
            Measurement measurement = new Measurement(SectionSource.of(in.pixels()), damage);
            List<Measurement.Samples> parts = new Answers(new Blocks(spark, progress), folder)
                    .ask(
                            "measured",
                            MeasurePlace.Place.of(measurement),
                            new MeasurePlace(job.stack(), DamageFile.of(job.damage())));
            Measurement.Samples all = new Measurement.Samples();
            parts.forEach(all::add);
            ArtifactStatistics statistics = measurement.statistics(all);
            folder.commit(statistics::write);
            return statistics;
        }
    }
}
