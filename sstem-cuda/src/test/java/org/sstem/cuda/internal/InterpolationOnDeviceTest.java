package org.sstem.cuda.internal;

import org.junit.jupiter.api.BeforeAll;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Missing sections on a real device. */
class InterpolationOnDeviceTest extends InterpolationContract implements RegistrationContract, UnfoldingContract {

    @BeforeAll
    static void findDevice() {
        assumeTrue(
                CudaDevice.unavailable().isEmpty(),
                () -> "no device: " + CudaDevice.unavailable().orElseThrow());
    }

    @Override
    public CudaDevice device() {
        return CudaDevice.available().get(0);
    }

    @Override
    public double allowed() {
        return ALLOWED;
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
