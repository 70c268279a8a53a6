package org.sstem.bench.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sstem.bench.Threads;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;

import java.util.concurrent.TimeUnit;

/** Blending of two sections. It is the same in both forms of the CPU. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FuseBenchmark {

    /** Rows and columns: the same as the copy of the machine's benchmark. */
    @Param("1024")
    private int size;

    private Kernels chosen;
    private Tensor a;
    private Tensor b;
    private Tensor weight;
    private Tensor out;

    /** Makes the inputs. */
    @Setup
    public void make() {
        chosen = Kernels.byName("cpu");
        a = Inputs.random(1, 1, size, size);
        b = Inputs.random(2, 1, size, size);
        weight = Inputs.random(3, 1, size, size);
        out = Tensor.zeros(1, 1, size, size);
    }

    /**
     * Blends.
     *
     * @return the result
     */
    @Benchmark
    public Tensor forward() {
        return Threads.grant(() -> {
            chosen.fuse(a, b, weight, out);
            return out;
        });
    }
}
