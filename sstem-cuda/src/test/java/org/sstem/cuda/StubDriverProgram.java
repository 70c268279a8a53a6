package org.sstem.cuda;

import org.sstem.kernel.Border;
import org.sstem.kernel.Kernels;
import org.sstem.kernel.Tensor;
import org.sstem.kernel.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sstem.kernel.Tensors.random;
import static org.sstem.kernel.Tensors.unset;

/** Runs in a process of its own, where a stub stands for the driver's library: every call goes through JCuda. */
final class StubDriverProgram {

    private StubDriverProgram() {}

    /**
     * Fails with an exception if anything is wrong.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        assertThat(CudaDevice.unavailable()).isEmpty();
        Kernels cuda = Kernels.automatic();
        assertThat(cuda.name()).isEqualTo("cuda (Stub)");
        Kernels cpu = Kernels.byName("cpu");
        warpsAndFuses(cuda, cpu);
        convolves(cuda, cpu);
        copiesInPieces();
        fillsTheDevice();
    }

    private static void warpsAndFuses(Kernels cuda, Kernels cpu) {
        Tensor image = random(1, 0, 1, 2, 3, 33, 45);
        Tensor flow = random(2, -5, 5, 2, 2, 33, 45);
        Tensor upstream = random(3, 0, 1, 2, 3, 33, 45);
        Tensor weight = random(4, 0, 1, 2, 1, 33, 45);
        Tensor[] actual = {unset(image), unset(image), unset(flow), unset(image), unset(weight)};
        Tensor[] expected = {unset(image), unset(image), unset(flow), unset(image), unset(weight)};
        for (Tensor[] results : new Tensor[][] {actual, expected}) {
            Kernels kernels = results == actual ? cuda : cpu;
            kernels.warp(image, flow, Border.CLAMP, results[0]);
            kernels.warpGradient(image, flow, Border.ZERO, upstream, results[1], results[2]);
            kernels.fuse(image, upstream, weight, results[3]);
            // null gradients become null pointers
            kernels.fuseGradient(image, upstream, weight, image, null, null, results[4]);
        }
        for (int i = 0; i < actual.length; i++) {
            Tensors.assertClose(actual[i], expected[i], 1e-5);
        }
    }

    private static void convolves(Kernels cuda, Kernels cpu) {
        int taps = 7;
        Tensor image = random(5, 0, 1, 1, 1, 20 + taps - 1, 40 + taps - 1);
        Tensor vertical = random(6, 0, 1, 1, taps, 20, 40);
        Tensor horizontal = random(7, 0, 1, 1, taps, 20, 40);
        Tensor upstream = random(8, 0, 1, 1, 1, 20, 40);
        Tensor[] actual = {unset(upstream), unset(image), unset(vertical), unset(horizontal)};
        Tensor[] expected = {unset(upstream), unset(image), unset(vertical), unset(horizontal)};
        for (Tensor[] results : new Tensor[][] {actual, expected}) {
            Kernels kernels = results == actual ? cuda : cpu;
            kernels.separableConvolution(image, vertical, horizontal, results[0]);
            kernels.separableConvolutionGradient(
                    image, vertical, horizontal, upstream, results[1], results[2], results[3]);
        }
        for (int i = 0; i < actual.length; i++) {
            Tensors.assertClose(actual[i], expected[i], 1e-4);
        }
    }

    private static void copiesInPieces() {
        Tensor large = Tensors.formula(i -> i, 1, 1, 3, Lane.PIECE_BYTES / Float.BYTES - 1);
        Tensor back = unset(large);
        try (DeviceScope scope = CudaDevice.available().get(0).scope()) {
            scope.download(scope.upload(large), back);
        }
        assertThat(back.data().mismatch(large.data())).isEqualTo(-1);
    }

    private static void fillsTheDevice() {
        try (DeviceScope scope = CudaDevice.available().get(0).scope()) {
            assertThatThrownBy(() -> scope.allocate(1, 1, 4096, 4097))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Stub has no 65 MiB left for a tensor (64 of 64 MiB free): use smaller tiles, or"
                            + " -Dsstem.kernels=cpu");
        }
    }
}
