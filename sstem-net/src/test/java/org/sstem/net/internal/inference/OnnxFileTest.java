package org.sstem.net.internal.inference;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sstem.damage.DamageKind;
import org.sstem.internal.method.DamagedTissue;
import org.sstem.internal.missing.MissingSectionMethod;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod;
import org.sstem.net.Engine;
import org.sstem.net.RestorationModel;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.RefinementConfig;
import org.sstem.net.internal.method.CompactRestorationTest;
import org.sstem.net.internal.method.OpenModel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** ONNX graphs in the place of a network. */
class OnnxFileTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("theirs.onnx");
    }

    private static ModelProto.Builder graph(Role role) throws IOException {
        return graph(RefinementConfig.compact(role));
    }

    private static ModelProto.Builder graph(RefinementConfig config) throws IOException {
        return ModelProto.parseFrom(OnnxExport.of(CompactRestorationTest.shaken(config))).toBuilder();
    }

    private static TypeProto.Tensor.Builder input(ModelProto.Builder model) {
        return model.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder();
    }

    @Test
    void aGraphRestoresInThePlaceOfANetwork() throws IOException {
        Files.write(file, graph(Role.INTERPOLATION).build().toByteArray());
        DamagedTissue tissue = new DamagedTissue(DamageKind.MISSING, 64, 64, 1, 1);
        RefinementConfig config = RefinementConfig.compact(Role.INTERPOLATION);

        try (RestorationModel theirs = RestorationModel.load(file);
                OpenModel own = OpenModel.of(CompactRestorationTest.shaken(config))) {
            RestorationMethod method = theirs.methods(Engine.ONNX).get(0);
            assertThat(theirs.kinds()).containsExactly(DamageKind.MISSING);
            assertThat(method.name()).isEqualTo("networks: compact interpolation (theirs.onnx)");
            assertThat(restored(method, tissue))
                    .isEqualTo(restored(own.methods(Engine.ONNX).get(0), tissue))
                    .isNotEqualTo(restored(new MissingSectionMethod(), tissue));

            RestorationMethod dl4j = theirs.methods(Engine.DL4J).get(0);
            assertThatThrownBy(() -> restored(dl4j, tissue))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the engine DL4J cannot run theirs.onnx, which is an ONNX graph: take the engine ONNX");
        }
    }

    private static float[] restored(RestorationMethod method, DamagedTissue tissue) {
        Plane pixels = new Plane(64, 64);
        method.prepare(tissue.task()).restore(2, new Area(0, 0, 64, 64), pixels, new byte[64 * 64]);
        return pixels.pixels();
    }

    @Test
    void otherInputsAreRefused() throws IOException {
        ModelProto.Builder five = graph(Role.FOLD_FUSION);
        five.getMetadataPropsBuilder(0).setValue("compact interpolation");
        assertRefused(five, "its input must be of shape N x 3 x H x W with any H and W, is [-1, 5, -1, -1]");

        ModelProto.Builder fixed = graph(Role.INTERPOLATION);
        input(fixed).getShapeBuilder().getDimBuilder(2).setDimValue(512);
        assertRefused(fixed, "its input must be of shape N x 3 x H x W with any H and W, is [-1, 3, 512, -1]");

        ModelProto.Builder two = graph(Role.INTERPOLATION);
        two.getGraphBuilder()
                .addInput(two.getGraph().getInput(0).toBuilder().setName("mask").build());
        assertRefused(two, "it must have one input called input, has input, mask");

        ModelProto.Builder doubles = graph(Role.INTERPOLATION);
        input(doubles).setElemType(TensorProto.DataType.DOUBLE.getNumber());
        assertRefused(doubles, "ONNX Runtime refuses the graph: ");
    }

    @Test
    void otherOutputsAreRefused() throws IOException {
        ModelProto.Builder flow = graph(new RefinementConfig(Role.UNFOLDING, List.of(8, 16, 32, 64)));
        flow.getMetadataPropsBuilder(0).setValue("compact fold-fusion");
        assertRefused(flow, "its output must be of shape N x 1 x H x W with any H and W, is [-1, 2, -1, -1]");
    }

    @Test
    void aGraphSaysWhosePlaceItTakes() throws IOException {
        assertRefused(
                graph(Role.INTERPOLATION).clearMetadataProps(),
                "its property sstem.network must say whose place it takes, as in \"compact fold-fusion\", was not there");
        ModelProto.Builder published = graph(Role.INTERPOLATION);
        published.getMetadataPropsBuilder(0).setValue("published interpolation");
        assertRefused(published, "was \"published interpolation\"");
        ModelProto.Builder unfolding = graph(Role.INTERPOLATION);
        unfolding.getMetadataPropsBuilder(0).setValue("compact unfolding");
        assertRefused(unfolding, "was \"compact unfolding\"");
    }

    @Test
    void whatIsNoGraphIsRefused() throws IOException {
        assertThatThrownBy(() -> RestorationModel.load(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " does not exist");
        Files.writeString(file, "a graph of something");
        assertThatThrownBy(() -> RestorationModel.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot use ONNX graph " + file + ": ONNX Runtime refuses the graph: ");
    }

    private void assertRefused(ModelProto.Builder graph, String message) throws IOException {
        Files.write(file, graph.build().toByteArray());
        assertThatThrownBy(() -> RestorationModel.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot use ONNX graph " + file + ": ")
                .hasMessageContaining(message);
    }
}
