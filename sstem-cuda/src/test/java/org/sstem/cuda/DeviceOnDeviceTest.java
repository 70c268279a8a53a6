package org.sstem.cuda;

import org.junit.jupiter.api.BeforeAll;

import java.util.List;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Chains, tiles and stacks on real devices. */
class DeviceOnDeviceTest extends DeviceContract {

    @BeforeAll
    static void findDevice() {
        assumeTrue(
                CudaDevice.unavailable().isEmpty(),
                () -> "no device: " + CudaDevice.unavailable().orElseThrow());
    }

    @Override
    List<CudaDevice> devices() {
        List<CudaDevice> devices = CudaDevice.available();
        return List.of(devices.get(0), devices.get(devices.size() - 1));
    }
}
