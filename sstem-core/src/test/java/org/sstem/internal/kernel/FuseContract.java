package org.sstem.internal.kernel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.kernel.LiteralKernels.Doubles;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sstem.internal.kernel.Tensors.assertClose;
import static org.sstem.internal.kernel.Tensors.magnitude;
import static org.sstem.internal.kernel.Tensors.random;
import static org.sstem.internal.kernel.Tensors.unset;
import static org.sstem.internal.kernel.Tensors.values;

/** What every provider's fusion and its gradients do. */
public interface FuseContract {

    /** Largest error relative to the magnitude of the terms. */
    double TOLERANCE = 1e-6;

    /**
     * The kernels under test.
     *
     * @return kernels
     */
    Kernels kernels();

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "1, 1, 1, 1023", "2, 3, 31, 33", "1, 1, 129, 200", "3, 1, 5, 1", "1, 2, 150, 230"})
    default void fuseAndItsGradientsAgreeWithTheDefinition(int n, int c, int h, int w) {
        Tensor a = random(1, -1, 2, n, c, h, w);
        Tensor b = random(2, -1, 2, n, c, h, w);
        Tensor weight = random(3, 0, 1, n, 1, h, w);
        Tensor upstream = random(4, -1, 1, n, c, h, w);
        Doubles[] expected = {zeros(a), zeros(b), zeros(weight), zeros(upstream)};
        Doubles[] scale = {zeros(a), zeros(b), zeros(weight), zeros(upstream)};
        Doubles u = Doubles.of(upstream);
        LiteralKernels.fuse(Doubles.of(a), Doubles.of(b), Doubles.of(weight), expected[3]);
        LiteralKernels.fuse(magnitude(a), magnitude(b), Doubles.of(weight), scale[3]);
        LiteralKernels.fuseGradient(
                Doubles.of(a), Doubles.of(b), Doubles.of(weight), u, expected[0], expected[1], expected[2]);
        for (Doubles s : new Doubles[] {scale[0], scale[1], scale[2]}) {
            Arrays.fill(s.data(), 3.0 * c);
        }

        Tensor[] actual = {unset(a), unset(b), unset(weight), unset(upstream)};
        kernels().fuse(a, b, weight, actual[3]);
        kernels().fuseGradient(a, b, weight, upstream, actual[0], actual[1], actual[2]);

        for (int i = 0; i < 4; i++) {
            assertClose(actual[i], expected[i], scale[i], TOLERANCE);
        }
    }

    private static Doubles zeros(Tensor like) {
        return Doubles.zeros(like.batch(), like.channels(), like.height(), like.width());
    }

    @Test
    default void fuseWithWeightZeroOrOneCopiesBitByBit() {
        Tensor a = random(5, -1e3, 1e3, 1, 2, 9, 11);
        Tensor b = random(6, -1e-3, 1e-3, 1, 2, 9, 11);
        Tensor weight = Tensor.zeros(1, 1, 9, 11);
        Tensor out = unset(a);

        kernels().fuse(a, b, weight, out);
        assertThat(values(out)).containsExactly(values(a));

        for (int i = 0; i < weight.size(); i++) {
            weight.data().put(i, 1);
        }
        kernels().fuse(a, b, weight, out);
        assertThat(values(out)).containsExactly(values(b));
    }

    @Test
    default void gradientsOfFuseThatAreNotWantedChangeNothing() {
        Tensor a = random(7, -1, 1, 2, 2, 20, 21);
        Tensor b = random(8, -1, 1, 2, 2, 20, 21);
        Tensor weight = random(9, 0, 1, 2, 1, 20, 21);
        Tensor upstream = random(10, -1, 1, 2, 2, 20, 21);
        Tensor[] all = {unset(a), unset(b), unset(weight)};
        Tensor[] alone = {unset(a), unset(b), unset(weight)};
        Kernels kernels = kernels();

        kernels.fuseGradient(a, b, weight, upstream, all[0], all[1], all[2]);
        kernels.fuseGradient(a, b, weight, upstream, alone[0], null, null);
        kernels.fuseGradient(a, b, weight, upstream, null, alone[1], null);
        kernels.fuseGradient(a, b, weight, upstream, null, null, alone[2]);
        kernels.fuseGradient(a, b, weight, upstream, null, null, null);

        for (int i = 0; i < 3; i++) {
            assertThat(values(alone[i])).containsExactly(values(all[i]));
        }
    }

    @Test
    default void fuseRefusesShapesThatDoNotFit() {
        Tensor a = Tensor.zeros(1, 2, 8, 9);
        Tensor weight = Tensor.zeros(1, 1, 8, 9);
        Kernels k = kernels();

        assertThatThrownBy(() -> k.fuse(a, weight, weight, Tensor.zeros(1, 2, 8, 9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("b must be 1 x 2 x 8 x 9, was 1 x 1 x 8 x 9");
        assertThatThrownBy(() -> k.fuse(a, a, a, Tensor.zeros(1, 2, 8, 9)))
                .hasMessage("weight must be 1 x 1 x 8 x 9, was 1 x 2 x 8 x 9");
        assertThatThrownBy(() -> k.fuse(a, a, weight, weight))
                .hasMessage("out must be 1 x 2 x 8 x 9, was 1 x 1 x 8 x 9");
        assertThatThrownBy(() -> k.fuseGradient(a, a, weight, a, null, null, Tensor.zeros(1, 2, 8, 9)))
                .hasMessage("weightGradient must be 1 x 1 x 8 x 9, was 1 x 2 x 8 x 9");
    }
}
