package org.sstem.bench.metric;

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
import org.sstem.method.Plane;
import org.sstem.metric.ImageQuality;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Measures that compare two sections. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QualityBenchmark {

    /** Rows and columns of the section that other libraries' figures are known for. */
    @Param("512")
    private int size;

    private Plane truth;
    private Plane noisy;

    /** Makes the inputs. */
    @Setup
    public void make() {
        Random random = new Random(1);
        truth = new Plane(size, size);
        noisy = new Plane(size, size);
        for (int i = 0; i < size * size; i++) {
            truth.pixels()[i] = random.nextFloat();
            noisy.pixels()[i] = truth.pixels()[i] + 0.1f * (float) random.nextGaussian();
        }
    }

    /**
     * SSIM with the Gaussian window.
     *
     * @return the measure
     */
    @Benchmark
    public double ssim() {
        return Threads.grant(() -> ImageQuality.ssim(truth, noisy, 1));
    }

    /**
     * PSNR.
     *
     * @return the measure
     */
    @Benchmark
    public double psnr() {
        return Threads.grant(() -> ImageQuality.psnr(truth, noisy, 1));
    }

    /**
     * Sharpness of one section.
     *
     * @return the measure
     */
    @Benchmark
    public double sharpness() {
        return Threads.grant(() -> ImageQuality.sharpness(noisy, 1));
    }
}
