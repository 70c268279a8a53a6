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
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;

import java.util.concurrent.TimeUnit;

/** Bilinear warp of a section by a smooth flow. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WarpBenchmark {

    /** The forms of the CPU. */
    @Param({"cpu-vector", "cpu-plain"})
    private String kernels;

    /** Rows and columns of the section that other libraries' figures are known for. */
    @Param("1024")
    private int size;

    private Kernels chosen;
    private Tensor image;
    private Tensor flow;
    private Tensor out;
    private Tensor ofImage;
    private Tensor ofFlow;

    /** Makes the inputs. */
    @Setup
    public void make() {
        chosen = Kernels.byName(kernels);
        image = Inputs.random(1, 1, size, size);
        flow = Inputs.flow(size);
        out = Tensor.zeros(1, 1, size, size);
        ofImage = Tensor.zeros(1, 1, size, size);
        ofFlow = Tensor.zeros(1, 2, size, size);
    }

    /**
     * The forward pass.
     *
     * @return the result
     */
    @Benchmark
    public Tensor forward() {
        return Threads.grant(() -> {
            chosen.warp(image, flow, Border.CLAMP, out);
            return out;
        });
    }

    /**
     * Both gradients.
     *
     * @return one of them
     */
    @Benchmark
    public Tensor gradients() {
        return Threads.grant(() -> {
            chosen.warpGradient(image, flow, Border.ZERO, out, ofImage, ofFlow);
            return ofImage;
        });
    }
}
