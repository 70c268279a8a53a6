package org.sstem.bench.net;

import net.imglib2.img.Img;
import net.imglib2.type.numeric.real.FloatType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sstem.bench.Threads;
import org.sstem.net.Engine;
import org.sstem.net.Inference;
import org.sstem.net.Network;
import org.sstem.net.NetworkConfig;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One tile through a published network with random weights: what it costs does not depend on what it has learnt. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(jvmArgsAppend = {"-Dorg.bytedeco.javacpp.maxbytes=4g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"})
public class InferenceBenchmark {

    /** The networks of fold restoration, which cover a U-Net, a deep one, and one with separable convolution. */
    @Param({"fold-fusion", "unfolding", "interpolation"})
    private String network;

    /** What runs it. */
    @Param({"onnx", "dl4j"})
    private String engine;

    /** Rows and columns: a training crop and an inference tile. */
    @Param({"256", "512"})
    private int tile;

    private Inference inference;
    private List<Img<FloatType>> sections;

    /** Makes the network and an input. */
    @Setup
    public void make() {
        NetworkConfig config = Published.named(network);
        Engine chosen = Engine.valueOf(engine.toUpperCase(Locale.ROOT));
        inference = Threads.grant(() -> Network.create(config, 1).inference(chosen));
        sections = Published.sections(config, tile);
    }

    /** Frees what the engine holds. */
    @TearDown
    public void close() {
        inference.close();
    }

    /**
     * Runs the network once.
     *
     * @return what it makes of the sections
     */
    @Benchmark
    public List<Img<FloatType>> run() {
        return Threads.grant(() -> inference.run(sections));
    }
}
