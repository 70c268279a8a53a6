package org.sstem.net.internal.inference;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.PrecipitateConfig;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.architecture.UnfoldingConfig;
import org.sstem.net.internal.testing.Published;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What the ONNX specification asks of a graph, and what the documentation promises of ours. */
class OnnxExportTest {

    static Stream<Architecture> configs() {
        List<Integer> five = List.of(2, 3, 4, 5, 6);
        return Stream.concat(
                Arrays.stream(Role.values())
                        .filter(role -> role != Role.INTERPOLATION_OF_TWO)
                        .map(role -> new RefinementConfig(role, List.of(2, 3, 4))),
                Stream.of(
                        new InterpolationConfig(1, 3, 5, five),
                        new InterpolationConfig(2, 3, 5, five),
                        new UnfoldingConfig(3, five),
                        new FoldFusionConfig(3, five.subList(0, 4)),
                        new PrecipitateConfig(Role.PRECIPITATE_CORRECTION, List.of(2, 3, 4, 5, 5)),
                        new PrecipitateConfig(Role.PRECIPITATE_FUSION, List.of(2, 3, 4, 5, 5))));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void theGraphIsValid(Architecture config) throws InvalidProtocolBufferException {
        byte[] written = OnnxExport.of(NetworkWeights.create(config, 1));
        ModelProto model = ModelProto.parseFrom(written);

        assertThat(model.toByteArray())
                .as("as the format's own library writes it")
                .isEqualTo(written);
        assertThat(model.getIrVersion()).isEqualTo(8);
        assertThat(model.getOpsetImportCount()).isEqualTo(1);
        assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
        GraphProto graph = model.getGraph();
        assertThat(graph.getName()).isNotEmpty();
        // every name is written once, and before it is read
        Set<String> known = new HashSet<>();
        graph.getInputList()
                .forEach(input -> assertThat(known.add(input.getName())).isTrue());
        for (TensorProto constant : graph.getInitializerList()) {
            assertThat(known.add(constant.getName())).as(constant.getName()).isTrue();
            long count = constant.getDimsList().stream().reduce(1L, (a, b) -> a * b);
            long held = constant.getDataType() == TensorProto.DataType.FLOAT.getNumber()
                    ? constant.getRawData().size() / 4
                    : constant.getInt64DataCount();
            assertThat(held).as(constant.getName()).isEqualTo(count);
        }
        Set<String> read = new HashSet<>();
        Set<String> nodes = new HashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            assertThat(nodes.add(node.getName())).as(node.getName()).isTrue();
            for (String input : node.getInputList()) {
                assertThat(input.isEmpty() || known.contains(input)).as(input).isTrue();
                read.add(input);
            }
            node.getOutputList()
                    .forEach(output -> assertThat(known.add(output)).as(output).isTrue());
        }
        Set<String> outputs =
                graph.getOutputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
        assertThat(known).containsAll(outputs);
        // and nothing is there that nobody reads
        Set<String> idle = new HashSet<>(known);
        idle.removeAll(read);
        assertThat(idle).isEqualTo(outputs);
    }

    @ParameterizedTest
    @MethodSource("configs")
    void inputAndOutputsSayTheirTypeAndChannels(Architecture config) throws InvalidProtocolBufferException {
        GraphProto graph = ModelProto.parseFrom(OnnxExport.of(NetworkWeights.create(config, 1)))
                .getGraph();

        assertThat(graph.getInputList()).hasSize(1);
        assertImage(graph.getInput(0), config.sectionCount());
        if (config instanceof InterpolationConfig) {
            assertThat(graph.getOutputCount()).isEqualTo(4 * ((InterpolationConfig) config).sections());
            graph.getOutputList().forEach(taps -> assertImage(taps, ((InterpolationConfig) config).taps()));
        } else {
            assertThat(graph.getOutputList()).hasSize(1);
            assertImage(graph.getOutput(0), config.outputChannels());
        }
    }

    private static void assertImage(ValueInfoProto value, int channels) {
        TypeProto.Tensor type = value.getType().getTensorType();
        assertThat(type.getElemType()).isEqualTo(TensorProto.DataType.FLOAT.getNumber());
        assertThat(type.getShape().getDimCount()).isEqualTo(4);
        assertThat(type.getShape().getDim(1).getDimValue()).isEqualTo(channels);
        for (int free : new int[] {0, 2, 3}) {
            assertThat(type.getShape().getDim(free).getDimParam()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // multiply-adds at 256 x 256 as counted in the published implementation; separable convolution: 3 channels
        "SFF_INTERPOLATION, 22863937536, 1042808832",
        "SFF_UNFOLDING, 26726105088, 0",
        "SFF_FUSION, 8738832384, 0",
        "SP_INTERPOLATION, 35757490176, 2085617664",
        "SP_CORRECTION, 39904608256, 0"
    })
    void multiplyAddsAreAsManyAsCountedElsewhere(Published published, long convolutions, long separable) {
        long counted = published.config.plan().multiplyAddsPerPixel() * 256 * 256;
        assertThat(counted).isEqualTo(convolutions + separable / 3);
    }

    @Test
    void theCompactNetworksTakeATenthOfThePublishedWork() {
        long compact = Arrays.stream(Role.values())
                .filter(role -> role != Role.INTERPOLATION_OF_TWO && role != Role.UNFOLDING)
                .mapToLong(role -> RefinementConfig.compact(role).plan().multiplyAddsPerPixel())
                .sum();
        long published = Stream.of(
                        InterpolationConfig.published(1),
                        UnfoldingConfig.published(),
                        FoldFusionConfig.published(),
                        PrecipitateConfig.published(Role.PRECIPITATE_CORRECTION),
                        PrecipitateConfig.published(Role.PRECIPITATE_FUSION))
                .mapToLong(config -> config.plan().multiplyAddsPerPixel())
                .sum();
        assertThat(compact).isPositive().isLessThanOrEqualTo(published / 10);
    }
}
