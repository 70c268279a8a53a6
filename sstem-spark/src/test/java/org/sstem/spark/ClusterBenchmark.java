package org.sstem.spark;

import net.imglib2.parallel.Parallelization;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.ProgressListener;
import org.sstem.Restoration;
import org.sstem.Restorer;
import org.sstem.damage.Damage;
import org.sstem.spark.SparkJobs.Restore;
import org.sstem.spark.SparkJobs.StackSupplier;
import org.sstem.stack.StackReader;
import org.sstem.stack.StackWriter;
import org.sstem.stack.Stacks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What Spark adds to a restoration, and how it scales: the same stack restored by one process and on a cluster within it, by
 * turns, with one thread or task and with two. For people, no test of the build; {@code docs/cluster.md} has the command.
 */
class ClusterBenchmark {

    private static final String STACK = System.getProperty("sstem.stack");
    private static final String DAMAGE = System.getProperty("sstem.damage");
    private static final int TURNS = Integer.getInteger("sstem.turns", 2);

    @TempDir
    static Path folder;

    private int results;

    private record Cost(double cpu, double wall) {}

    @FunctionalInterface
    private interface Work {
        void into(String out) throws IOException;
    }

    @Test
    void restoration() throws IOException {
        cost("one process, 1 thread, to warm up", ClusterBenchmark::byOne);
        for (int cores = 1; cores <= 2; cores++) {
            int threads = cores;
            for (int turn = 0; turn < TURNS; turn++) {
                cost(
                        "one process, " + threads + " threads",
                        out -> Parallelization.runWithNumThreads(threads, () -> {
                            byOne(out);
                            return null;
                        }));
                try (JavaSparkContext spark = Clusters.of("local[" + threads + "]")) {
                    AtomicLong tasks = new AtomicLong();
                    AtomicLong results = new AtomicLong();
                    AtomicLong shuffled = new AtomicLong();
                    spark.sc().addSparkListener(new SparkListener() {
                        @Override
                        public void onTaskEnd(SparkListenerTaskEnd end) {
                            tasks.incrementAndGet();
                            results.addAndGet(end.taskMetrics().resultSize());
                            shuffled.addAndGet(
                                    end.taskMetrics().shuffleWriteMetrics().bytesWritten());
                        }
                    });
                    cost("local[" + threads + "]", out -> restore(spark, out));
                    TimeUnit.SECONDS.sleep(1);
                    System.out.println("  " + tasks + " tasks, " + results + " bytes to the driver, " + shuffled
                            + " bytes shuffled");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static void restore(JavaSparkContext spark, String out) throws IOException {
        SparkJobs.restore(spark, new Restore(StackSupplier.of(STACK), Path.of(DAMAGE), out), ProgressListener.NONE);
    }

    private static void byOne(String out) throws IOException {
        try (StackReader<?> stack = Stacks.open(STACK)) {
            Restoration<?> restored = Restorer.trainingFree().restore(stack.pixels(), Damage.read(Path.of(DAMAGE)));
            StackWriter.to(out).voxelSize(stack.voxelSize()).write(restored.pixels());
        }
    }

    private void cost(String name, Work work) throws IOException {
        double cpu = cpu();
        long begun = System.nanoTime();
        work.into(folder.resolve("out" + results++ + ".zarr").toString());
        System.out.println(String.format(
                Locale.ROOT,
                "%s: %.1f s of CPU, %.1f s, load %.1f",
                name,
                cpu() - cpu,
                (System.nanoTime() - begun) / 1e9,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
