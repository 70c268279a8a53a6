package org.sstem.internal.kernel;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.kernel.LiteralKernels.Doubles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sstem.internal.kernel.Tensors.assertClose;
import static org.sstem.internal.kernel.Tensors.formula;
import static org.sstem.internal.kernel.Tensors.magnitude;
import static org.sstem.internal.kernel.Tensors.random;
import static org.sstem.internal.kernel.Tensors.unset;
import static org.sstem.internal.kernel.Tensors.values;

/** What every provider's separable convolution and its gradients do. */
public interface SeparableConvolutionContract {

    /** Largest error relative to the magnitude of the terms: two nested sums in single precision. */
    double TOLERANCE = 4e-6;

    /**
     * The kernels under test.
     *
     * @return kernels
     */
    Kernels kernels();

    @ParameterizedTest
    @CsvSource({"c1_k1, 1, 1, 1, 4, 4", "c2_k5, 2, 2, 5, 6, 8", "c1_k51, 1, 1, 51, 7, 4", "c3_k51, 2, 3, 51, 5, 6"})
    default void separableConvolutionAndItsGradientsGiveTheGoldenValues(
            String name, int n, int c, int k, int h, int w) {
        Tensor image = formula(i -> Math.cos(.731 * i + .2), n, c, h + k - 1, w + k - 1);
        Tensor vertical = formula(i -> Math.cos(.417 * i + .5) / k, n, k, h, w);
        Tensor horizontal = formula(i -> Math.cos(.293 * i + 1.1) / k, n, k, h, w);
        Tensor upstream = formula(i -> Math.cos(.611 * i + .3), n, c, h, w);
        Tensor out = unset(upstream);
        Tensor[] gradients = {unset(image), unset(vertical), unset(horizontal)};

        kernels().separableConvolution(image, vertical, horizontal, out);
        kernels()
                .separableConvolutionGradient(
                        image, vertical, horizontal, upstream, gradients[0], gradients[1], gradients[2]);

        assertClose(out, Npy.golden("sepconv/" + name + "_out.npy").planes(), 2e-5);
        assertClose(gradients[0], Npy.golden("sepconv/" + name + "_ginput.npy").planes(), 2e-5);
        assertClose(gradients[1], Npy.golden("sepconv/" + name + "_gvert.npy").planes(), 2e-5);
        assertClose(gradients[2], Npy.golden("sepconv/" + name + "_ghoriz.npy").planes(), 2e-5);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            1, 1,  1,  1,  1
            1, 1, 101, 2, 270
            1, 1, 331, 2, 21
            2, 3,  1,  5, 17
            1, 1,  3,  1, 40
            1, 2,  3, 40,  1
            1, 1,  5,  9, 16
            2, 2,  7, 13, 33
            1, 4, 11,  8,  8
            1, 1, 13,  3, 129
            1, 1, 51,  1,  1
            1, 1, 51, 11, 34
            2, 2, 51, 14, 40
            1, 3, 51,  5, 18
            1, 1, 53,  6,  7
            1, 1,  9, 67,  5
            1, 1,  3,  2, 600
            """)
    default void separableConvolutionAndItsGradientsAgreeWithTheDefinition(int n, int c, int k, int h, int w) {
        Tensor image = random(1, -1, 2, n, c, h + k - 1, w + k - 1);
        Tensor vertical = random(2, -1, 1, n, k, h, w);
        Tensor horizontal = random(3, -1, 1, n, k, h, w);
        Tensor upstream = random(4, -1, 1, n, c, h, w);
        Doubles[] in = {Doubles.of(image), Doubles.of(vertical), Doubles.of(horizontal), Doubles.of(upstream)};
        Doubles[] size = {magnitude(image), magnitude(vertical), magnitude(horizontal), magnitude(upstream)};
        Doubles[] expected = {zeros(image), zeros(vertical), zeros(horizontal), zeros(upstream)};
        Doubles[] scale = {zeros(image), zeros(vertical), zeros(horizontal), zeros(upstream)};
        LiteralKernels.separableConvolution(in[0], in[1], in[2], expected[3]);
        LiteralKernels.separableConvolution(size[0], size[1], size[2], scale[3]);
        LiteralKernels.separableConvolutionGradient(in[0], in[1], in[2], in[3], expected[0], expected[1], expected[2]);
        LiteralKernels.separableConvolutionGradient(size[0], size[1], size[2], size[3], scale[0], scale[1], scale[2]);

        Tensor[] actual = {unset(image), unset(vertical), unset(horizontal), unset(upstream)};
        kernels().separableConvolution(image, vertical, horizontal, actual[3]);
        kernels().separableConvolutionGradient(image, vertical, horizontal, upstream, actual[0], actual[1], actual[2]);

        for (int i = 0; i < 4; i++) {
            assertClose(actual[i], expected[i], scale[i], TOLERANCE);
        }
    }

    private static Doubles zeros(Tensor like) {
        return Doubles.zeros(like.batch(), like.channels(), like.height(), like.width());
    }

    @Test
    default void separableConvolutionIsLinearInEachArgumentSoAllInnerProductsAreEqual() {
        int k = 15;
        Tensor image = random(5, -1, 1, 2, 2, 21 + k - 1, 37 + k - 1);
        Tensor vertical = random(6, -1, 1, 2, k, 21, 37);
        Tensor horizontal = random(7, -1, 1, 2, k, 21, 37);
        Tensor upstream = random(8, -1, 1, 2, 2, 21, 37);
        Tensor out = unset(upstream);
        Tensor[] gradients = {unset(image), unset(vertical), unset(horizontal)};

        kernels().separableConvolution(image, vertical, horizontal, out);
        kernels()
                .separableConvolutionGradient(
                        image, vertical, horizontal, upstream, gradients[0], gradients[1], gradients[2]);

        double product = Tensors.dot(out, upstream);
        Offset<Double> rounding = Offset.offset(2e-3);
        assertThat(Math.abs(product)).isGreaterThan(1);
        assertThat(Tensors.dot(image, gradients[0])).isCloseTo(product, rounding);
        assertThat(Tensors.dot(vertical, gradients[1])).isCloseTo(product, rounding);
        assertThat(Tensors.dot(horizontal, gradients[2])).isCloseTo(product, rounding);
    }

    @Test
    default void separableConvolutionWithTheMiddleTapAloneCopiesBitByBit() {
        int k = 51;
        Tensor image = random(9, 0, 1, 1, 1, 9 + k - 1, 30 + k - 1);
        Tensor middle = formula(i -> i / (9 * 30) == k / 2 ? 1 : 0, 1, k, 9, 30);
        Tensor out = Tensor.zeros(1, 1, 9, 30);

        kernels().separableConvolution(image, middle, formula(i -> middle.data().get(i), 1, k, 9, 30), out);

        for (int i = 0; i < out.size(); i++) {
            assertThat(out.data().get(i)).isEqualTo(image.data().get((i / 30 + 25) * 80 + i % 30 + 25));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 51})
    default void aPixelThatIsNotANumberSpoilsTheOutputsThatSeeItAndNoOthers(int k) {
        // given one NaN, at row 9 and column 20 of the padded image
        int h = 13;
        int w = 37;
        Tensor image = random(10, 0, 1, 1, 1, h + k - 1, w + k - 1);
        image.data().put(9 * (w + k - 1) + 20, Float.NaN);
        Tensor vertical = random(11, 0.1, 1, 1, k, h, w);
        Tensor horizontal = random(12, 0.1, 1, 1, k, h, w);
        Tensor upstream = random(13, 0.1, 1, 1, 1, h, w);
        Tensor out = Tensor.zeros(1, 1, h, w);
        Tensor[] gradients = {Tensor.zeros(1, k, h, w), Tensor.zeros(1, k, h, w)};

        // when
        kernels().separableConvolution(image, vertical, horizontal, out);
        kernels().separableConvolutionGradient(image, vertical, horizontal, upstream, null, gradients[0], gradients[1]);

        // then
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                boolean sees = y <= 9 && 9 < y + k && x <= 20 && 20 < x + k;
                assertThat(Float.isNaN(out.data().get(y * w + x)))
                        .as("output %d, %d", x, y)
                        .isEqualTo(sees);
                for (int tap = 0; tap < k; tap++) {
                    int at = (tap * h + y) * w + x;
                    assertThat(Float.isNaN(gradients[0].data().get(at)))
                            .as("vertical tap %d of %d, %d", tap, x, y)
                            .isEqualTo(sees && y + tap == 9);
                    assertThat(Float.isNaN(gradients[1].data().get(at)))
                            .as("horizontal tap %d of %d, %d", tap, x, y)
                            .isEqualTo(sees && x + tap == 20);
                }
            }
        }
    }

    @Test
    default void gradientsOfTheSeparableConvolutionThatAreNotWantedChangeNothing() {
        int k = 5;
        Tensor image = random(14, -1, 1, 1, 2, 10 + k - 1, 21 + k - 1);
        Tensor vertical = random(15, -1, 1, 1, k, 10, 21);
        Tensor horizontal = random(16, -1, 1, 1, k, 10, 21);
        Tensor upstream = random(17, -1, 1, 1, 2, 10, 21);
        Tensor[] all = {unset(image), unset(vertical), unset(horizontal)};
        Tensor[] alone = {unset(image), unset(vertical), unset(horizontal)};
        Kernels kernels = kernels();

        kernels.separableConvolutionGradient(image, vertical, horizontal, upstream, all[0], all[1], all[2]);
        kernels.separableConvolutionGradient(image, vertical, horizontal, upstream, alone[0], null, null);
        kernels.separableConvolutionGradient(image, vertical, horizontal, upstream, null, alone[1], null);
        kernels.separableConvolutionGradient(image, vertical, horizontal, upstream, null, null, alone[2]);
        kernels.separableConvolutionGradient(image, vertical, horizontal, upstream, null, null, null);

        for (int i = 0; i < 3; i++) {
            assertThat(values(alone[i])).containsExactly(values(all[i]));
        }
    }

    @Test
    default void separableConvolutionRefusesShapesThatDoNotFit() {
        Tensor image = Tensor.zeros(1, 2, 12, 14);
        Tensor taps = Tensor.zeros(1, 5, 8, 10);
        Tensor out = Tensor.zeros(1, 2, 8, 10);
        Kernels k = kernels();

        assertThatThrownBy(() -> k.separableConvolution(image, Tensor.zeros(1, 4, 8, 10), taps, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vertical must have an odd number of taps, had 4");
        assertThatThrownBy(() -> k.separableConvolution(image, taps, Tensor.zeros(1, 7, 8, 10), out))
                .hasMessage("horizontal must be 1 x 5 x 8 x 10, was 1 x 7 x 8 x 10");
        assertThatThrownBy(() -> k.separableConvolution(Tensor.zeros(1, 2, 8, 10), taps, taps, out))
                .hasMessage("image must be 1 x 2 x 12 x 14, was 1 x 2 x 8 x 10");
        assertThatThrownBy(() -> k.separableConvolution(image, taps, taps, Tensor.zeros(1, 1, 8, 10)))
                .hasMessage("out must be 1 x 2 x 8 x 10, was 1 x 1 x 8 x 10");
        assertThatThrownBy(() -> k.separableConvolutionGradient(image, taps, taps, out, out, null, null))
                .hasMessage("imageGradient must be 1 x 2 x 12 x 14, was 1 x 2 x 8 x 10");
    }
}
