package org.sstem.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How thoroughly to measure. Both start several virtual machines: what one compiles to differs from the next. */
enum Profile {

    /**
     * About 3 minutes: one benchmark for each thing worth knowing, in its smaller size, with the default engine and one
     * kind of file. Warm-up is as long as the JIT compiler needs for the plain kernels.
     */
    QUICK {
        @Override
        ChainedOptionsBuilder apply(ChainedOptionsBuilder options) {
            return options.forks(2)
                    .warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(2500))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.milliseconds(200))
                    .param("tile", "256")
                    .param("engine", "onnx")
                    .param("network", "fold-fusion")
                    .param("place", "sections.tif")
                    .exclude("bench.(restore|detect)")
                    .exclude("LiteralBenchmark.warp")
                    .exclude("WarpBenchmark.gradients")
                    .exclude("net.(Start|PlainTrainingStep|TrainingStep)Benchmark")
                    .exclude("QualityBenchmark.(psnr|sharpness)")
                    .exclude("FoldFlowBenchmark.unfolding")
                    .exclude("SimulatorBenchmark.(tissue|blobExtraction|softMask)$");
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
