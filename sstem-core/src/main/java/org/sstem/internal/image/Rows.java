package org.sstem.internal.image;

import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits work over the rows (or columns) of a plane on the threads that the caller's {@link Parallelization} context
 * grants. Thread-safe.
 */
public final class Rows {

    private static final int SMALLEST_BAND = 16;

    private Rows() {}

    /** Work on a band of rows. */
    @FunctionalInterface
    public interface Band {

        /**
         * Works on some rows.
         *
         * @param from first row
         * @param to   row after the last
         */
        void run(int from, int to);
    }

    /**
     * Runs work on all rows, band by band, and waits for it.
     *
     * <p>How many bands there are depends on the number of threads: what is computed for a row must not depend on the
     * band that it falls into.
     *
     * @param rows number of rows, at least 0
     * @param work what to do with a band; bands run at the same time
     */
    public static void forEach(int rows, Band work) {
        TaskExecutor executor = Parallelization.getTaskExecutor();
        int bands = Math.min(rows / SMALLEST_BAND, executor.suggestNumberOfTasks());
        if (bands <= 1 || executor.getParallelism() == 1) {
            work.run(0, rows);
            return;
        }
        List<Runnable> tasks = new ArrayList<>(bands);
        for (int band = 0; band < bands; band++) {
            int from = (int) ((long) rows * band / bands);
            int to = (int) ((long) rows * (band + 1) / bands);
            tasks.add(() -> work.run(from, to));
        }
        executor.runAll(tasks);
    }

    /**
     * Runs work on all pixels, whole rows at a time, and waits for it.
     *
     * @param plane says how many there are, and in rows of what length
     * @param work  what to do with those from one index to another, row-major; what is computed for a pixel must not depend on
     *     the others
     */
    public static void forEachPixel(Plane plane, Band work) {
        forEach(plane.height(), (from, to) -> work.run(from * plane.width(), to * plane.width()));
    }
}
