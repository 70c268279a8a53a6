package org.sstem.net.internal.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.net.internal.testing.Random4;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Convolutions run on oneDNN: its own log says so, in a Java started with that log on. Elsewhere than on x86_64 the
 * natives come without oneDNN.
 */
@EnabledOnOs(architectures = {"amd64", "x86_64"})
class OneDnnTest {

    private static List<String> log;

    @BeforeAll
    static void runInAJavaThatLogs() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                OneDnnTest.class.getName());
        builder.environment().put("DNNL_VERBOSE", "1");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        log = output.lines()
                .filter(line -> line.startsWith("dnnl_verbose,exec"))
                .toList();
    }

    @Test
    void convolutionRunsOnOneDnn() {
        assertThat(log).anyMatch(ran("convolution", "forward_", "ic3oc8"));
    }

    @Test
    void itsGradientsRunOnOneDnn() {
        assertThat(log)
                .anyMatch(ran("convolution", "backward_data", "ic3oc8"))
                .anyMatch(ran("convolution", "backward_weights", "ic3oc8"));
    }

    @Test
    void transposedConvolutionRunsOnOneDnn() {
        assertThat(log).anyMatch(ran("deconvolution", "forward_", "ic8oc4"));
    }

    @Test
    void theGradientsOfManyChannelsRunOnOneDnnButNotByWinogradsAlgorithm() {
        assertThat(log)
                .anyMatch(ran("deconvolution", "forward_", "ic512oc256"))
                .anyMatch(line -> line.contains(",matmul,"))
                .noneMatch(line -> line.contains("wino"));
    }

    private static Predicate<String> ran(String primitive, String direction, String channels) {
        return line ->
                line.contains("," + primitive + ",") && line.contains("," + direction) && line.contains(channels);
    }

    /** What the other Java runs: passes forward and back. */
    public static void main(String[] args) {
        passFewChannels();
        passManyChannels();
    }

    private static void passFewChannels() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("convolution", Convolution.of(3, 8, 3), "in")
                .addVertex("pool", PoolVertex.max(), "convolution")
                .addLayer("transposed", TransposedConvolution.of(8, 4), "pool")
                .setOutputs("transposed")
                .validateOutputLayerConfig(false)
                .build());
        graph.init();
        INDArray in = Random4.of(1, DataType.FLOAT, 1, 3, 32, 32);
        graph.feedForward(new INDArray[] {in}, true, false);
        graph.backpropGradient(Random4.of(2, DataType.FLOAT, 1, 4, 32, 32));
    }

    private static void passManyChannels() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("wide", Convolution.of(256, 512, 3), "in")
                .setOutputs("wide")
                .validateOutputLayerConfig(false)
                .build());
        graph.init();
        graph.feedForward(new INDArray[] {Random4.of(1, DataType.FLOAT, 4, 256, 8, 8)}, true, false);
        graph.backpropGradient(Random4.of(2, DataType.FLOAT, 4, 512, 8, 8));
    }
}
