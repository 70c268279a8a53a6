package org.sstem.net.internal.training;

import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import org.sstem.net.internal.example.Example;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Makes the batches of the next steps while the present one is trained: a thread of its own, and in it the threads of the
 * context in which the queue was made. At most {@link #AHEAD} batches wait, and one is in the making.
 */
final class BatchQueue implements AutoCloseable {

    /** Batches that wait at most. */
    static final int AHEAD = 2;

    /** A batch, or what went wrong in making it. */
    private record Outcome(Example batch, Throwable failure) {}

    private final BlockingQueue<Outcome> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Thread thread;

    /**
     * Starts.
     *
     * @param examples example i is always the same
     * @param size     examples in a batch: step s takes the examples from {@code s * size} on
     * @param first    first step
     * @param end      step behind the last
     */
    BatchQueue(LongFunction<Example> examples, int size, long first, long end) {
        TaskExecutor threads = Parallelization.getTaskExecutor();
        thread = new Thread(
                () -> Parallelization.runWithExecutor(threads, () -> fill(examples, size, first, end)),
                "sstem-training-batches");
        thread.setDaemon(true);
        thread.start();
    }

    private void fill(LongFunction<Example> examples, int size, long first, long end) {
        try {
            for (long step = first; step < end; step++) {
                queue.put(make(examples, size, step));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody takes another batch
        }
    }

    private static Outcome make(LongFunction<Example> examples, int size, long step) {
        try {
            List<Long> numbers =
                    LongStream.range(step * size, (step + 1) * size).boxed().collect(Collectors.toList());
            return new Outcome(
                    Example.batch(Parallelization.getTaskExecutor().forEachApply(numbers, examples::apply)), null);
        } catch (RuntimeException | Error e) {
            return new Outcome(null, e);
        }
    }

    /**
     * Waits for the next batch.
     *
     * @return the batch
     * @throws InterruptedException if the calling thread is interrupted
     */
    Example next() throws InterruptedException {
        Outcome outcome = queue.take();
        if (outcome.failure instanceof Error) {
            throw (Error) outcome.failure;
        } else if (outcome.failure != null) {
            throw (RuntimeException) outcome.failure;
        }
        return outcome.batch;
    }

    /** Stops; a batch in the making is finished and forgotten. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
