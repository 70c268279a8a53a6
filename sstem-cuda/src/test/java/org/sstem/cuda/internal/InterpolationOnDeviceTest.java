package org.sstem.cuda.internal;

import org.junit.jupiter.api.BeforeAll;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Missing sections on a real device. */
class InterpolationOnDeviceTest extends InterpolationContract {

    @BeforeAll
    static void findDevice() {
        assumeTrue(
                CudaDevice.unavailable().isEmpty(),
                () -> "no device: " + CudaDevice.unavailable().orElseThrow());
    }

    @Override
    CudaDevice device() {
        return CudaDevice.available().get(0);
    }

    @Override
    double rounding() {
        return 1e-6;
    }

    @Override
    double motionRounding() {
        return 1e-3;
    }
}
