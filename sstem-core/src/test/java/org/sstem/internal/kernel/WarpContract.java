package org.sstem.internal.kernel;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.kernel.LiteralKernels.Doubles;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sstem.internal.kernel.Tensors.assertClose;
import static org.sstem.internal.kernel.Tensors.magnitude;
import static org.sstem.internal.kernel.Tensors.random;
import static org.sstem.internal.kernel.Tensors.unset;
import static org.sstem.internal.kernel.Tensors.values;

/** What every provider's warp and its gradient do. */
public interface WarpContract {

    /** Largest error relative to the magnitude of the terms: a handful of roundings. */
    double TOLERANCE = 1e-6;

    /** Batch, channels, rows and columns of the image, rows and columns of the flow: odd, single, no block's multiple. */
    String SHAPES =
            """
            1, 1,  1,  1,  1,  1
            1, 1,  1, 40,  1, 40
            1, 2, 40,  1, 40,  1
            2, 1, 17, 31, 17, 31
            1, 3, 33, 65, 33, 65
            3, 5,  9, 16,  9, 16
            1, 1, 20, 30, 37, 19
            2, 2, 50, 12,  3, 70
            1, 1,  2,  2, 35, 35
            """;

    /**
     * The kernels under test.
     *
     * @return kernels
     */
    Kernels kernels();

    @ParameterizedTest
    @CsvSource({"c1_small", "c1_far", "c1_half", "c3_small", "c3_far", "c3_half"})
    default void warpThatClampsGivesTheGoldenValues(String name) {
        Tensor image =
                Npy.golden("image_warp/img_" + name.substring(0, 2) + ".npy").channelsLast(false);
        Tensor flow = Npy.golden("image_warp/flow_" + name + ".npy").channelsLast(false);
        Tensor expected =
                Npy.golden("image_warp/out_" + name + "_trueborder.npy").channelsLast(false);
        Tensor out = unset(expected);

        kernels().warp(image, flow, Border.CLAMP, out);

        assertClose(out, expected, 1e-3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "far"})
    default void warpThatClampsDepartsFromThePublishedOneOnlyWhereThatMixesBorderPixels(String kind) {
        Tensor image = Npy.golden("image_warp/img_c1.npy").channelsLast(false);
        Tensor flow = Npy.golden("image_warp/flow_c1_" + kind + ".npy").channelsLast(false);
        Tensor published =
                Npy.golden("image_warp/out_c1_" + kind + "_bilinear_f32.npy").channelsLast(false);
        Tensor out = unset(published);

        kernels().warp(image, flow, Border.CLAMP, out);

        int differing = 0;
        for (int y = 0, i = 0; y < out.height(); y++) {
            for (int x = 0; x < out.width(); x++, i++) {
                boolean leftOrAbove =
                        x + flow.data().get(i) < 0 || y + flow.data().get(out.size() + i) < 0;
                if (Math.abs(out.data().get(i) - published.data().get(i)) > 2e-3) {
                    differing++;
                    assertThat(leftOrAbove)
                            .as("pixel %d, %d reads inside", x, y)
                            .isTrue();
                }
            }
        }
        assertThat(differing).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c1_small", "c1_far", "c1_int", "c1_half", "c3_small", "c3_far", "c3_int", "c3_half"})
    default void warpWithZeroOutsideAndItsGradientsGiveTheGoldenValues(String name) {
        Tensor image =
                Npy.golden("spatial/img_" + name.substring(0, 2) + ".npy").planes();
        Tensor flow = Npy.golden("spatial/flow_" + name + ".npy").channelsLast(true);
        Tensor expected = Npy.golden("spatial/out_" + name + ".npy").planes();
        Tensor upstream = Tensors.formula(
                i -> Math.cos(0.37 * i), image.batch(), image.channels(), image.height(), image.width());
        Tensor out = unset(expected);
        Tensor imageGradient = unset(image);
        Tensor flowGradient = unset(flow);

        kernels().warp(image, flow, Border.ZERO, out);
        kernels().warpGradient(image, flow, Border.ZERO, upstream, imageGradient, flowGradient);

        assertClose(out, expected, 1e-4);
        assertClose(imageGradient, Npy.golden("spatial/gimg_" + name + ".npy").planes(), 1e-4);
        assertClose(flowGradient, Npy.golden("spatial/gflow_" + name + ".npy").channelsLast(true), 2e-3);
    }

    @ParameterizedTest
    @CsvSource(textBlock = SHAPES)
    default void warpAgreesWithTheDefinition(int n, int c, int h, int w, int toH, int toW) {
        for (Border border : Border.values()) {
            for (double reach : new double[] {0.9, 5, 100}) {
                Tensor image = random(1, -1, 2, n, c, h, w);
                Tensor flow = random(2, -reach, reach, n, 2, toH, toW);
                assertWarpAgrees(image, flow, border);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Border.class)
    default void warpByFlowsAtTheEdgeOfTheFloatsAgreesWithTheDefinition(Border border) {
        // given every pair of special displacements
        float[] special = {
            0,
            -0f,
            1,
            -1,
            5,
            6,
            7,
            -7,
            6.5f,
            -6.5f,
            1e-9f,
            -1e-9f,
            0.99999994f,
            2147483648f,
            -2147483648f,
            3e9f,
            -3e9f,
            1e30f,
            -1e30f,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MIN_VALUE,
            -Float.MIN_VALUE
        };
        int k = special.length;
        Tensor flow = Tensor.zeros(1, 2, k, k);
        for (int i = 0; i < k * k; i++) {
            flow.data().put(i, special[i % k]);
            flow.data().put(k * k + i, special[i / k]);
        }

        // then
        assertWarpAgrees(random(3, 0, 1, 1, 2, 7, 8), flow, border);
        assertWarpAgrees(random(4, 0, 1, 1, 1, k, k), flow, border);
    }

    /** The forward call and both gradients. */
    private void assertWarpAgrees(Tensor image, Tensor flow, Border border) {
        Doubles i = Doubles.of(image);
        Doubles f = Doubles.of(flow);
        Tensor out = Tensor.zeros(image.batch(), image.channels(), flow.height(), flow.width());
        Tensor upstream = random(5, -1, 1, out.batch(), out.channels(), out.height(), out.width());
        Doubles expected = zeros(out);
        LiteralKernels.warp(i, f, border, expected);
        Doubles[] gradient = {zeros(image), zeros(flow)};
        Doubles[] gradientScale = {zeros(image), zeros(flow)};
        LiteralKernels.warpGradient(i, f, border, Doubles.of(upstream), gradient[0], gradient[1]);
        LiteralKernels.warpGradient(magnitude(image), f, border, magnitude(upstream), gradientScale[0], zeros(flow));
        // weights are formed as 1 - w, and slopes as differences: their errors are relative to the largest values
        Doubles scale = zeros(out);
        Arrays.fill(scale.data(), 2);
        Arrays.fill(gradientScale[1].data(), 4.0 * image.channels());
        Arrays.setAll(gradientScale[0].data(), k -> gradientScale[0].data()[k] + 1);

        out = unset(out);
        Tensor ofImage = unset(image);
        Tensor ofFlow = unset(flow);
        kernels().warp(image, flow, border, out);
        kernels().warpGradient(image, flow, border, upstream, ofImage, ofFlow);

        assertClose(out, expected, scale, TOLERANCE);
        assertClose(ofImage, gradient[0], gradientScale[0], TOLERANCE);
        assertClose(ofFlow, gradient[1], gradientScale[1], TOLERANCE);
    }

    private static Doubles zeros(Tensor like) {
        return Doubles.zeros(like.batch(), like.channels(), like.height(), like.width());
    }

    @Test
    default void warpByNothingOrByWholePixelsCopiesBitByBit() {
        Tensor image = random(6, -1e3, 1e3, 1, 2, 19, 23);
        Tensor flow = Tensor.zeros(1, 2, 19, 23);
        Tensor out = unset(image);

        kernels().warp(image, flow, Border.ZERO, out);

        assertThat(values(out)).containsExactly(values(image));

        for (int i = 0; i < 19 * 23; i++) {
            flow.data().put(i, 3);
        }
        kernels().warp(image, flow, Border.CLAMP, out);
        for (int i = 0; i < out.size(); i++) {
            assertThat(out.data().get(i)).isEqualTo(image.data().get(i - i % 23 + Math.min(22, i % 23 + 3)));
        }
    }

    @Test
    default void warpOfATileIsTheTileOfTheWarp() {
        // given a section and, as its own image, the part from row 5 and column 11 on
        int h = 40;
        int w = 60;
        Tensor image = random(7, 0, 1, 1, 1, h, w);
        Tensor flow = random(8, -4, 4, 1, 2, h, w);
        Tensor whole = unset(image);
        kernels().warp(image, flow, Border.ZERO, whole);
        Tensor tileImage = crop(image, 5, 11);
        Tensor tile = unset(tileImage);

        // when
        kernels().warp(tileImage, crop(flow, 5, 11), Border.ZERO, tile);

        // then all that reads inside the tile is equal
        for (int y = 5; y < tile.height() - 5; y++) {
            for (int x = 5; x < tile.width() - 5; x++) {
                assertThat(tile.data().get(y * tile.width() + x))
                        .isEqualTo(whole.data().get((y + 5) * w + x + 11));
            }
        }
    }

    private static Tensor crop(Tensor t, int top, int left) {
        int h = t.height() - top;
        int w = t.width() - left;
        return Tensors.formula(
                i -> t.data().get((i / (h * w) * t.height() + i / w % h + top) * t.width() + i % w + left),
                t.batch(),
                t.channels(),
                h,
                w);
    }

    @ParameterizedTest
    @EnumSource(Border.class)
    default void imageGradientOfTheWarpIsItsAdjoint(Border border) {
        Tensor image = random(9, -1, 1, 2, 2, 37, 41);
        Tensor flow = random(10, -9, 9, 2, 2, 29, 43);
        Tensor upstream = random(11, -1, 1, 2, 2, 29, 43);
        Tensor out = unset(upstream);
        Tensor imageGradient = unset(image);

        kernels().warp(image, flow, border, out);
        kernels().warpGradient(image, flow, border, upstream, imageGradient, null);

        assertThat(Tensors.dot(out, upstream)).isCloseTo(Tensors.dot(image, imageGradient), Offset.offset(2e-4));
    }

    @Test
    default void gradientsOfTheWarpThatAreNotWantedChangeNothing() {
        Tensor image = random(12, -1, 1, 1, 2, 30, 20);
        Tensor flow = random(13, -3, 3, 1, 2, 30, 20);
        Tensor upstream = random(14, -1, 1, 1, 2, 30, 20);
        Tensor[] both = {unset(image), unset(flow)};
        Tensor[] alone = {unset(image), unset(flow)};

        kernels().warpGradient(image, flow, Border.ZERO, upstream, both[0], both[1]);
        kernels().warpGradient(image, flow, Border.ZERO, upstream, alone[0], null);
        kernels().warpGradient(image, flow, Border.ZERO, upstream, null, alone[1]);
        kernels().warpGradient(image, flow, Border.ZERO, upstream, null, null);

        assertThat(values(alone[0])).containsExactly(values(both[0]));
        assertThat(values(alone[1])).containsExactly(values(both[1]));
    }

    @Test
    default void warpRefusesShapesThatDoNotFit() {
        Tensor image = Tensor.zeros(2, 3, 8, 9);
        Tensor flow = Tensor.zeros(2, 2, 5, 6);
        Tensor out = Tensor.zeros(2, 3, 5, 6);
        Kernels k = kernels();

        assertThatThrownBy(() -> k.warp(image, Tensor.zeros(1, 2, 5, 6), Border.ZERO, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("flow must be 2 x 2 x 5 x 6, was 1 x 2 x 5 x 6");
        assertThatThrownBy(() -> k.warp(image, Tensor.zeros(2, 3, 5, 6), Border.ZERO, out))
                .hasMessage("flow must be 2 x 2 x 5 x 6, was 2 x 3 x 5 x 6");
        assertThatThrownBy(() -> k.warp(image, flow, Border.ZERO, Tensor.zeros(2, 3, 5, 7)))
                .hasMessage("out must be 2 x 3 x 5 x 6, was 2 x 3 x 5 x 7");
        assertThatThrownBy(() -> k.warpGradient(image, flow, Border.ZERO, Tensor.zeros(2, 2, 5, 6), null, null))
                .hasMessage("upstream must be 2 x 3 x 5 x 6, was 2 x 2 x 5 x 6");
        assertThatThrownBy(() -> k.warpGradient(image, flow, Border.ZERO, out, Tensor.zeros(2, 3, 9, 8), null))
                .hasMessage("imageGradient must be 2 x 3 x 8 x 9, was 2 x 3 x 9 x 8");
        assertThatThrownBy(() -> k.warpGradient(image, flow, Border.ZERO, out, null, out))
                .hasMessage("flowGradient must be 2 x 2 x 5 x 6, was 2 x 3 x 5 x 6");
    }
}
