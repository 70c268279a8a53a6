package org.sstem.net.internal.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.net.internal.testing.Random4;

import java.io.File;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ConvolutionTest {

    @ParameterizedTest
    @CsvSource({"3, DOUBLE, 1e-12", "3, FLOAT, 1e-5", "1, DOUBLE, 1e-12", "1, FLOAT, 1e-5"})
    void convolvesAsDefined(int kernel, DataType type, double tolerance) {
        ComputationGraph graph = graph(Convolution.of(2, 3, kernel), type);
        INDArray in = Random4.of(1, type, 2, 2, 5, 4);
        INDArray weights = graph.getParam("layer_W");
        INDArray bias = graph.getParam("layer_b");
        double[] expected = new double[2 * 3 * 5 * 4];
        int at = 0;
        for (int n = 0; n < 2; n++) {
            for (int o = 0; o < 3; o++) {
                for (int y = 0; y < 5; y++) {
                    for (int x = 0; x < 4; x++) {
                        double sum = bias.getDouble(o);
                        for (int i = 0; i < 2; i++) {
                            for (int r = 0; r < kernel; r++) {
                                for (int s = 0; s < kernel; s++) {
                                    int row = y + r - kernel / 2;
                                    int column = x + s - kernel / 2;
                                    if (row >= 0 && row < 5 && column >= 0 && column < 4) {
                                        sum += weights.getDouble(o, i, r, s) * in.getDouble(n, i, row, column);
                                    }
                                }
                            }
                        }
                        expected[at++] = sum;
                    }
                }
            }
        }
        FunctionVertexTest.assertClose(graph.outputSingle(in), expected, tolerance);
    }

    @ParameterizedTest
    @CsvSource({"DOUBLE, 1e-12", "FLOAT, 1e-5"})
    void transposedConvolutionScattersAsPyTorchs(DataType type, double tolerance) {
        ComputationGraph graph = graph(TransposedConvolution.of(2, 3), type);
        INDArray in = Random4.of(1, type, 2, 2, 5, 4);
        INDArray weights = graph.getParam("layer_W");
        INDArray bias = graph.getParam("layer_b");
        // The definition: every pixel writes its kernel at twice its place, less the padding of 1.
        double[] expected = new double[2 * 3 * 10 * 8];
        for (int n = 0; n < 2; n++) {
            for (int o = 0; o < 3; o++) {
                int plane = (n * 3 + o) * 80;
                for (int p = 0; p < 80; p++) {
                    expected[plane + p] = bias.getDouble(o);
                }
                for (int i = 0; i < 2; i++) {
                    for (int y = 0; y < 5; y++) {
                        for (int x = 0; x < 4; x++) {
                            for (int r = 0; r < 3; r++) {
                                for (int s = 0; s < 3; s++) {
                                    int row = 2 * y + r - 1;
                                    int column = 2 * x + s - 1;
                                    if (row >= 0 && row < 10 && column >= 0 && column < 8) {
                                        expected[plane + row * 8 + column] +=
                                                weights.getDouble(i, o, r, s) * in.getDouble(n, i, y, x);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        FunctionVertexTest.assertClose(graph.outputSingle(in), expected, tolerance);
    }

    @ParameterizedTest
    @CsvSource({"false, 3", "false, 1", "true, 3"})
    void gradientAgreesWithDifferencesInDouble(boolean transposed, int kernel) {
        // given two layers, so that the gradient with respect to an input is checked as well
        ConvolutionLayer layer = transposed ? TransposedConvolution.of(3, 2) : Convolution.of(3, 2, kernel);
        ComputationGraph graph = init(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", Convolution.of(2, 3, 3), "in")
                .addVertex("relu", new RectifierVertex(0.2), "first")
                .addLayer("second", layer, "relu")
                .setOutputs("second")
                .validateOutputLayerConfig(false));
        INDArray in = Random4.of(1, DataType.DOUBLE, 2, 2, 4, 5);
        INDArray upstream =
                Random4.of(9, DataType.DOUBLE, graph.outputSingle(in).shape());

        graph.feedForward(new INDArray[] {in}, true, false);
        Gradient gradient = graph.backpropGradient(upstream);

        double step = 1e-6;
        gradient.gradientForVariable().forEach((name, values) -> {
            INDArray parameter = graph.getParam(name);
            for (long i = 0; i < parameter.length(); i++) {
                double value = parameter.getDouble(i);
                parameter.putScalar(i, value + step);
                double above = graph.outputSingle(in).mul(upstream).sumNumber().doubleValue();
                parameter.putScalar(i, value - step);
                double below = graph.outputSingle(in).mul(upstream).sumNumber().doubleValue();
                parameter.putScalar(i, value);
                assertThat(values.getDouble(i))
                        .as("%s, value %d", name, i)
                        .isCloseTo((above - below) / (2 * step), within(1e-6));
            }
        });
        assertThat(gradient.gradientForVariable()).hasSize(4);
    }

    /** Every so many parameters of a layer whose gradients are computed one by one, and of one below it. */
    @Test
    void theGradientsOfManyChannelsAgreeWithDifferencesInDouble() {
        ComputationGraph graph = manyChannels(DataType.DOUBLE);
        INDArray in = Random4.of(1, DataType.DOUBLE, 2, 2, 3, 4);
        INDArray upstream = Random4.of(9, DataType.DOUBLE, 2, 256, 3, 4);
        graph.feedForward(new INDArray[] {in}, true, false);
        INDArray gradient = graph.backpropGradient(upstream).gradient().dup();

        double step = 1e-6;
        for (long i = 0; i < gradient.length(); i += i < 12_000 ? 997 : 99_991) {
            double value = graph.params().getDouble(i);
            graph.params().putScalar(i, value + step);
            double above = graph.outputSingle(in).mul(upstream).sumNumber().doubleValue();
            graph.params().putScalar(i, value - step);
            double below = graph.outputSingle(in).mul(upstream).sumNumber().doubleValue();
            graph.params().putScalar(i, value);
            assertThat(gradient.getDouble(i)).as("value %d", i).isCloseTo((above - below) / (2 * step), within(1e-5));
        }
    }

    @Test
    void theGradientsOfManyChannelsAreThoseOfDoubleInSinglePrecision() {
        INDArray[] gradients = new INDArray[2];
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            ComputationGraph graph = manyChannels(type);
            graph.feedForward(new INDArray[] {Random4.of(1, type, 2, 2, 8, 8)}, true, false);
            gradients[type == DataType.FLOAT ? 1 : 0] = graph.backpropGradient(Random4.of(9, type, 2, 256, 8, 8))
                    .gradient()
                    .castTo(DataType.DOUBLE);
        }
        double scale = gradients[0].norm2Number().doubleValue();
        assertThat(gradients[0].sub(gradients[1]).norm2Number().doubleValue()).isLessThan(1e-6 * scale);
    }

    private static ComputationGraph manyChannels(DataType type) {
        return init(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", Convolution.of(2, 512, 3), "in")
                .addLayer("wide", Convolution.of(512, 256, 3), "first")
                .setOutputs("wide")
                .validateOutputLayerConfig(false));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void survivesJsonAndTheDisk(boolean transposed, @TempDir Path folder) throws Exception {
        ConvolutionLayer layer = transposed ? TransposedConvolution.of(3, 2) : Convolution.of(3, 2, 3);
        ComputationGraph graph = graph(layer, DataType.FLOAT);
        INDArray in = Random4.of(1, DataType.FLOAT, 1, 3, 4, 5);
        double[] expected = Random4.values(graph.outputSingle(in));

        File file = folder.resolve("graph.zip").toFile();
        ModelSerializer.writeModel(graph, file, false);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file);

        assertThat(restored.getConfiguration()).isEqualTo(graph.getConfiguration());
        assertThat(restored.getLayer("layer").conf().getLayer()).isExactlyInstanceOf(layer.getClass());
        assertThat(Random4.values(restored.outputSingle(in))).containsExactly(expected);
    }

    @Test
    void anInputOfOtherChannelsIsRefusedInOneSentence() {
        ComputationGraph graph = graph(Convolution.of(2, 3, 3), DataType.FLOAT);
        assertThatThrownBy(() -> graph.outputSingle(Random4.of(1, DataType.FLOAT, 1, 5, 4, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input of layer must be N x 2 x H x W, was [1, 5, 4, 4]");
    }

    private static ComputationGraph graph(ConvolutionLayer layer, DataType type) {
        return init(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .graphBuilder()
                .addInputs("in")
                .addLayer("layer", layer, "in")
                .setOutputs("layer")
                .validateOutputLayerConfig(false));
    }

    private static ComputationGraph init(
            org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder builder) {
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        graph.params()
                .assign(Random4.of(7, graph.params().dataType(), graph.params().shape()));
        return graph;
    }
}
