package org.sstem.net.internal.array;

import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/**
 * Short loops between native operations, in the threads of the caller's context and in the caller's own. The threads of
 * a native operation go on waiting busily for some milliseconds after it, on the cores that the context's threads would
 * need: the caller, who has a core, does what these do not get to.
 */
public final class Tasks {

    private Tasks() {}

    /**
     * Calls a task for every number below a count, each once, in any order, and returns when all are done.
     *
     * @throws RuntimeException what a task threw
     */
    public static void forEach(int count, IntConsumer task) {
        TaskExecutor executor = Parallelization.getTaskExecutor();
        AtomicInteger next = new AtomicInteger();
        CountDownLatch left = new CountDownLatch(count);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable share = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                try {
                    task.accept(i);
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    left.countDown();
                }
            }
        };
        int helpers = Math.min(executor.getParallelism(), count) - 1;
        for (int i = 0; i < helpers; i++) {
            executor.getExecutorService().execute(share);
        }
        share.run();
        await(left);
        if (failure.get() instanceof Error error) {
            throw error;
        } else if (failure.get() instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Waits also when interrupted: tasks write into arrays of the caller. */
    private static void await(CountDownLatch left) {
        boolean interrupted = false;
        while (true) {
            try {
                left.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
