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
import org.sstem.net.ModelDescription;
import org.sstem.net.ModelFile;
import org.sstem.net.Network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What comes before the second call, in a virtual machine that has not run a network before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(jvmArgsAppend = {"-Dorg.bytedeco.javacpp.maxbytes=4g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"})
public class StartBenchmark {

    /** The least and the most parameters. */
    @Param({"fold-fusion", "interpolation"})
    private String network;

    /** What runs it. */
    @Param({"onnx", "dl4j"})
    private String engine;

    private Path file;
    private Inference inference;

    /** Writes the model file in a virtual machine of its own: in this one nothing of the networks is to be loaded. */
    @Setup
    public void write() throws IOException, InterruptedException {
        file = Files.createTempFile("sstem", ".zip");
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartBenchmark.class.getName(),
                        network,
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("no model file was written: exit code " + code);
        }
    }

    /**
     * Writes a model file.
     *
     * @param arguments name of the network, file
     */
    public static void main(String[] arguments) throws IOException {
        Network network = Network.create(Published.named(arguments[0]), 1);
        new ModelFile(network, ModelDescription.untrained(1)).write(Path.of(arguments[1]));
    }

    /** Frees what the engine holds. */
    @TearDown
    public void close() throws IOException {
        inference.close();
        Files.delete(file);
    }

    /**
     * Reads the model file and prepares the engine, the loading of native libraries included.
     *
     * @return what is ready to run
     */
    @Benchmark
    public Inference load() throws IOException {
        Engine chosen = Engine.valueOf(engine.toUpperCase(Locale.ROOT));
        Network read = ModelFile.read(file).network();
        inference = Threads.grant(() -> read.inference(chosen));
        return inference;
    }

    /**
     * The same, and then the first call, on 256 x 256 pixels.
     *
     * @return the result
     */
    @Benchmark
    public List<Img<FloatType>> loadAndRun() throws IOException {
        Inference ready = load();
        List<Img<FloatType>> sections = Published.sections(ready.config(), 256);
        return Threads.grant(() -> ready.run(sections));
    }
}
