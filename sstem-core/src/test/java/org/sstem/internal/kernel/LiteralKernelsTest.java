package org.sstem.internal.kernel;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.internal.kernel.LiteralKernels.Doubles;

import java.util.Random;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;

/** The oracle keeps its own contract, and its gradients are the derivatives of its operations. */
class LiteralKernelsTest extends KernelsContract {

    private static final double STEP = 1e-5;

    @Override
    public Kernels kernels() {
        return LiteralKernels.kernels();
    }

    @ParameterizedTest
    @EnumSource(Border.class)
    void gradientsOfTheWarpAreItsDerivatives(Border border) {
        Doubles image = random(1, 2, 2, 6, 7);
        Doubles flow = random(2, 2, 2, 5, 8);
        for (int i = 0; i < flow.data().length; i++) {
            // away from whole pixels, where there is no derivative; some beyond the border
            double far = 4 * flow.data()[i];
            flow.data()[i] = Math.floor(far) + 0.1 + 0.8 * (far - Math.floor(far));
        }
        Doubles upstream = random(3, 2, 2, 5, 8);
        Doubles[] gradients = {like(image), like(flow)};

        LiteralKernels.warpGradient(image, flow, border, upstream, gradients[0], gradients[1]);

        Supplier<Doubles> warp = () -> {
            Doubles out = like(upstream);
            LiteralKernels.warp(image, flow, border, out);
            return out;
        };
        assertDerivative(image, gradients[0], warp, upstream);
        assertDerivative(flow, gradients[1], warp, upstream);
    }

    @Test
    void gradientsOfTheSeparableConvolutionAreItsDerivatives() {
        Doubles image = random(4, 2, 2, 8, 9);
        Doubles vertical = random(5, 2, 5, 4, 5);
        Doubles horizontal = random(6, 2, 5, 4, 5);
        Doubles upstream = random(7, 2, 2, 4, 5);
        Doubles[] gradients = {like(image), like(vertical), like(horizontal)};

        LiteralKernels.separableConvolutionGradient(
                image, vertical, horizontal, upstream, gradients[0], gradients[1], gradients[2]);

        Supplier<Doubles> convolve = () -> {
            Doubles out = like(upstream);
            LiteralKernels.separableConvolution(image, vertical, horizontal, out);
            return out;
        };
        assertDerivative(image, gradients[0], convolve, upstream);
        assertDerivative(vertical, gradients[1], convolve, upstream);
        assertDerivative(horizontal, gradients[2], convolve, upstream);
    }

    @Test
    void gradientsOfFuseAreItsDerivatives() {
        Doubles a = random(8, 2, 3, 4, 5);
        Doubles b = random(9, 2, 3, 4, 5);
        Doubles weight = random(10, 2, 1, 4, 5);
        Doubles upstream = random(11, 2, 3, 4, 5);
        Doubles[] gradients = {like(a), like(b), like(weight)};

        LiteralKernels.fuseGradient(a, b, weight, upstream, gradients[0], gradients[1], gradients[2]);

        Supplier<Doubles> fuse = () -> {
            Doubles out = like(upstream);
            LiteralKernels.fuse(a, b, weight, out);
            return out;
        };
        assertDerivative(a, gradients[0], fuse, upstream);
        assertDerivative(b, gradients[1], fuse, upstream);
        assertDerivative(weight, gradients[2], fuse, upstream);
    }

    /** Central differences of the inner product with the upstream gradient, at every value. */
    private static void assertDerivative(
            Doubles argument, Doubles gradient, Supplier<Doubles> operation, Doubles upstream) {
        for (int i = 0; i < argument.data().length; i++) {
            double value = argument.data()[i];
            argument.data()[i] = value + STEP;
            double above = dot(operation.get(), upstream);
            argument.data()[i] = value - STEP;
            double below = dot(operation.get(), upstream);
            argument.data()[i] = value;
            assertThat(gradient.data()[i])
                    .as("derivative with respect to value %d", i)
                    .isCloseTo((above - below) / (2 * STEP), Offset.offset(1e-8));
        }
    }

    private static double dot(Doubles a, Doubles b) {
        double sum = 0;
        for (int i = 0; i < a.data().length; i++) {
            sum += a.data()[i] * b.data()[i];
        }
        return sum;
    }

    private static Doubles random(long seed, int n, int c, int h, int w) {
        Random random = new Random(seed);
        return new Doubles(
                n, c, h, w, random.doubles((long) n * c * h * w, -1, 1).toArray());
    }

    private static Doubles like(Doubles d) {
        return Doubles.zeros(d.batch(), d.channels(), d.height(), d.width());
    }
}
