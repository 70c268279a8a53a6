package org.sstem.internal.kernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.kernel.LiteralKernels.Doubles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sstem.internal.kernel.Tensors.assertClose;
import static org.sstem.internal.kernel.Tensors.magnitude;
import static org.sstem.internal.kernel.Tensors.random;
import static org.sstem.internal.kernel.Tensors.unset;
import static org.sstem.internal.kernel.Tensors.values;

/** What every provider's smoothing does. */
public interface SmoothContract {

    /**
     * The kernels under test.
     *
     * @return kernels
     */
    Kernels kernels();

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 4", "1, 1, 1, 300, 3", "2, 3, 31, 33, 1", "1, 1, 70, 131, 12", "1, 1, 5, 3, 20"})
    default void smoothingAgreesWithTheDefinition(int n, int c, int h, int w, int radius) {
        Tensor image = random(1, -1, 2, n, c, h, w);
        float[] half = values(random(2, -0.2, 0.5, 1, 1, 1, radius + 1));
        Doubles expected = Doubles.zeros(n, c, h, w);
        LiteralKernels.smooth(Doubles.of(image), half, expected);
        Doubles scale = Doubles.zeros(n, c, h, w);
        float[] size = half.clone();
        for (int k = 0; k < size.length; k++) {
            size[k] = Math.abs(size[k]);
        }
        LiteralKernels.smooth(magnitude(image), size, scale);

        Tensor out = unset(image);
        kernels().smooth(image, half, out);

        assertClose(out, expected, scale, 4e-6);
    }

    @Test
    default void aPartThatIsSmoothedAloneEqualsThePartOfTheWholeBitByBit() {
        int radius = 5;
        Tensor image = random(3, 0, 1, 1, 1, 40, 61);
        float[] half = {0.3f, 0.15f, 0.1f, 0.05f, 0.03f, 0.02f};
        Tensor whole = unset(image);
        kernels().smooth(image, half, whole);
        Tensor part = Tensor.zeros(1, 1, 23, 37);
        for (int y = 0; y < 23; y++) {
            for (int x = 0; x < 37; x++) {
                part.data().put(y * 37 + x, image.data().get((y + 9) * 61 + x + 11));
            }
        }
        Tensor alone = unset(part);

        kernels().smooth(part, half, alone);

        for (int y = radius; y < 23 - radius; y++) {
            for (int x = radius; x < 37 - radius; x++) {
                assertThat(alone.data().get(y * 37 + x)).isEqualTo(whole.data().get((y + 9) * 61 + x + 11));
            }
        }
    }

    @Test
    default void aKernelWithoutACentreIsRefused() {
        Tensor image = random(4, 0, 1, 1, 1, 4, 4);

        assertThatThrownBy(() -> kernels().smooth(image, new float[0], unset(image)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("half must hold at least the kernel's centre, was empty");
    }
}
