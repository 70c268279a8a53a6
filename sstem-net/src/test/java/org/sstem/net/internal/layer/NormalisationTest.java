package org.sstem.net.internal.layer;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.net.internal.graph.PlanGraph;
import org.sstem.net.internal.testing.Random4;
import org.sstem.net.internal.testing.SingleThreaded;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

@ExtendWith(SingleThreaded.class)
class NormalisationTest {

    @ParameterizedTest
    @CsvSource({"1, false", "0, false", "0.2, false", "1, true", "0.2, true"})
    void gradientAgreesWithDifferencesInDouble(double slope, boolean frozen) {
        // given a layer before it, so that the gradient with respect to its input is checked as well
        PlanGraph graph = graph(slope, DataType.DOUBLE);
        graph.freezeNormalisation(frozen);
        INDArray in = Random4.of(1, DataType.DOUBLE, 3, 2, 4, 5);
        INDArray upstream = Random4.of(9, DataType.DOUBLE, 3, 2, 4, 5);
        INDArray parameters = graph.params().dup();
        graph.differentiate(in, outputs -> List.of(upstream.dup()));
        INDArray gradients = graph.gradients().dup();

        double step = 1e-6;
        for (Map.Entry<String, INDArray> entry : graph.paramTable().entrySet()) {
            INDArray parameter = entry.getValue();
            boolean statistic =
                    entry.getKey().endsWith("_mean") || entry.getKey().endsWith("_var");
            for (long i = 0; i < parameter.length(); i++) {
                double actual =
                        gradients.getDouble(parameter.offset() - graph.params().offset() + i);
                if (statistic) {
                    assertThat(actual).as(entry.getKey()).isZero();
                    continue;
                }
                graph.params().assign(parameters);
                double value = parameter.getDouble(i);
                parameter.putScalar(i, value + step);
                double above = product(graph, in, upstream);
                graph.params().assign(parameters);
                parameter.putScalar(i, value - step);
                double below = product(graph, in, upstream);
                assertThat(actual)
                        .as("%s, value %d", entry.getKey(), i)
                        .isCloseTo((above - below) / (2 * step), within(2e-7));
            }
        }
    }

    private static double product(PlanGraph graph, INDArray in, INDArray upstream) {
        double[] product = new double[1];
        graph.differentiate(in, outputs -> {
            product[0] = outputs.get(0).mul(upstream).sumNumber().doubleValue();
            return List.of(upstream.dup());
        });
        return product[0];
    }

    @ParameterizedTest
    @CsvSource({"1, 3 2 4 5", "0, 3 2 4 5", "0.2, 2 2 64 65"})
    void singlePrecisionAgreesWithDouble(double slope, String size) {
        long[] shape = FunctionVertexTest.shapes(size)[0];
        PlanGraph doubles = graph(slope, DataType.DOUBLE);
        PlanGraph floats = graph(slope, DataType.FLOAT);
        INDArray in = Random4.of(1, DataType.DOUBLE, shape).addi(3);
        INDArray upstream = Random4.of(9, DataType.DOUBLE, shape);
        double[][] outputs = new double[2][];
        doubles.differentiate(in, out -> {
            outputs[0] = Random4.values(out.get(0));
            return List.of(upstream.dup());
        });
        floats.differentiate(in.castTo(DataType.FLOAT), out -> {
            outputs[1] = Random4.values(out.get(0));
            return List.of(upstream.castTo(DataType.FLOAT));
        });
        double most = Math.sqrt(upstream.length());
        assertThat(outputs[1]).containsExactly(outputs[0], within(2e-5));
        assertThat(Random4.values(floats.gradients()))
                .containsExactly(Random4.values(doubles.gradients()), within(2e-5 * most));
        assertThat(Random4.values(floats.params())).containsExactly(Random4.values(doubles.params()), within(1e-5));
    }

    @Test
    void trainingNormalisesByTheBatchAndMovesTheStatisticsAsPyTorchDoes() {
        // given one channel with the values 1, 2, 3, 6: mean 3, variance 3.5 biased and 14/3 unbiased
        PlanGraph graph = single();
        INDArray in = Random4.byFormula(i -> i == 3 ? 6 : i + 1, DataType.DOUBLE, 1, 1, 2, 2);
        double[][] output = new double[1][];
        graph.differentiate(in, out -> {
            output[0] = Random4.values(out.get(0));
            return List.of(out.get(0).dup());
        });
        double sigma = Math.sqrt(3.5 + 1e-5);
        assertThat(output[0]).containsExactly(new double[] {-2 / sigma, -1 / sigma, 0, 3 / sigma}, within(1e-12));
        assertThat(graph.getParam("layer_mean").getDouble(0)).isCloseTo(0.3, within(1e-12));
        assertThat(graph.getParam("layer_var").getDouble(0)).isCloseTo(0.9 + 1.4 / 3, within(1e-12));
        // when it infers, by the running statistics
        double running = Math.sqrt(0.9 + 1.4 / 3 + 1e-5);
        assertThat(graph.outputSingle(in).getDouble(3)).isCloseTo(5.7 / running, within(1e-12));
    }

    @Test
    void survivesJsonAndTheDisk(@TempDir Path folder) throws Exception {
        PlanGraph graph = graph(0.2, DataType.FLOAT);
        INDArray in = Random4.of(1, DataType.FLOAT, 1, 2, 4, 5);
        double[] expected = Random4.values(graph.outputSingle(in));

        ComputationGraphConfiguration read =
                ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson());
        File file = folder.resolve("graph.zip").toFile();
        ModelSerializer.writeModel(graph, file, false);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file);

        assertThat(read).isEqualTo(graph.getConfiguration());
        assertThat(read).isNotEqualTo(graph(0, DataType.FLOAT).getConfiguration());
        assertThat(Random4.values(restored.outputSingle(in))).containsExactly(expected);
    }

    @Test
    void aSlopeThatIsNoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Normalisation.of(3, 1.5))
                .withMessage("slope must be within 0 to 1, was 1.5");
    }

    private static PlanGraph graph(double slope, DataType type) {
        PlanGraph graph = new PlanGraph(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", Convolution.of(2, 2, 1), "in")
                .addLayer("layer", Normalisation.of(2, slope), "first")
                .setOutputs("layer")
                .validateOutputLayerConfig(false)
                .build());
        graph.init();
        INDArray random = Random4.of(7, DataType.DOUBLE, graph.params().shape()).castTo(type);
        graph.params().assign(random);
        graph.getParam("layer_var").assign(1.3);
        return graph;
    }

    private static PlanGraph single() {
        PlanGraph graph = new PlanGraph(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("in")
                .addLayer("layer", Normalisation.of(1, 1), "in")
                .setOutputs("layer")
                .validateOutputLayerConfig(false)
                .build());
        graph.init();
        return graph;
    }
}
