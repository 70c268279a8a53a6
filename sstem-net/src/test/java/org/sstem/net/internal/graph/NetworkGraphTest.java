package org.sstem.net.internal.graph;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.Role;
import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.FoldFusionConfig;
import org.sstem.net.internal.architecture.InterpolationConfig;
import org.sstem.net.internal.architecture.NetworkWeights;
import org.sstem.net.internal.architecture.PrecipitateConfig;
import org.sstem.net.internal.architecture.UnfoldingConfig;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

public class NetworkGraphTest {

    static Stream<Arguments> narrow() {
        return Stream.of(
                Arguments.of(new InterpolationConfig(1, 1, 5, List.of(2, 3, 4, 5, 6)), 32, 64),
                Arguments.of(new InterpolationConfig(2, 3, 3, List.of(2, 3, 4, 5, 6)), 64, 32),
                Arguments.of(new UnfoldingConfig(1, List.of(2, 3, 4, 5, 6)), 16, 48),
                Arguments.of(new FoldFusionConfig(1, List.of(2, 3, 4, 5)), 8, 24),
                Arguments.of(new PrecipitateConfig(Role.PRECIPITATE_FUSION, List.of(2, 3, 4, 5, 5)), 17, 38));
    }

    @ParameterizedTest
    @MethodSource("narrow")
    void networksOfOtherWidthsAndSizesRun(Architecture config, int height, int width) {
        NetworkWeights network = NetworkWeights.create(config, 7);
        Tensor out = NetworkGraph.of(network).run(tensor(2, config.inputChannels(), height, width));
        assertThat(out.shape()).isEqualTo("2 x " + config.outputChannels() + " x " + height + " x " + width);
        assertThat(values(out)).doesNotContain(Float.NaN);
        assertThat(Arrays.equals(values(out), new float[out.size()])).isFalse();
    }

    @ParameterizedTest
    @MethodSource("narrow")
    void theSeedDecidesTheParameters(Architecture config, int height, int width) {
        NetworkWeights network = NetworkWeights.create(config, 7);
        NetworkWeights same = NetworkWeights.create(config, 7);
        NetworkWeights other = NetworkWeights.create(config, 8);
        network.parameters().forEach((name, shape) -> {
            assertThat(same.parameter(name)).as(name).containsExactly(network.parameter(name));
            if (shape.length == 4) {
                assertThat(other.parameter(name)).as(name).isNotEqualTo(network.parameter(name));
            }
        });
    }

    @Test
    void interpolationStartsWithOrthogonalWeights() {
        NetworkWeights network = NetworkWeights.create(new InterpolationConfig(1, 1, 5, List.of(4, 4, 4, 4, 4)), 1);
        // Weights with fewer rows (out) than columns (in * 9): rows are orthogonal, of squared length 2.
        float[] w = network.parameter("conv64.4.weight");
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double product = 0;
                for (int k = 0; k < 36; k++) {
                    product += w[i * 36 + k] * w[j * 36 + k];
                }
                assertThat(product).isCloseTo(i == j ? 2 : 0, within(1e-6));
            }
        }
    }

    @Test
    void unfoldingStartsWithSmallNormalWeights() {
        NetworkWeights network = NetworkWeights.create(new UnfoldingConfig(1, List.of(8, 16, 16, 16, 16)), 1);
        float[] weight = network.parameter("bridge.conv_3.0.weight");
        assertThat(deviation(weight, 0)).isCloseTo(0.02, within(0.001));
        assertThat(deviation(network.parameter("bridge.conv_3.1.weight"), 1)).isBetween(0.01, 0.03);
        assertThat(network.parameter("bridge.conv_3.0.bias")).containsOnly(0);
        assertThat(network.parameter("bridge.conv_3.1.running_var")).containsOnly(1);
    }

    @Test
    void fusionStartsAsPyTorchsDefault() {
        NetworkWeights network = NetworkWeights.create(new FoldFusionConfig(1, List.of(8, 8, 8, 16)), 1);
        // uniform within 1 / sqrt(fan-in): deviation bound / sqrt(3)
        double bound = 1 / Math.sqrt(8 * 9);
        float[] weight = network.parameter("conv_encode1.3.weight");
        assertThat(deviation(weight, 0)).isCloseTo(bound / Math.sqrt(3), within(bound * 0.05));
        for (float value : weight) {
            assertThat((double) value).isBetween(-bound, bound);
        }
        assertThat(network.parameter("conv_encode1.3.bias")).doesNotContain(0);
        assertThat(network.parameter("conv_encode1.4.weight")).containsOnly(1);
    }

    @Test
    void whatDoesNotFitIsRefusedInOneSentence() {
        NetworkWeights network = NetworkWeights.create(new FoldFusionConfig(1, List.of(2, 3, 4, 5)), 1);
        assertThatThrownBy(() -> NetworkGraph.of(network).run(tensor(1, 3, 8, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input must have 2 channels, was 1 x 3 x 8 x 8");
        assertThatThrownBy(() -> NetworkGraph.of(network).run(tensor(1, 2, 4, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("input must be at least 8 x 8 pixels, was 1 x 2 x 4 x 8");
        assertThatThrownBy(() -> NetworkGraph.of(network).run(tensor(1, 2, 20, 16)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("height and width of the input must be multiples of 8, was 1 x 2 x 20 x 16");
        assertThatThrownBy(() -> network.assign("conv_encode1.0.bias", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("conv_encode1.0.bias must have 2 values, had 1");
        assertThatThrownBy(() -> network.parameter("conv0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the network has no parameter conv0");
    }

    @Test
    void configurationsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> InterpolationConfig.published(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sections must be 1 or 2, was 3");
        assertThatThrownBy(() -> new InterpolationConfig(1, 1, 4, List.of(1, 1, 1, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("taps must be odd and positive, was 4");
        assertThatThrownBy(() -> new UnfoldingConfig(1, List.of(4, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("widths must be 5 positive numbers of channels, was [4, 0]");
    }

    public static Tensor tensor(int batch, int channels, int height, int width) {
        Tensor tensor = Tensor.zeros(batch, channels, height, width);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data().put(i, (float) (0.5 + 0.4 * Math.sin(0.37 * i)));
        }
        return tensor;
    }

    static float[] values(Tensor tensor) {
        float[] values = new float[tensor.size()];
        tensor.data().get(0, values);
        return values;
    }

    private static double deviation(float[] values, double mean) {
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }
}
