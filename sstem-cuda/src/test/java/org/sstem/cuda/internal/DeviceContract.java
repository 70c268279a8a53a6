package org.sstem.cuda.internal;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.kernel.Tensors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sstem.internal.kernel.Tensors.random;
import static org.sstem.internal.kernel.Tensors.unset;
import static org.sstem.internal.kernel.Tensors.values;

/** What a device does beyond the contract of the kernels: chains, tiles, stacks, values that are not finite. */
abstract class DeviceContract {

    /** Two devices to work on; they may be one and the same. */
    abstract List<CudaDevice> devices();

    private CudaDevice device() {
        return devices().get(0);
    }

    @Test
    void aChainOfOperationsGivesWhatTheSingleOperationsGive() {
        // given
        Tensor image = random(1, 0, 1, 1, 1, 45, 70);
        Tensor flow = random(2, -6, 6, 1, 2, 45, 70);
        Tensor other = random(3, 0, 1, 1, 1, 45, 70);
        Tensor weight = random(4, 0, 1, 1, 1, 45, 70);
        Kernels cpu = Kernels.byName("cpu");
        Tensor warped = unset(image);
        Tensor expected = unset(image);
        cpu.warp(image, flow, Border.ZERO, warped);
        cpu.fuse(warped, other, weight, expected);

        // when
        Tensor fused = unset(image);
        try (DeviceScope scope = device().scope()) {
            DeviceTensor moved = scope.warp(scope.upload(image), scope.upload(flow), Border.ZERO);
            scope.download(scope.fuse(moved, scope.upload(other), scope.upload(weight)), fused);
        }

        // then
        Tensors.assertClose(fused, expected, 1e-6);
    }

    @Test
    void anInterpolatedSectionIsConvolvedOnTheDevice() {
        int taps = 5;
        Tensor padded = random(5, 0, 1, 2, 1, 20 + taps - 1, 31 + taps - 1);
        Tensor vertical = random(6, 0, 1, 2, taps, 20, 31);
        Tensor horizontal = random(7, 0, 1, 2, taps, 20, 31);
        Tensor expected = Tensor.zeros(2, 1, 20, 31);
        Kernels.byName("cpu").separableConvolution(padded, vertical, horizontal, expected);

        Tensor out = unset(expected);
        try (DeviceScope scope = device().scope()) {
            DeviceTensor convolved =
                    scope.separableConvolution(scope.upload(padded), scope.upload(vertical), scope.upload(horizontal));
            scope.download(convolved, out);
        }

        Tensors.assertClose(out, expected, 1e-5);
    }

    @Test
    void aStackFlowsThroughTwoDevicesAndEverySectionArrivesAtItsPlace() {
        // given
        int sections = 7;
        List<Tensor> images = new ArrayList<>();
        List<Tensor> flows = new ArrayList<>();
        List<Tensor> results = new ArrayList<>();
        for (int z = 0; z < sections; z++) {
            images.add(random(100 + z, 0, 1, 1, 1, 30 + z, 41));
            flows.add(random(200 + z, -3, 3, 1, 2, 30 + z, 41));
            results.add(unset(images.get(z)));
        }

        // when
        Parallelization.runWithNumThreads(
                2,
                () -> SectionPipeline.run(devices(), sections, (z, scope) -> {
                    DeviceTensor warped =
                            scope.warp(scope.upload(images.get(z)), scope.upload(flows.get(z)), Border.CLAMP);
                    return () -> scope.download(warped, results.get(z));
                }));

        // then
        for (int z = 0; z < sections; z++) {
            Tensor expected = unset(images.get(z));
            Kernels.byName("cpu").warp(images.get(z), flows.get(z), Border.CLAMP, expected);
            Tensors.assertClose(results.get(z), expected, 1e-6);
        }
    }

    @Test
    void aBatchGivesTheSameValuesInWhateverGroupsItIsComputed() {
        Tensor image = random(11, -1, 1, 5, 3, 19, 23);
        Tensor flow = random(12, -4, 4, 5, 2, 19, 23);
        Tensor upstream = random(13, -1, 1, 5, 3, 19, 23);
        upstream.data().put(0, 1000);
        Tensor[] whole = {unset(image), unset(flow)};
        Tensor[] grouped = {unset(image), unset(flow)};

        new CudaKernels(devices()).warpGradient(image, flow, Border.ZERO, upstream, whole[0], whole[1]);
        new CudaKernels(devices(), 2L * 3 * 19 * 23 * 5)
                .warpGradient(image, flow, Border.ZERO, upstream, grouped[0], grouped[1]);

        assertThat(Arrays.equals(values(grouped[0]), values(whole[0]))).isTrue();
        assertThat(Arrays.equals(values(grouped[1]), values(whole[1]))).isTrue();
    }

    @Test
    void tensorsLongerThanThePiecesTheyAreCopiedInArriveWhole() {
        // given more than two pieces, and not a whole number of them
        int width = Lane.PIECE_BYTES / Float.BYTES / 4;
        Tensor image = Tensors.formula(i -> i, 1, 1, 9, width + 1);
        Tensor back = unset(image);

        try (DeviceScope scope = device().scope()) {
            scope.download(scope.upload(image), back);
        }

        assertThat(Arrays.equals(values(back), values(image))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void anUpstreamValueThatIsNotFiniteMakesTheImageGradientOfItsImageNotANumber(float value) {
        // given two images, the first with one value that no integer can stand for
        Tensor flow = random(14, -2, 2, 2, 2, 8, 9);
        Tensor upstream = random(15, -1, 1, 2, 1, 8, 9);
        upstream.data().put(30, value);
        Tensor gradient = Tensor.zeros(2, 1, 8, 9);

        // when
        new CudaKernels(devices()).warpGradient(Tensor.zeros(2, 1, 8, 9), flow, Border.CLAMP, upstream, gradient, null);

        // then
        for (int i = 0; i < 72; i++) {
            assertThat(gradient.data().get(i)).isNaN();
            assertThat(gradient.data().get(72 + i)).isFinite();
        }
    }

    @ParameterizedTest
    @CsvSource({"1e-38", "1e-20", "1", "1e20", "3e38"})
    void theImageGradientKeepsItsPrecisionAtAnyScale(float scale) {
        // given upstream values of one magnitude
        Tensor flow = random(16, -3, 3, 1, 2, 24, 25);
        Tensor upstream = random(17, 0.5 * scale, scale, 1, 1, 24, 25);
        Tensor expected = Tensor.zeros(1, 1, 24, 25);
        Tensor image = Tensor.zeros(1, 1, 24, 25);
        Tensor scaled = Tensors.formula(i -> upstream.data().get(i) / (double) scale, 1, 1, 24, 25);
        Kernels.byName("cpu").warpGradient(image, flow, Border.ZERO, scaled, expected, null);

        // when
        Tensor gradient = unset(image);
        new CudaKernels(devices()).warpGradient(image, flow, Border.ZERO, upstream, gradient, null);

        // then
        for (int i = 0; i < gradient.size(); i++) {
            double actual = gradient.data().get(i) / (double) scale;
            double wanted = expected.data().get(i);
            boolean overflowed = wanted * scale > Float.MAX_VALUE;
            if (!overflowed) {
                assertThat(Math.abs(actual - wanted)).isLessThan(1e-5);
            }
        }
    }

    @Test
    void theImageGradientOfAPixelThatAllOthersReadDoesNotOverflow() {
        // given a flow from everywhere to the upper left pixel, and the largest upstream value everywhere
        int h = 40;
        int w = 50;
        Tensor flow = Tensors.formula(i -> i < h * w ? -(i % w) : -(i - h * w) / w, 1, 2, h, w);
        Tensor upstream = Tensors.formula(i -> 1.9999, 1, 1, h, w);
        Tensor gradient = Tensors.unset(upstream);

        // when
        new CudaKernels(devices()).warpGradient(upstream, flow, Border.ZERO, copy(upstream), gradient, null);

        // then
        assertThat(gradient.data().get(0)).isEqualTo((float) (h * w * (double) 1.9999f));
        for (int i = 1; i < h * w; i++) {
            assertThat(gradient.data().get(i)).isZero();
        }
    }

    private static Tensor copy(Tensor t) {
        return Tensor.of(t.batch(), t.channels(), t.height(), t.width(), values(t));
    }
}
