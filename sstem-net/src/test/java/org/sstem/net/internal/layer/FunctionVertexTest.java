package org.sstem.net.internal.layer;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Npy;
import org.sstem.net.internal.testing.Random4;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FunctionVertexTest {

    static Stream<Arguments> vertices() {
        return Stream.of(
                Arguments.of(new UpsampleVertex(true), shapes("2 3 4 5")),
                Arguments.of(new UpsampleVertex(true), shapes("1 1 1 3")),
                Arguments.of(new UpsampleVertex(false), shapes("2 3 4 5")),
                Arguments.of(new SeparableConvolutionVertex(), shapes("2 2 6 7", "2 3 4 5", "2 3 4 5")),
                Arguments.of(new WarpVertex(Border.ZERO), shapes("2 3 6 5", "2 2 6 5")),
                Arguments.of(new WarpVertex(Border.CLAMP), shapes("2 1 6 5", "2 2 6 5")),
                Arguments.of(PoolVertex.max(), shapes("2 3 4 6")),
                Arguments.of(PoolVertex.max(), shapes("1 2 5 7")),
                Arguments.of(PoolVertex.mean(), shapes("2 3 4 6")),
                Arguments.of(new PadVertex(3), shapes("2 2 3 4")),
                Arguments.of(new ChannelMeanVertex(3, 3), shapes("2 6 3 4")),
                Arguments.of(new ChannelsVertex(1, 3, 1), shapes("2 5 3 4")),
                Arguments.of(new ChannelsVertex(0, 2, 3), shapes("2 2 3 4")),
                Arguments.of(new BlendVertex(), shapes("2 2 3 4", "2 2 3 4", "2 2 3 4")),
                Arguments.of(new FitVertex(), shapes("2 2 4 4", "2 1 5 6")),
                Arguments.of(new RectifierVertex(0), shapes("2 3 4 5")),
                Arguments.of(new LogisticVertex(), shapes("2 3 4 5")),
                Arguments.of(new RectifierVertex(0.2), shapes("2 3 4 5")));
    }

    @ParameterizedTest
    @MethodSource("vertices")
    void gradientAgreesWithDifferencesInDouble(FunctionVertex vertex, long[][] shapes) {
        INDArray[] inputs = inputs(shapes, DataType.DOUBLE);
        INDArray result = Nd4j.createUninitialized(DataType.DOUBLE, vertex.shape(shapes), 'c');
        INDArray upstream = Random4.of(99, DataType.DOUBLE, result.shape());
        INDArray[] gradients = inputs(shapes, DataType.DOUBLE);
        vertex.backward(inputs, upstream, gradients);
        double step = 1e-6;
        for (int k = 0; k < inputs.length; k++) {
            for (long i = 0; i < inputs[k].length(); i++) {
                double value = inputs[k].getDouble(i);
                inputs[k].putScalar(i, value + step);
                vertex.forward(inputs, result);
                double above = result.mul(upstream).sumNumber().doubleValue();
                inputs[k].putScalar(i, value - step);
                vertex.forward(inputs, result);
                double below = result.mul(upstream).sumNumber().doubleValue();
                inputs[k].putScalar(i, value);
                assertThat(gradients[k].getDouble(i))
                        .as("input %d, value %d", k, i)
                        .isCloseTo((above - below) / (2 * step), within(1e-7));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("vertices")
    void singlePrecisionAgreesWithDouble(FunctionVertex vertex, long[][] shapes) {
        INDArray[] doubles = inputs(shapes, DataType.DOUBLE);
        INDArray[] floats = inputs(shapes, DataType.FLOAT);
        INDArray expected = Nd4j.createUninitialized(DataType.DOUBLE, vertex.shape(shapes), 'c');
        INDArray actual = Nd4j.createUninitialized(DataType.FLOAT, vertex.shape(shapes), 'c');
        vertex.forward(doubles, expected);
        vertex.forward(floats, actual);
        assertClose(actual, Random4.values(expected), 1e-6);

        INDArray upstream = Random4.of(99, DataType.DOUBLE, expected.shape());
        INDArray[] gradients = inputs(shapes, DataType.DOUBLE);
        INDArray[] single = inputs(shapes, DataType.FLOAT);
        vertex.backward(doubles, upstream, gradients);
        vertex.backward(floats, upstream.castTo(DataType.FLOAT), single);
        for (int k = 0; k < shapes.length; k++) {
            assertClose(single[k], Random4.values(gradients[k]), 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("vertices")
    void aGraphWithTheVertexSurvivesJsonAndTheDisk(FunctionVertex vertex, long[][] shapes, @TempDir Path folder)
            throws Exception {
        ComputationGraph graph = graph(vertex, shapes.length);
        INDArray[] inputs = inputs(shapes, DataType.FLOAT);
        double[] expected = Random4.values(graph.output(inputs)[0]);

        ComputationGraphConfiguration read =
                ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson());
        File file = folder.resolve("graph.zip").toFile();
        ModelSerializer.writeModel(graph, file, false);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file);

        assertThat(read.getVertices().get("vertex")).isEqualTo(vertex).hasSameHashCodeAs(vertex);
        assertThat(Random4.values(restored.output(inputs)[0])).containsExactly(expected);
    }

    @ParameterizedTest
    @MethodSource("vertices")
    void aViewGivesTheSameAsItsCopy(FunctionVertex vertex, long[][] shapes) {
        // given inputs that are parts of wider arrays, away from the start of their buffers
        INDArray[] inputs = inputs(shapes, DataType.FLOAT);
        INDArray[] views = Arrays.stream(inputs)
                .map(in -> {
                    INDArray wide = Nd4j.concat(3, in.mul(-3), in, in.mul(7));
                    long width = in.size(3);
                    return wide.get(
                            NDArrayIndex.all(),
                            NDArrayIndex.all(),
                            NDArrayIndex.all(),
                            NDArrayIndex.interval(width, 2 * width));
                })
                .toArray(INDArray[]::new);
        ComputationGraph graph = graph(vertex, shapes.length);
        double[] expected = Random4.values(graph.output(inputs)[0].dup());
        assertThat(Random4.values(graph.output(views)[0])).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 2, 5, 7", "1, 2, 1, 8, 8", "2, 1, 1, 1, 1", "3, 1, 1, 2, 3"})
    void upsamplingWithAlignedCornersIsPyTorchs(int number, int n, int c, int h, int w) {
        UpsampleVertex vertex = new UpsampleVertex(true);
        INDArray in = Random4.byFormula(i -> Math.cos(0.9 * i + 0.1), DataType.DOUBLE, n, c, h, w);
        INDArray out = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {n, c, 2L * h, 2L * w}, 'c');
        INDArray gradient = in.dup();
        vertex.forward(new INDArray[] {in}, out);
        INDArray upstream = Random4.byFormula(i -> Math.cos(0.61 * i + 0.3), DataType.DOUBLE, out.shape());
        vertex.backward(new INDArray[] {in}, upstream, new INDArray[] {gradient});

        assertClose(out, golden("upsample/out_" + number), 1e-12);
        assertClose(gradient, golden("upsample/gx_" + number), 1e-12);
    }

    @Test
    void halfPixelUpsamplingIsPyTorchs() {
        INDArray in = Random4.byFormula(i -> Math.cos(0.9 * i + 0.1), DataType.DOUBLE, 1, 1, 5, 6);
        INDArray out = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {1, 1, 10, 12}, 'c');
        new UpsampleVertex(false).forward(new INDArray[] {in}, out);
        assertClose(out, golden("upsample/half_pixel_out"), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"c2_k5, 2, 2, 5, 6, 8", "c3_k51, 2, 3, 51, 5, 6"})
    void separableConvolutionIsTheReferences(String name, int n, int c, int k, int h, int w) {
        SeparableConvolutionVertex vertex = new SeparableConvolutionVertex();
        for (DataType type : new DataType[] {DataType.DOUBLE, DataType.FLOAT}) {
            INDArray[] in = {
                Random4.byFormula(i -> Math.cos(0.731 * i + 0.2), type, n, c, h + k - 1, w + k - 1),
                Random4.byFormula(i -> Math.cos(0.417 * i + 0.5) / k, type, n, k, h, w),
                Random4.byFormula(i -> Math.cos(0.293 * i + 1.1) / k, type, n, k, h, w)
            };
            INDArray out = Nd4j.createUninitialized(type, new long[] {n, c, h, w}, 'c');
            INDArray[] gradients = {in[0].dup(), in[1].dup(), in[2].dup()};
            vertex.forward(in, out);
            vertex.backward(in, Random4.byFormula(i -> Math.cos(0.611 * i + 0.3), type, n, c, h, w), gradients);

            double tolerance = type == DataType.DOUBLE ? 1e-12 : 2e-5;
            assertClose(out, Npy.golden("sepconv/" + name + "_out.npy").values(), tolerance);
            assertClose(
                    gradients[1], Npy.golden("sepconv/" + name + "_gvert.npy").values(), tolerance);
            assertClose(
                    gradients[2], Npy.golden("sepconv/" + name + "_ghoriz.npy").values(), tolerance);
            // That of three channels was stored in single precision.
            assertClose(
                    gradients[0], Npy.golden("sepconv/" + name + "_ginput.npy").values(), Math.max(tolerance, 2e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"small", "far"})
    void warpIsTheReferences(String name) {
        WarpVertex vertex = new WarpVertex(Border.ZERO);
        INDArray image = Random4.byFormula(values("spatial/img_c3")::get, DataType.FLOAT, 2, 3, 18, 22);
        INDArray flow = channelsFirst("spatial/flow_c3_" + name);
        INDArray out = image.dup();
        INDArray[] gradients = {image.dup(), flow.dup()};
        vertex.forward(new INDArray[] {image, flow}, out);
        INDArray upstream = Random4.byFormula(i -> Math.cos(0.37 * i), DataType.FLOAT, 2, 3, 18, 22);
        vertex.backward(new INDArray[] {image, flow}, upstream, gradients);

        assertClose(out, Npy.golden("spatial/out_c3_" + name + ".npy").values(), 1e-4);
        assertClose(gradients[0], Npy.golden("spatial/gimg_c3_" + name + ".npy").values(), 1e-4);
        assertClose(gradients[1], Random4.values(channelsFirst("spatial/gflow_c3_" + name)), 2e-3);
    }

    @Test
    void theGradientOfAMaximumGoesToTheFirstOfEqualOnes() {
        // given pairs of rows with the same maximum in several places; what belongs to no pair has no gradient
        INDArray image = Random4.byFormula(
                i -> new double[] {
                            1, 1, 0, 2, 9,
                            1, 1, 2, 2, 9,
                            9, 9, 9, 9, 9
                        }
                        [i],
                DataType.FLOAT,
                1,
                1,
                3,
                5);
        INDArray gradient = image.dup();
        PoolVertex.max()
                .backward(
                        new INDArray[] {image},
                        Random4.byFormula(i -> 5 + i, DataType.FLOAT, 1, 1, 1, 2),
                        new INDArray[] {gradient});

        assertThat(Random4.values(gradient)).containsExactly(5, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void shapesThatDoNotFitAreRefusedInOneSentence() {
        assertThatThrownBy(() -> new SeparableConvolutionVertex().shape(shapes("1 1 9 9", "1 3 9 9", "1 3 9 9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("image must be 11 x 11 for 3 taps at 9 x 9 pixels, was 9 x 9");
        assertThatThrownBy(() -> new WarpVertex(Border.ZERO).shape(shapes("1 1 9 9", "1 3 9 9")))
                .hasMessage("flow must have 2 channels, had 3");
        assertThatThrownBy(() -> PoolVertex.max().shape(shapes("1 1 1 9")))
                .hasMessage("an image of 1 x 9 pixels is too small to be halved");
    }

    private static ComputationGraph graph(FunctionVertex vertex, int inputs) {
        String[] names = {"a", "b", "c"};
        String[] used = Arrays.copyOf(names, inputs);
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .graphBuilder()
                .addInputs(used)
                .addVertex("vertex", vertex, used)
                .setOutputs("vertex")
                .validateOutputLayerConfig(false)
                .build());
        graph.init();
        return graph;
    }

    private static INDArray[] inputs(long[][] shapes, DataType type) {
        INDArray[] inputs = new INDArray[shapes.length];
        for (int k = 0; k < shapes.length; k++) {
            inputs[k] = Random4.of(k + 1, type, shapes[k]);
        }
        return inputs;
    }

    static long[][] shapes(String... shapes) {
        return Arrays.stream(shapes)
                .map(shape -> Arrays.stream(shape.split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .toArray(long[][]::new);
    }

    private static double[] golden(String name) {
        return Npy.resource("/org/sstem/net/golden/" + name + ".npy").values();
    }

    private static java.util.List<Double> values(String name) {
        return Arrays.stream(Npy.golden(name + ".npy").values()).boxed().toList();
    }

    /** From N x H x W x 2 to N x 2 x H x W. */
    private static INDArray channelsFirst(String name) {
        Npy file = Npy.golden(name + ".npy");
        int[] s = file.shape();
        return Random4.byFormula(i -> file.values()[i], DataType.FLOAT, s[0], s[1], s[2], s[3])
                .permute(0, 3, 1, 2)
                .dup('c');
    }

    static void assertClose(INDArray actual, double[] expected, double tolerance) {
        assertThat(Random4.values(actual))
                .hasSameSizeAs(expected)
                .usingComparatorWithPrecision(tolerance)
                .containsExactly(expected);
    }
}
