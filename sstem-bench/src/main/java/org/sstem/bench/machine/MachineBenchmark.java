package org.sstem.bench.machine;

import net.imglib2.parallel.Parallelization;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sstem.bench.Threads;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The yardsticks: what multiply-adds and copies cost at best, with the threads that the kernels get. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MachineBenchmark {

    /** Multiply-adds a value and pass. */
    static final int CHAIN = 12;

    /** Values a thread: they stay in the first-level cache. */
    static final int VALUES = 2048;

    /** Passes a call. */
    static final int PASSES = 5000;

    /** Floats copied: two sections of 1024 x 1024, so that 16 bytes a pixel of one are moved, as by the kernels. */
    public static final int COPIED = 2 << 20;

    private float[][] values;
    private float[] from;
    private float[] to;
    private List<Integer> threads;

    /** Fills the arrays. */
    @Setup
    public void fill() {
        values = new float[Threads.COUNT][VALUES];
        from = new float[COPIED];
        to = new float[COPIED];
        Arrays.fill(from, 1);
        threads = IntStream.range(0, Threads.COUNT).boxed().collect(Collectors.toList());
    }

    /**
     * Multiplies and adds, 12 deep on every value of a small array, in a loop that the JIT compiler vectorises. It reaches
     * about four fifths of what hand-placed registers do.
     *
     * @return the arrays
     */
    @Benchmark
    public float[][] multiplyAdd() {
        return Threads.grant(() -> {
            Parallelization.getTaskExecutor().forEach(threads, t -> {
                for (int pass = 0; pass < PASSES; pass++) {
                    chain(values[t], 0.999f, 0.001f);
                }
            });
            return values;
        });
    }

    private static void chain(float[] values, float m, float a) {
        for (int i = 0; i < values.length; i++) {
            float x = values[i];
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            x = Math.fma(x, m, a);
            values[i] = x;
        }
    }

    /**
     * Copies two sections of 1024 x 1024 floats, each thread its part.
     *
     * @return the copy
     */
    @Benchmark
    public float[] copy() {
        return Threads.grant(() -> {
            int part = COPIED / Threads.COUNT;
            Parallelization.getTaskExecutor()
                    .forEach(threads, t -> System.arraycopy(from, t * part, to, t * part, part));
            return to;
        });
    }

    /**
     * Floating-point operations of one call of {@link #multiplyAdd()}.
     *
     * @return operations, a multiply-add counted as two
     */
    public static double multiplyAddOperations() {
        return 2.0 * CHAIN * VALUES * PASSES * Threads.COUNT;
    }
}
