package org.sstem.bench;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How thoroughly to measure. Both start several virtual machines: what one compiles to differs from the next. */
enum Profile {

    /** About 3 minutes: the smallest size of everything, short iterations. */
    QUICK {
        @Override
        ChainedOptionsBuilder apply(ChainedOptionsBuilder options) {
            return options.forks(2)
                    .warmupTime(TimeValue.milliseconds(600))
                    .measurementTime(TimeValue.milliseconds(200))
                    .exclude("RestorationBenchmark");
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
