package org.sstem.internal.kernel;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sstem.internal.kernel.Tensors.random;
import static org.sstem.internal.kernel.Tensors.unset;
import static org.sstem.internal.kernel.Tensors.values;

/**
 * The contract of {@link Kernels}: every provider has a test class that extends this one.
 *
 * <p>What the operations compute is in the five contracts; here is what they have in common.
 */
public abstract class KernelsContract
        implements WarpContract, SeparableConvolutionContract, FuseContract, SmoothContract, ResampleContract {

    /** Every operation and gradient. */
    public enum Operation {
        /** {@link Kernels#warp} with {@link Border#CLAMP}. */
        WARP_CLAMP,
        /** {@link Kernels#warp} with {@link Border#ZERO}. */
        WARP_ZERO,
        /** {@link Kernels#warpGradient}. */
        WARP_GRADIENT,
        /** {@link Kernels#separableConvolution}. */
        SEPARABLE_CONVOLUTION,
        /** {@link Kernels#separableConvolutionGradient}. */
        SEPARABLE_CONVOLUTION_GRADIENT,
        /** {@link Kernels#fuse}. */
        FUSE,
        /** {@link Kernels#fuseGradient}. */
        FUSE_GRADIENT,
        /** {@link Kernels#smooth}. */
        SMOOTH,
        /** {@link Kernels#resample}. */
        RESAMPLE;

        private static final int N = 2;
        private static final int C = 2;
        private static final int H = 75;
        private static final int W = 53;
        private static final int K = 9;

        List<Tensor> inputs() {
            Tensor image = random(1, -1, 1, N, C, H, W);
            Tensor other = random(2, -1, 1, N, C, H, W);
            Tensor flow = random(3, -12, 12, N, 2, H, W);
            flow.data().put(40, Float.NaN);
            return switch (this) {
                case WARP_CLAMP, WARP_ZERO -> List.of(image, flow);
                case RESAMPLE -> List.of(image, random(3, -12, 12, N, 2, H, W));
                case SMOOTH -> List.of(image);
                case WARP_GRADIENT -> List.of(image, flow, other);
                case FUSE -> List.of(image, other, random(4, 0, 1, N, 1, H, W));
                case FUSE_GRADIENT -> List.of(image, other, random(4, 0, 1, N, 1, H, W), random(5, -1, 1, N, C, H, W));
                case SEPARABLE_CONVOLUTION, SEPARABLE_CONVOLUTION_GRADIENT ->
                    List.of(
                            random(6, -1, 1, N, C, H + K - 1, W + K - 1),
                            random(7, -1, 1, N, K, H, W),
                            random(8, -1, 1, N, K, H, W),
                            other);
            };
        }

        List<Tensor> targets() {
            List<Tensor> in = inputs();
            return switch (this) {
                case WARP_CLAMP, WARP_ZERO, FUSE, SMOOTH, RESAMPLE -> List.of(unset(in.get(0)));
                case WARP_GRADIENT -> List.of(unset(in.get(0)), unset(in.get(1)));
                case SEPARABLE_CONVOLUTION -> List.of(unset(in.get(3)));
                default -> List.of(unset(in.get(0)), unset(in.get(1)), unset(in.get(2)));
            };
        }

        void run(Kernels k, List<Tensor> in, List<Tensor> to) {
            switch (this) {
                case WARP_CLAMP -> k.warp(in.get(0), in.get(1), Border.CLAMP, to.get(0));
                case WARP_ZERO -> k.warp(in.get(0), in.get(1), Border.ZERO, to.get(0));
                case SMOOTH -> k.smooth(in.get(0), new float[] {0.4f, 0.2f, 0.1f}, to.get(0));
                case RESAMPLE -> k.resample(in.get(0), 0.25, -1.5, in.get(1), Basis.B_SPLINE, to.get(0));
                case WARP_GRADIENT ->
                    k.warpGradient(in.get(0), in.get(1), Border.CLAMP, in.get(2), to.get(0), to.get(1));
                case FUSE -> k.fuse(in.get(0), in.get(1), in.get(2), to.get(0));
                case FUSE_GRADIENT ->
                    k.fuseGradient(in.get(0), in.get(1), in.get(2), in.get(3), to.get(0), to.get(1), to.get(2));
                case SEPARABLE_CONVOLUTION -> k.separableConvolution(in.get(0), in.get(1), in.get(2), to.get(0));
                case SEPARABLE_CONVOLUTION_GRADIENT ->
                    k.separableConvolutionGradient(
                            in.get(0), in.get(1), in.get(2), in.get(3), to.get(0), to.get(1), to.get(2));
            }
        }

        public List<float[]> results(Kernels kernels) {
            return results(kernels, UnaryOperator.identity(), UnaryOperator.identity());
        }

        public List<float[]> results(
                Kernels kernels, UnaryOperator<Tensor> placeInput, UnaryOperator<Tensor> placeTarget) {
            List<Tensor> to = targets().stream().map(placeTarget).toList();
            run(kernels, inputs().stream().map(placeInput).toList(), to);
            List<float[]> results = new ArrayList<>();
            to.forEach(t -> results.add(Tensors.values(t)));
            return results;
        }
    }

    @Test
    void kernelsHaveAName() {
        assertThat(kernels().name()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void resultsDoNotDependOnTheNumberOfThreads(Operation operation) {
        List<float[]> expected = Parallelization.runWithNumThreads(1, () -> operation.results(kernels()));

        for (int threads : new int[] {2, 3, 7}) {
            List<float[]> results = Parallelization.runWithNumThreads(threads, () -> operation.results(kernels()));
            assertThat(results)
                    .usingElementComparator(KernelsContract::compareBits)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void resultsDoNotDependOnWhereTheMemoryIs(Operation operation) {
        List<float[]> expected = operation.results(kernels());

        assertThat(operation.results(kernels(), Tensors::offHeap, Tensors::offHeap))
                .usingElementComparator(KernelsContract::compareBits)
                .isEqualTo(expected);
        assertThat(operation.results(kernels(), Tensors::sliced, Tensors::sliced))
                .usingElementComparator(KernelsContract::compareBits)
                .isEqualTo(expected);
        assertThat(operation.results(kernels(), KernelsContract::readOnly, UnaryOperator.identity()))
                .usingElementComparator(KernelsContract::compareBits)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void callsAtTheSameTimeDoNotDisturbEachOther(Operation operation) {
        Kernels kernels = kernels();
        List<float[]> expected = operation.results(kernels);

        List<CompletableFuture<List<float[]>>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> operation.results(kernels)));
        }

        calls.forEach(call -> assertThat(call.join())
                .usingElementComparator(KernelsContract::compareBits)
                .isEqualTo(expected));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void inputsAndWhatLiesBeyondTheTargetsStayAsTheyAre(Operation operation) {
        List<Tensor> inputs = operation.inputs();
        List<Tensor> targets = operation.targets().stream()
                .map(t -> {
                    float[] longer = new float[t.size() + 10];
                    Arrays.fill(longer, 7);
                    return Tensor.of(t.batch(), t.channels(), t.height(), t.width(), longer);
                })
                .toList();

        operation.run(kernels(), inputs, targets);

        List<Tensor> fresh = operation.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            assertThat(compareBits(values(inputs.get(i)), values(fresh.get(i)))).isZero();
        }
        for (Tensor target : targets) {
            for (int i = target.size(); i < target.data().limit(); i++) {
                assertThat(target.data().get(i)).isEqualTo(7);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void aTargetThatCannotBeWrittenOrSharesMemoryIsRefused(Operation operation) {
        List<Tensor> in = operation.inputs();
        List<Tensor> readOnly =
                operation.targets().stream().map(KernelsContract::readOnly).toList();

        assertThatThrownBy(() -> operation.run(kernels(), in, readOnly))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be writable");

        List<Tensor> shared = operation.targets().stream()
                .map(t -> new Tensor(
                        t.batch(),
                        t.channels(),
                        t.height(),
                        t.width(),
                        biggest(in).data()))
                .toList();
        assertThatThrownBy(() -> operation.run(kernels(), in, shared))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must not share memory");
    }

    private static Tensor biggest(List<Tensor> tensors) {
        return tensors.stream().max(Comparator.comparingInt(Tensor::size)).orElseThrow();
    }

    private static Tensor readOnly(Tensor t) {
        return new Tensor(
                t.batch(), t.channels(), t.height(), t.width(), t.data().asReadOnlyBuffer());
    }

    private static int compareBits(float[] a, float[] b) {
        return Arrays.compare(a, b);
    }
}
