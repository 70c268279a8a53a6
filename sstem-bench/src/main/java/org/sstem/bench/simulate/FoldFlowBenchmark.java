package org.sstem.bench.simulate;

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
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldLaw;
import org.sstem.internal.image.Rows;
import org.sstem.method.Area;
import org.sstem.method.Flow;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The flow of a straight fold, and what allocating and filling its two planes takes at least. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FoldFlowBenchmark {

    /** Rows and columns: what the published implementation was timed with. */
    @Param("1024")
    private int size;

    private Area area;
    private Fold fold;

    /** Makes a fold that runs obliquely through the section. */
    @Setup
    public void make() {
        area = new Area(0, 0, size, size);
        fold = new Fold(FoldArc.line(0.1 * size, 0, 0.8 * size, size - 1), 10, 50, 0.03);
    }

    /**
     * Computes the flow that folds.
     *
     * @return the flow
     */
    @Benchmark
    public Flow folding() {
        return Threads.grant(() -> fold.foldingFlow(area));
    }

    /**
     * Computes the flow that unfolds exactly.
     *
     * @return the flow
     */
    @Benchmark
    public Flow unfoldingExact() {
        return Threads.grant(() -> fold.unfoldingFlow(area, FoldLaw.EXACT));
    }

    /**
     * Computes the flow that unfolds by the published law.
     *
     * @return the flow
     */
    @Benchmark
    public Flow unfoldingReference() {
        return Threads.grant(() -> fold.unfoldingFlow(area, FoldLaw.REFERENCE));
    }

    /**
     * Allocates a flow and fills it with constants: the limit.
     *
     * @return the flow
     */
    @Benchmark
    public Flow filling() {
        return Threads.grant(() -> {
            Flow flow = new Flow(size, size);
            Rows.forEach(size, (from, to) -> {
                Arrays.fill(flow.u().pixels(), from * size, to * size, 1);
                Arrays.fill(flow.v().pixels(), from * size, to * size, 2);
            });
            return flow;
        });
    }
}
