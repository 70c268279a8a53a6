package org.sstem.cuda.internal;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sstem.internal.kernel.Tensors.random;
import static org.sstem.internal.kernel.Tensors.unset;
import static org.sstem.internal.kernel.Tensors.values;

/** Chains, tiles and stacks by the CUDA kernels as the CPU runs them; and what only that can show. */
class DeviceOnCpuTest extends DeviceContract {

    private static List<CudaDevice> devices;
    private static List<float[]> inOrder;

    @BeforeAll
    static void compile() {
        assumeTrue(CpuExecution.possible(), "no g++ on this machine");
        devices = List.of(CpuExecution.get().device(0), CpuExecution.get().device(0));
        inOrder = everything(devices.get(0));
    }

    @Override
    List<CudaDevice> devices() {
        return devices;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void resultsDoNotDependOnTheOrderInWhichThreadsAndBlocksRun(int order) {
        // A missing barrier, a float sum by atomics or two threads that write one place would show.
        assertThat(everything(CpuExecution.get().device(order)))
                .usingElementComparator(Arrays::compare)
                .isEqualTo(inOrder);
    }

    /** The result of every kernel, on tensors of more than one block in each direction. */
    private static List<float[]> everything(CudaDevice device) {
        CudaKernels kernels = new CudaKernels(List.of(device));
        int taps = 35;
        int h = 37;
        int w = 132;
        Tensor image = random(1, -1, 1, 2, 3, h, w);
        Tensor flow = random(2, -8, 8, 2, 2, h, w);
        Tensor upstream = random(3, -1, 1, 2, 3, h, w);
        Tensor weight = random(4, 0, 1, 2, 1, h, w);
        Tensor padded = random(5, -1, 1, 1, 3, h + taps - 1, w + taps - 1);
        Tensor single = random(6, -1, 1, 1, 1, h + taps - 1, w + taps - 1);
        Tensor vertical = random(7, -1, 1, 1, taps, h, w);
        Tensor horizontal = random(8, -1, 1, 1, taps, h, w);
        Tensor ones = random(9, -1, 1, 1, 3, h, w);
        List<Tensor> results = new ArrayList<>();
        for (Tensor like :
                List.of(image, image, flow, ones, weight, padded, vertical, horizontal, image, image, image, weight)) {
            results.add(unset(like));
        }
        results.set(4, Tensor.zeros(1, 1, h, w));
        kernels.warp(image, flow, Border.ZERO, results.get(0));
        kernels.warpGradient(image, flow, Border.CLAMP, upstream, results.get(1), results.get(2));
        kernels.separableConvolution(padded, vertical, horizontal, results.get(3));
        kernels.separableConvolution(single, vertical, horizontal, results.get(4));
        kernels.separableConvolutionGradient(
                padded, vertical, horizontal, ones, results.get(5), results.get(6), results.get(7));
        kernels.fuse(image, upstream, weight, results.get(8));
        kernels.fuseGradient(image, upstream, weight, image, results.get(9), results.get(10), results.get(11));
        Tensor whole = Tensor.zeros(1, 1, 20, 40);
        kernels.separableConvolution(
                random(10, -1, 1, 1, 1, 70, 90),
                random(11, -1, 1, 1, 51, 20, 40),
                random(12, -1, 1, 1, 51, 20, 40),
                whole);
        results.add(whole);
        List<float[]> all = new ArrayList<>();
        results.forEach(result -> all.add(values(result)));
        return all;
    }

    @Test
    void anArgumentListThatIsNotTheKernelsIsNoticed() {
        // given a launch with one argument too few
        DeviceScope scope = CpuExecution.get().device(0).scope();
        scope.launch(KernelFunction.FUSE_FORWARD, KernelFunction.FUSE_FORWARD.grid(1, 1, 1, 1, 1), 1, 2, 3);

        // then
        assertThatThrownBy(scope::close).isInstanceOf(AssertionError.class).hasMessageContaining("wrong arguments");
    }

    @Test
    void aWriteOutsideATensorIsNoticed() {
        // given a result that is said to be larger than its memory
        DeviceScope scope = CpuExecution.get().device(0).scope();
        DeviceTensor small = scope.upload(Tensor.zeros(1, 1, 128, 128));
        DeviceTensor out = scope.allocate(1, 1, 128, 128);
        int pixels = 128 * 128 + 16;
        scope.launch(
                KernelFunction.FUSE_GRADIENT,
                KernelFunction.FUSE_GRADIENT.grid(pixels, 1024, 1, 1, 1),
                small,
                small,
                small,
                small,
                null,
                null,
                out,
                1,
                pixels);

        // then
        assertThatThrownBy(scope::close).isInstanceOf(AssertionError.class).hasMessageContaining("outside its memory");
    }
}
