package org.sstem.internal.kernel.cpu;

import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Splits work into bands that do not depend on the number of threads, and moves rows between buffers and arrays. */
final class Bands {

    private Bands() {}

    /** Runs task 0 .. count - 1 with the threads that the caller grants; each writes its own memory only. */
    static void forEach(int count, IntConsumer task) {
        TaskExecutor executor = Parallelization.getTaskExecutor();
        if (count == 1 || executor.getParallelism() == 1) {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
            return;
        }
        List<Integer> indices = IntStream.range(0, count).boxed().collect(Collectors.toList());
        executor.forEach(indices, task::accept);
    }

    static int ceilDiv(int a, int b) {
        return (a + b - 1) / b;
    }

    /** Copies values of a buffer, counted from its start, to an array. */
    static void load(FloatBuffer from, int index, float[] to, int at, int length) {
        if (from.hasArray()) {
            System.arraycopy(from.array(), from.arrayOffset() + index, to, at, length);
        } else {
            from.get(index, to, at, length);
        }
    }

    /** Copies values of an array to a buffer, counted from its start. */
    static void store(float[] from, int at, FloatBuffer to, int index, int length) {
        if (to.hasArray()) {
            System.arraycopy(from, at, to.array(), to.arrayOffset() + index, length);
        } else {
            to.put(index, from, at, length);
        }
    }
}
