package org.sstem.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How thoroughly to measure. Both start several virtual machines: what one compiles to differs from the next. */
enum Profile {

    /**
     * About 3 minutes: the smaller size of what comes in two, the default engine, one kind of file, short iterations; no
     * restoration, no yardstick of training, no cold starts.
     */
    QUICK {
        @Override
        ChainedOptionsBuilder apply(ChainedOptionsBuilder options) {
            return options.forks(2)
                    .warmupIterations(2)
                    .warmupTime(TimeValue.milliseconds(600))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.milliseconds(200))
                    .param("tile", "256")
                    .param("engine", "onnx")
                    .param("place", "sections.tif")
                    .param("trained", "fold-fusion")
                    .exclude("bench.restore")
                    .exclude("WarpBenchmark.gradients")
                    .exclude("net.(Start|PlainTrainingStep)Benchmark")
                    .exclude("QualityBenchmark.(psnr|sharpness)")
                    .exclude("SimulatorBenchmark.tissue");
        }
    },

    /** What the annotations of the benchmarks say, in three virtual machines. */
    FULL {
        @Override
        ChainedOptionsBuilder apply(ChainedOptionsBuilder options) {
            return options.forks(3);
        }
    };

    abstract ChainedOptionsBuilder apply(ChainedOptionsBuilder options);
}
