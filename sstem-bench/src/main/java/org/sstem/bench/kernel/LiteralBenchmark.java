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
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.LiteralKernels;
import org.sstem.internal.kernel.LiteralKernels.Doubles;
import org.sstem.internal.kernel.Tensor;

import java.util.concurrent.TimeUnit;

/** The literal loops in double precision, one thread: where the kernels started from. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LiteralBenchmark {

    /** Rows and columns of the output of the separable convolution. */
    @Param("256")
    private int size;

    private Doubles image;
    private Doubles vertical;
    private Doubles horizontal;
    private Doubles out;
    private Doubles section;
    private Doubles flow;
    private Doubles warped;

    /** Makes the inputs. */
    @Setup
    public void make() {
        int taps = SeparableConvolutionBenchmark.TAPS;
        image = Doubles.of(Inputs.random(1, 1, size + taps - 1, size + taps - 1));
        vertical = Doubles.of(Inputs.random(2, taps, size, size));
        horizontal = Doubles.of(Inputs.random(3, taps, size, size));
        out = Doubles.of(Tensor.zeros(1, 1, size, size));
        section = Doubles.of(Inputs.random(1, 1, 1024, 1024));
        flow = Doubles.of(Inputs.flow(1024));
        warped = Doubles.of(Tensor.zeros(1, 1, 1024, 1024));
    }

    /**
     * Separable convolution, forward.
     *
     * @return the result
     */
    @Benchmark
    public Doubles separableConvolution() {
        LiteralKernels.separableConvolution(image, vertical, horizontal, out);
        return out;
    }

    /**
     * Warp of 1024 x 1024, forward.
     *
     * @return the result
     */
    @Benchmark
    public Doubles warp() {
        LiteralKernels.warp(section, flow, Border.CLAMP, warped);
        return warped;
    }
}
