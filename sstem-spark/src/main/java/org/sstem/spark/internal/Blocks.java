package org.sstem.spark.internal;

import net.imglib2.parallel.Parallelization;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.sstem.ProgressListener;
import org.sstem.internal.progress.Cancellation;
import scala.Function1;
import scala.Function2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Does work block by block on a cluster. What comes of a block is taken by the driver as soon as it is done, on the caller's
 * thread. A block that fails does not stop the others; it is tried again when these are done, and named if it fails for
 * good.
 */
public final class Blocks {

    /** How often a block is tried. */
    static final int TRIES = 3;

    private static final long POLL_MS = 100;
    private static final long PATIENCE_S = 30;
    private static final String INTERRUPT = "spark.job.interruptOnCancel";
    private static final int NAMED = 5;

    private final JavaSparkContext spark;
    private final ProgressListener progress;

    /**
     * Prepares.
     *
     * @param spark    where the work is done
     * @param progress is told after each block
     */
    public Blocks(JavaSparkContext spark, ProgressListener progress) {
        this.spark = spark;
        this.progress = progress;
    }

    /** What is done with a block, on one thread of some computer. */
    @FunctionalInterface
    public interface Work<B, R> extends Serializable {
        R of(B block) throws Exception;
    }

    /** Takes what came of a block. */
    @FunctionalInterface
    public interface Taker<B, R> {
        void take(B block, R result) throws IOException;
    }

    private record Outcome<R>(int block, R result, String failure) implements Serializable {}

    /**
     * Does the work.
     *
     * @param blocks what there is to do; {@code toString} names a block for people
     * @throws IOException           if blocks fail {@value #TRIES} times, which it names, or what came of one cannot be taken
     * @throws CancellationException if the thread is interrupted
     */
    public <B extends Serializable, R extends Serializable> void run(
            String what, List<B> blocks, Work<B, R> work, Taker<B, R> taker) throws IOException {
        Map<Integer, String> failures = new LinkedHashMap<>();
        List<Integer> left = IntStream.range(0, blocks.size()).boxed().toList();
        int[] done = {0};
        for (int attempt = 0; attempt < TRIES && !left.isEmpty(); attempt++) {
            failures.clear();
            attempt(left.stream().map(blocks::get).toList(), left, work, outcome -> {
                B block = blocks.get(outcome.block());
                if (outcome.failure() != null) {
                    failures.put(outcome.block(), outcome.failure());
                    return;
                }
                taker.take(block, outcome.result());
                progress.progress(++done[0], blocks.size(), what + " " + block);
            });
            left = failures.keySet().stream().sorted().toList();
        }
        if (!left.isEmpty()) {
            String named = left.stream()
                    .limit(NAMED)
                    .map(i -> blocks.get(i) + ": " + failures.get(i))
                    .collect(Collectors.joining("; "));
            throw new IOException(left.size() + " of " + blocks.size() + " blocks failed " + TRIES + " times (" + what
                    + "): " + named + (left.size() > NAMED ? "; ..." : ""));
        }
    }

    @FunctionalInterface
    private interface Receiver<R> {
        void receive(Outcome<R> outcome) throws IOException;
    }

    /** One task a block, all at once: Spark gives them to cores as these are free. */
    private <B extends Serializable, R extends Serializable> void attempt(
            List<B> blocks, List<Integer> numbers, Work<B, R> work, Receiver<R> receiver) throws IOException {
        if (blocks.isEmpty()) {
            return;
        }
        List<Numbered<B>> numbered = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            numbered.add(new Numbered<>(numbers.get(i), blocks.get(i)));
        }
        BlockingQueue<Outcome<R>> arrived = new LinkedBlockingQueue<>();
        Function1<Iterator<Numbered<B>>, Outcome<R>> task =
                (Function1<Iterator<Numbered<B>>, Outcome<R>> & Serializable) one -> outcome(work, one.next());
        Function2<Object, Outcome<R>, BoxedUnit> arrive = (partition, outcome) -> {
            arrived.add(outcome);
            return BoxedUnit.UNIT;
        };
        List<Object> partitions =
                IntStream.range(0, numbered.size()).mapToObj(i -> (Object) i).toList();
        spark.setLocalProperty(INTERRUPT, "true");
        SimpleFutureAction<Object> job = spark.sc()
                .submitJob(
                        spark.parallelize(numbered, numbered.size()).rdd(),
                        task,
                        CollectionConverters.asScala(partitions).toSeq(),
                        arrive,
                        () -> null);
        try {
            for (int i = 0; i < numbered.size(); i++) {
                receiver.receive(next(arrived, job));
            }
        } catch (InterruptedException e) {
            throw Cancellation.unless(new IllegalStateException(e), "while tasks were at work");
        } finally {
            spark.setLocalProperty(INTERRUPT, null);
            end(job);
        }
    }

    /** Ends what tasks are still at work, for nobody waits for them any more, and waits a while until they have noticed. */
    private void end(SimpleFutureAction<Object> job) {
        if (job.isCompleted()) {
            return;
        }
        job.cancel();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (isAtWork(job) && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
        }
    }

    private boolean isAtWork(SimpleFutureAction<Object> job) {
        for (Object number : CollectionConverters.asJava(job.jobIds())) {
            SparkJobInfo info = spark.statusTracker().getJobInfo((Integer) number);
            for (int stage : info == null ? new int[0] : info.stageIds()) {
                SparkStageInfo tasks = spark.statusTracker().getStageInfo(stage);
                if (tasks != null && tasks.numActiveTasks() > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private record Numbered<B>(int number, B block) implements Serializable {}

    private static <R> Outcome<R> next(BlockingQueue<Outcome<R>> arrived, SimpleFutureAction<Object> job)
            throws InterruptedException, IOException {
        while (true) {
            boolean over = job.isCompleted();
            Outcome<R> outcome = arrived.poll(POLL_MS, TimeUnit.MILLISECONDS);
            if (outcome != null) {
                return outcome;
            }
            if (over) {
                Throwable why = job.value().get().failed().getOrElse(() -> null);
                throw new IOException(
                        "Spark gave the job up: " + (why == null ? "it ended early" : why.getMessage()), why);
            }
        }
    }

    private static <B, R> Outcome<R> outcome(Work<B, R> work, Numbered<B> block) {
        try {
            R result = Parallelization.runSingleThreaded(() -> work.of(block.block()));
            return new Outcome<>(block.number(), result, null);
        } catch (Exception e) {
            if (Thread.currentThread().isInterrupted() || e instanceof CancellationException) {
                // Nobody waits for this task any more.
                throw new CancellationException("the task was ended");
            }
            return new Outcome<>(block.number(), null, reason(e));
        }
    }

    /** ImgLib2 wraps what a task throws. */
    private static String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null
                && (cause.getClass() == RuntimeException.class || cause instanceof ExecutionException)) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
