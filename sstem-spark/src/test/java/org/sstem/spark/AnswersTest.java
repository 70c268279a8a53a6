package org.sstem.spark;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.ProgressListener;
import org.sstem.internal.output.Permission;
import org.sstem.internal.output.WholeFolder;
import org.sstem.spark.internal.Answers;
import org.sstem.spark.internal.Blocks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class AnswersTest {

    private static final int LONG = 1 << 20;
    private static final List<String> QUESTIONS = List.of("what?");

    @Test
    void whatOnlyTasksNeedDoesNotTravelToTheDriver(@TempDir Path folder) throws IOException, InterruptedException {
        JavaSparkContext spark = Clusters.inThisProcess();
        BlockingQueue<Long> bytes = new LinkedBlockingQueue<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                bytes.add(end.taskMetrics().resultSize());
            }
        };
        spark.sc().addSparkListener(listener);
        try (WholeFolder kept =
                WholeFolder.forFolder(folder.resolve("out"), Map.of(), new Permission(false, false, false))) {
            Answers answers = new Answers(new Blocks(spark, ProgressListener.NONE), kept);

            answers.leave("answered", QUESTIONS, question -> "x".repeat(LONG));
            List<String> left = answers.ask("answered", QUESTIONS, question -> "asked again");

            assertThat(left).singleElement().asString().hasSize(LONG);
            assertThat(bytes.poll(1, TimeUnit.MINUTES)).isLessThan(LONG / 100);
            assertThat(bytes).isEmpty();
        } finally {
            spark.sc().removeSparkListener(listener);
        }
    }
}
