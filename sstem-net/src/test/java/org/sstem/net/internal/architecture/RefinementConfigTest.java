package org.sstem.net.internal.architecture;

import com.google.gson.Gson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.internal.kernel.Tensor;
import org.sstem.net.Engine;
import org.sstem.net.Role;
import org.sstem.net.internal.graph.NetworkGraph;
import org.sstem.net.internal.inference.Session;

import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RefinementConfigTest {

    private static final List<Integer> NARROW = List.of(4, 6, 8);

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"INTERPOLATION_OF_TWO", "MOTION", "UNFOLDING", "MEMBRANE"},
            mode = EnumSource.Mode.EXCLUDE)
    void anUntrainedNetworkChangesNothing(Role role) {
        Tensor input = random(role, 16, 24, 1);

        Tensor output = NetworkGraph.of(NetworkWeights.create(RefinementConfig.compact(role), 7))
                .run(input);

        int plane = 16 * 24;
        for (int i = 0; i < output.size(); i++) {
            assertThat(output.data().get(i))
                    .isEqualTo(input.data().get((RefinementInputs.count(role) - 1) * plane + i));
        }
    }

    @Test
    void foldsAreNotUnfoldedByOne() {
        assertThatThrownBy(() -> RefinementConfig.compact(Role.UNFOLDING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no compact network for unfolding: folds are unfolded without training");
    }

    @Test
    void anUntrainedNetworkForMotionMovesNothing() {
        Tensor output = NetworkGraph.of(NetworkWeights.create(RefinementConfig.compact(Role.MOTION), 7))
                .run(random(Role.MOTION, 32, 48, 1));

        assertThat(output.shape()).isEqualTo("1 x 4 x 32 x 48");
        for (int i = 0; i < output.size(); i++) {
            assertThat(output.data().get(i)).isZero();
        }
    }

    @Test
    void anUntrainedNetworkForMembranesHasNoOpinion() {
        Tensor output = NetworkGraph.of(NetworkWeights.create(RefinementConfig.compact(Role.MEMBRANE), 7))
                .run(random(Role.MEMBRANE, 16, 24, 1));

        for (int i = 0; i < output.size(); i++) {
            assertThat(output.data().get(i)).isEqualTo(0.5f);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "3, 0", "4, 0", "5, 0", "3, 1", "4, 1", "4, 2"})
    void noPixelDependsOnOneFartherAwayThanTheReach(int levels, int finest) {
        RefinementConfig config =
                new RefinementConfig(Role.INTERPOLATION, List.of(2, 2, 2, 2, 2).subList(0, levels), finest);
        NetworkWeights network = shaken(config);
        int reach = config.reachPx();
        int stride = config.stridePx();
        int size = (2 * reach / stride + 6) * stride;
        Tensor input = random(config.role(), size, size, 2);
        Tensor before = NetworkGraph.of(network).run(input);
        // A whole cell of the coarsest level: which of its pixels sees farthest depends on its place.
        int first = size / 2 / stride * stride;
        for (int y = first; y < first + stride; y++) {
            for (int x = first; x < first + stride; x++) {
                input.data().put(y * size + x, input.data().get(y * size + x) + 100);
            }
        }

        Tensor after = NetworkGraph.of(network).run(input);

        int farthest = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                if (Math.abs(after.data().get(y * size + x) - before.data().get(y * size + x)) > 1e-3) {
                    int dx = Math.max(first - x, x - first - stride + 1);
                    int dy = Math.max(first - y, y - first - stride + 1);
                    farthest = Math.max(farthest, Math.max(dx, dy));
                }
            }
        }
        assertThat(farthest).isLessThanOrEqualTo(reach).isGreaterThan(reach / 2);
    }

    @ParameterizedTest
    @EnumSource(value = Engine.class, mode = EnumSource.Mode.EXCLUDE, names = "ONNX_CUDA")
    void tilesOnTheStrideWithTheReachAroundThemGiveTheWholeSection(Engine engine) {
        RefinementConfig config = new RefinementConfig(Role.FOLD_FUSION, NARROW);
        int stride = config.stridePx();
        int margin = (config.reachPx() + stride - 1) / stride * stride;
        int tile = 32;
        int width = tile + 4 * margin;
        int height = tile + 3 * margin;
        Tensor input = random(config.role(), height, width, 3);
        try (Session inference = Session.of(shaken(config), engine)) {
            Tensor whole = inference.run(input);

            Tensor part = inference.run(crop(input, margin / 2 / stride * stride, 0, tile + 2 * margin, height));

            for (int y = 0; y < height; y++) {
                for (int x = margin; x < margin + tile; x++) {
                    float expected = whole.data().get(y * width + margin / 2 / stride * stride + x);
                    assertThat(part.data().get(y * (tile + 2 * margin) + x)).isCloseTo(expected, within(1e-5f));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "INTERPOLATION_OF_TWO", mode = EnumSource.Mode.EXCLUDE)
    void bothEnginesGiveTheSame(Role role) {
        NetworkWeights network = shaken(new RefinementConfig(role, NARROW));
        Tensor input = random(role, 24, 32, 4);

        try (Session onnx = Session.of(network, Engine.ONNX);
                Session dl4j = Session.of(network, Engine.DL4J)) {
            Tensor a = onnx.run(input);
            Tensor b = dl4j.run(input);

            assertThat(a.shape()).isEqualTo(b.shape());
            for (int i = 0; i < a.size(); i++) {
                assertThat(a.data().get(i)).isCloseTo(b.data().get(i), within(1e-4f));
            }
        }
    }

    @Test
    void theReachOfTheCompactNetworksIsKnown() {
        // Last convolution 1; two convolutions on four levels 2 (1 + 2 + 4 + 8); the way down and up 3 (2 + 4 + 8).
        assertThat(RefinementConfig.compact(Role.FOLD_FUSION).reachPx()).isEqualTo(1 + 30 + 42);
        // The last convolution 4; on levels 1 and 2 no convolutions before and behind doubling.
        assertThat(RefinementConfig.compact(Role.INTERPOLATION).reachPx()).isEqualTo(4 + 30 + 42 - 3 - 6);
        // A level more: two convolutions 2 * 16, the way down and up 3 * 16.
        assertThat(RefinementConfig.compact(Role.MOTION).reachPx()).isEqualTo(4 + 30 + 42 - 3 - 6 + 32 + 48);
    }

    @Test
    void aChangeThatIsMadeOnACoarserLevelIsSmooth() {
        RefinementConfig config = new RefinementConfig(Role.INTERPOLATION, NARROW, 1);
        Tensor input = random(config.role(), 24, 32, 4);

        Tensor output = NetworkGraph.of(shaken(config)).run(input);

        int plane = 24 * 32;
        double[] change = new double[plane];
        for (int i = 0; i < plane; i++) {
            change[i] = output.data().get(i) - input.data().get(2 * plane + i);
        }
        // Half-pixel centres: pixels 2 k - 1 and 2 k lie between two centres, 2 k and 2 k + 1 about one. On
        // a line through two centres the step about a centre is the mean of the steps beside it.
        double greatest = 0;
        for (int y = 0; y < 24; y++) {
            for (int x = 2; x < 30; x += 2) {
                int i = y * 32 + x;
                double before = change[i] - change[i - 1];
                double behind = change[i + 2] - change[i + 1];
                assertThat(change[i + 1] - change[i]).isCloseTo((before + behind) / 2, within(1e-4));
                greatest = Math.max(greatest, Math.abs(behind));
            }
        }
        assertThat(greatest).isGreaterThan(0.01);
    }

    @Test
    void aDescriptionThatNamesNoLevelMeansEveryPixelsOwnChange() {
        RefinementConfig read =
                new Gson().fromJson("{\"role\":\"FOLD_FUSION\",\"widths\":[8,16]}", RefinementConfig.class);

        assertThat(read).isEqualTo(new RefinementConfig(Role.FOLD_FUSION, List.of(8, 16)));
    }

    @Test
    void refusesAChangeOnALevelThatIsNoneOfTheWayBack() {
        assertThatThrownBy(() -> new RefinementConfig(Role.INTERPOLATION, List.of(8, 8, 8), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("finest must be a level from 0 to 1, was 2");
    }

    @Test
    void refusesASingleLevel() {
        assertThatThrownBy(() -> new RefinementConfig(Role.INTERPOLATION, List.of(8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("widths must be of 2 to 6 levels, was [8]");
    }

    /** A network whose last layer does something. */
    private static NetworkWeights shaken(RefinementConfig config) {
        NetworkWeights network = NetworkWeights.create(config, 5);
        Random random = new Random(6);
        String last = RefinementConfig.LAST_LAYER + ".weight";
        float[] weights = network.parameter(last);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        network.assign(last, weights);
        return network;
    }

    private static Tensor random(Role role, int height, int width, long seed) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(1, RefinementInputs.count(role), height, width);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data().put(i, random.nextFloat());
        }
        return tensor;
    }

    private static Tensor crop(Tensor image, int x0, int y0, int width, int height) {
        Tensor out = Tensor.zeros(1, image.channels(), height, width);
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int from = (c * image.height() + y0 + y) * image.width() + x0;
                out.data().put((c * height + y) * width, image.data(), from, width);
            }
        }
        return out;
    }
}
