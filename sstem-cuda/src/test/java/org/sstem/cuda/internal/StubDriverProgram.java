package org.sstem.cuda.internal;

import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.kernel.Tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sstem.internal.kernel.Tensors.unset;

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
        assertThat(Kernels.automatic().name()).startsWith("cpu");
        Kernels cuda = Kernels.byName("cuda");
        assertThat(cuda.name()).isEqualTo("cuda (Stub)");
        EveryKernel.check(cuda);
        copiesInPieces();
        fillsTheDevice();
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
