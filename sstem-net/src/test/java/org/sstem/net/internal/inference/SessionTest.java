package org.sstem.net.internal.inference;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.output.AtomicFile;
import org.sstem.net.Engine;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.graph.NetworkGraphTest;
import org.sstem.net.internal.testing.Published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class SessionTest {

    @ParameterizedTest
    @EnumSource
    void onnxRuntimeAndDl4jAgreeOnThePublishedNetworks(Published published) {
        Tensor sections = Published.input(1, published.config.sectionCount(), 64, 0.4);
        assertSame(published.network(), sections, 1e-4);
    }

    @ParameterizedTest
    @MethodSource("org.sstem.net.internal.graph.NetworkGraphTest#narrow")
    void theyAgreeOnOtherWidthsSizesAndBatches(Architecture config, int height, int width) {
        NetworkWeights network = NetworkWeights.blank(config);
        int position = 0;
        for (Map.Entry<String, long[]> parameter : network.parameters().entrySet()) {
            // running statistics that are not those of the start, so that folding them has something to do
            network.assign(
                    parameter.getKey(),
                    Published.byRule(new Published.State(position++, parameter.getKey(), parameter.getValue(), 0)));
        }
        assertSame(network, NetworkGraphTest.tensor(2, config.sectionCount(), height, width), 1e-4);
    }

    @Test
    void theExportedGraphIsForInference(@TempDir Path folder) throws IOException {
        NetworkWeights network = NetworkWeights.create(FoldFusionConfig.published(), 1);
        Path file = folder.resolve("fusion.onnx");
        AtomicFile.write(file, OnnxExport.of(network));

        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
        List<String> operations = model.getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .distinct()
                .collect(Collectors.toList());
        assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
        assertThat(operations).contains("Conv", "ConvTranspose", "Relu", "MaxPool", "Concat");
        assertThat(operations).doesNotContain("BatchNormalization");
        assertThat(model.getGraph()
                        .getInput(0)
                        .getType()
                        .getTensorType()
                        .getShape()
                        .getDim(1)
                        .getDimValue())
                .as("one channel for each section")
                .isEqualTo(2);
        assertThat(folder.toFile().list()).containsExactly("fusion.onnx");
    }

    @Test
    void anExportThatCannotBeWrittenSaysWhere(@TempDir Path folder) {
        NetworkWeights network = NetworkWeights.create(new FoldFusionConfig(1, List.of(2, 2, 2, 2)), 1);
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("nowhere/fusion.onnx"), OnnxExport.of(network)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining(" cannot be written: ");
    }

    @Test
    void sectionsThatDoNotFitAreRefusedByBothEngines() {
        NetworkWeights network = NetworkWeights.create(new FoldFusionConfig(3, List.of(2, 2, 2, 2)), 1);
        for (Engine engine : List.of(Engine.ONNX, Engine.DL4J)) {
            try (Session inference = Session.of(network, engine)) {
                assertThatThrownBy(() -> inference.run(Tensor.zeros(1, 6, 16, 16)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("input must have 2 channels, was 1 x 6 x 16 x 16");
            }
        }
    }

    @Test
    void whereThereIsNoCudaItIsRefusedAndNothingElseBreaks() {
        assumeThat(OrtEnvironment.getAvailableProviders()).doesNotContain(OrtProvider.CUDA);
        NetworkWeights network = NetworkWeights.create(new FoldFusionConfig(1, List.of(2, 2, 2, 2)), 1);
        assertThatThrownBy(() -> Session.of(network, Engine.ONNX_CUDA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the engine ONNX_CUDA needs onnxruntime_gpu on the class path in place of onnxruntime, which"
                                + " has no CUDA");
        try (Session session = Session.of(network, Engine.ONNX)) {
            assertThat(session.run(Tensor.zeros(1, 2, 16, 16)).shape()).isEqualTo("1 x 1 x 16 x 16");
        }
    }

    private static void assertSame(NetworkWeights network, Tensor sections, double tolerance) {
        try (Session dl4j = Session.of(network, Engine.DL4J);
                Session onnx = Session.of(network, Engine.ONNX)) {
            Tensor expected = dl4j.run(sections);
            Tensor actual = onnx.run(sections);
            double[] values = new double[expected.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = expected.data().get(i);
            }
            assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow())
                    .as("something to compare")
                    .isPositive();
            assertThat(actual.shape()).isEqualTo(expected.shape());
            assertThat(Published.relativeDifference(actual, values)).isLessThan(tolerance);
        }
    }
}
