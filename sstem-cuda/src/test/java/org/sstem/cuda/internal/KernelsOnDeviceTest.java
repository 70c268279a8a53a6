package org.sstem.cuda.internal;

import org.junit.jupiter.api.BeforeAll;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.KernelsContract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The contract, on a real device. */
class KernelsOnDeviceTest extends KernelsContract {

    @BeforeAll
    static void findDevice() {
        assumeTrue(
                CudaDevice.unavailable().isEmpty(),
                () -> "no device: " + CudaDevice.unavailable().orElseThrow());
    }

    @Override
    public Kernels kernels() {
        return Kernels.byName("cuda");
    }
}
