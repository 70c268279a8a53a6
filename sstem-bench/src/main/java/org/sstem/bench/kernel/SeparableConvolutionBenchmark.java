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

/** Separable convolution of one channel with 51 taps, forward and with all three gradients. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SeparableConvolutionBenchmark {

    /** Taps of the published networks. */
    public static final int TAPS = 51;

    /** The forms of the CPU. */
    @Param({"cpu-vector", "cpu-plain"})
    private String kernels;

    /** Rows and columns: a training crop, whose taps fit the last-level cache, and an inference tile, whose do not. */
    @Param({"256", "512"})
    private int tile;

    private Kernels chosen;
    private Tensor image;
    private Tensor vertical;
    private Tensor horizontal;
    private Tensor upstream;
    private Tensor out;
    private Tensor ofImage;
    private Tensor ofVertical;
    private Tensor ofHorizontal;

    /** Makes the inputs. */
    @Setup
    public void make() {
        chosen = Kernels.byName(kernels);
        int padded = tile + TAPS - 1;
        image = Inputs.random(1, 1, padded, padded);
        vertical = Inputs.random(2, TAPS, tile, tile);
        horizontal = Inputs.random(3, TAPS, tile, tile);
        upstream = Inputs.random(4, 1, tile, tile);
        out = Tensor.zeros(1, 1, tile, tile);
        ofImage = Tensor.zeros(1, 1, padded, padded);
        ofVertical = Tensor.zeros(1, TAPS, tile, tile);
        ofHorizontal = Tensor.zeros(1, TAPS, tile, tile);
    }

    /**
     * The forward pass.
     *
     * @return the result
     */
    @Benchmark
    public Tensor forward() {
        return Threads.grant(() -> {
            chosen.separableConvolution(image, vertical, horizontal, out);
            return out;
        });
    }

    /**
     * All three gradients.
     *
     * @return one of them
     */
    @Benchmark
    public Tensor gradients() {
        return Threads.grant(() -> {
            chosen.separableConvolutionGradient(
                    image, vertical, horizontal, upstream, ofImage, ofVertical, ofHorizontal);
            return ofImage;
        });
    }
}
