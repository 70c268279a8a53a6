package org.sstem.bench;

import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import net.imglib2.parallel.TaskExecutors;

import java.util.concurrent.Callable;

/**
 * The threads that benchmarks grant to what they measure. They are started once: a pool for each call, as
 * {@link Parallelization#runWithNumThreads} makes it, would add the start of its threads to every figure.
 */
public final class Threads {

    /** Two, because every machine has them and the published figures are for two; or {@code -Dsstem.bench.threads}. */
    public static final int COUNT = Integer.getInteger("sstem.bench.threads", 2);

    private static final TaskExecutor EXECUTOR = TaskExecutors.numThreads(COUNT);

    private Threads() {}

    /**
     * Calls with {@link #COUNT} threads.
     *
     * @param <T>  type of the result
     * @param call what to measure
     * @return its result
     */
    public static <T> T grant(Callable<T> call) {
        return Parallelization.runWithExecutor(EXECUTOR, call);
    }
}
