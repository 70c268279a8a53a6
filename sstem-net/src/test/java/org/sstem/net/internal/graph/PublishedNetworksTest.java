package org.sstem.net.internal.graph;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.internal.testing.Published;

import java.util.Map;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PublishedNetworksTest {

    @ParameterizedTest
    @CsvSource({
        // as built by the published code, less what it builds and never uses
        "SFF_INTERPOLATION, 21660468, 58212",
        "SFF_UNFOLDING, 19646690, 0",
        "SFF_FUSION, 1692963, 0",
        "SP_INTERPOLATION, 23123172, 1013944",
        "SP_CORRECTION, 17266241, 0"
    })
    void parametersAreAsManyAsPublished(Published published, long built, long unused) {
        assertThat(published.network().parameterCount()).isEqualTo(built - unused);
    }

    @ParameterizedTest
    @EnumSource
    void parametersAreThoseOfPyTorchsStateInItsOrder(Published published) {
        Map<String, long[]> parameters = published.network().parameters();
        assertThat(parameters.keySet())
                .containsExactlyElementsOf(published.states().stream()
                        .map(Published.State::name)
                        .filter(parameters::containsKey)
                        .collect(Collectors.toList()));
        for (Published.State state : published.states()) {
            if (parameters.containsKey(state.name())) {
                assertThat(parameters.get(state.name())).as(state.name()).containsExactly(state.shape());
                double sum = 0;
                for (float value : published.network().parameter(state.name())) {
                    sum += value;
                }
                assertThat(sum).as(state.name()).isCloseTo(state.sum(), within(1e-6));
            } else {
                assertThat(state.name()).matches("srconv.*|upconv51_[12][5-8].*|.*num_batches_tracked");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void outputIsPyTorchs(Published published) {
        Tensor out =
                NetworkGraph.of(published.network()).run(Published.input(1, published.config.inputChannels(), 64, 0));
        assertThat(Published.relativeDifference(out, published.output())).isLessThan(1e-4);
    }

    @Test
    void unfoldingAndFusionGiveThePublishedPipelinesResult() {
        Tensor folded = Published.input(1, 1, 64, 0.2);
        Tensor interpolated = Published.input(1, 1, 64, 1.4);
        Tensor flow = NetworkGraph.of(Published.SFF_UNFOLDING.network())
                .run(Published.concatenate(folded, folded, folded, interpolated, interpolated, interpolated));
        Tensor unfolded = Tensor.zeros(1, 1, 64, 64);
        Kernels.automatic().warp(folded, flow, Border.ZERO, unfolded);
        Tensor fused = NetworkGraph.of(Published.SFF_FUSION.network())
                .run(Published.concatenate(unfolded, unfolded, unfolded, interpolated, interpolated, interpolated));

        double[] expectedFlow = Published.golden("sff_pipeline_flow");
        for (int i = 0; i < 64 * 64; i++) {
            assertThat((double) flow.data().get(i)).isCloseTo(expectedFlow[2 * i], within(1e-3));
            assertThat((double) flow.data().get(64 * 64 + i)).isCloseTo(expectedFlow[2 * i + 1], within(1e-3));
        }
        assertClose(unfolded, Published.golden("sff_pipeline_warp"), 5e-3);
        assertClose(fused, Published.golden("sff_pipeline_out"), 1e-2);
    }

    @Test
    void interpolationCorrectionAndFusionGiveThePublishedPipelinesResult() {
        Tensor before = Published.input(1, 1, 64, 0);
        Tensor behind = Published.input(1, 1, 64, 0.5);
        Tensor interpolated = NetworkGraph.of(Published.SP_INTERPOLATION.network())
                .run(Published.concatenate(before, before, before, behind, behind, behind));
        Tensor corrected = NetworkGraph.of(Published.SP_CORRECTION.network()).run(Published.input(1, 1, 64, 1.1));
        Tensor first = Tensor.of(1, 1, 64, 64, values(interpolated, 64 * 64));
        Tensor entrance = Tensor.zeros(1, 1, 64, 64);
        Kernels.automatic().fuse(first, corrected, Published.input(1, 1, 64, 3), entrance);
        // The reference used one set of parameters for both U-Nets.
        Tensor fused = NetworkGraph.of(Published.SP_CORRECTION.network()).run(entrance);

        assertThat(Published.relativeDifference(fused, Published.golden("sp_pipeline_out")))
                .isLessThan(1e-3);
    }

    private static float[] values(Tensor tensor, int count) {
        float[] values = new float[count];
        tensor.data().get(0, values);
        return values;
    }

    private static void assertClose(Tensor actual, double[] expected, double tolerance) {
        assertThat(actual.size()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual.data().get(i)).isCloseTo(expected[i], within(tolerance));
        }
    }
}
