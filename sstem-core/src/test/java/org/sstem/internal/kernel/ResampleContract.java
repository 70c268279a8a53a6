package org.sstem.internal.kernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.internal.kernel.LiteralKernels.Doubles;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sstem.internal.kernel.Tensors.assertClose;
import static org.sstem.internal.kernel.Tensors.random;
import static org.sstem.internal.kernel.Tensors.unset;
import static org.sstem.internal.kernel.Tensors.values;

/** What every provider's sampling by cubics does. */
public interface ResampleContract {

    /**
     * The kernels under test.
     *
     * @return kernels
     */
    Kernels kernels();

    @ParameterizedTest
    @EnumSource(Basis.class)
    default void resamplingAgreesWithTheDefinition(Basis basis) {
        Tensor image = random(1, -1, 2, 2, 2, 44, 67);
        Tensor flow = random(2, -9, 9, 2, 2, 31, 53);
        Doubles expected = Doubles.zeros(2, 2, 31, 53);
        LiteralKernels.resample(Doubles.of(image), 3.25, -1.5, Doubles.of(flow), basis, expected);
        Doubles scale = Doubles.zeros(2, 2, 31, 53);
        Arrays.fill(scale.data(), 4);

        Tensor out = Tensor.zeros(2, 2, 31, 53);
        kernels().resample(image, 3.25, -1.5, flow, basis, out);

        // places are rounded to float: 67 px times its precision, times the steepest slope
        assertClose(out, expected, scale, 1e-5);
    }

    @Test
    default void catmullRomGoesThroughThePixels() {
        Tensor image = random(3, 0, 1, 1, 1, 12, 14);
        Tensor out = Tensor.zeros(1, 1, 8, 10);

        kernels().resample(image, 0, 0, Tensor.zeros(1, 2, 8, 10), Basis.CATMULL_ROM, out);

        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 10; x++) {
                assertThat(out.data().get(y * 10 + x)).isEqualTo(image.data().get((y + 2) * 14 + x + 2));
            }
        }
    }

    @Test
    default void placesOutsideAreMovedOntoTheBorder() {
        Tensor image = random(4, 0, 1, 1, 1, 12, 14);
        Tensor far = Tensor.zeros(1, 2, 8, 10);
        Arrays.fill(far.data().array(), 1e6f);
        Tensor out = unset(Tensor.zeros(1, 1, 8, 10));

        kernels().resample(image, 0, 0, far, Basis.CATMULL_ROM, out);

        assertThat(values(out)).containsOnly(image.data().get(9 * 14 + 11));
    }

    @Test
    default void anImageSmallerThanItsPaddingIsRefused() {
        Tensor flow = Tensor.zeros(1, 2, 3, 3);

        assertThatThrownBy(() -> kernels()
                        .resample(Tensor.zeros(1, 1, 4, 9), 0, 0, flow, Basis.B_SPLINE, Tensor.zeros(1, 1, 3, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 5 x 5");
    }
}
