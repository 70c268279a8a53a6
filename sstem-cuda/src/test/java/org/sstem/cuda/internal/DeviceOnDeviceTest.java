package org.sstem.cuda.internal;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.kernel.Tensors;

import java.util.List;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sstem.internal.kernel.Tensors.random;
import static org.sstem.internal.kernel.Tensors.unset;

/** Chains, tiles and stacks on real devices. */
class DeviceOnDeviceTest extends DeviceContract {

    @BeforeAll
    static void findDevice() {
        assumeTrue(
                CudaDevice.unavailable().isEmpty(),
                () -> "no device: " + CudaDevice.unavailable().orElseThrow());
    }

    /** Too long for kernels that run on the CPU: many blocks at once, in whatever order the device takes them. */
    @Test
    void aWholeSectionAgreesWithTheCpu() {
        // given 51 taps on a size that no block divides
        int height = 517;
        int width = 509;
        int taps = 51;
        Tensor image = random(21, 0, 1, 1, 1, height + taps - 1, width + taps - 1);
        Tensor vertical = random(22, 0, 2.0 / taps, 1, taps, height, width);
        Tensor horizontal = random(23, 0, 2.0 / taps, 1, taps, height, width);
        Tensor upstream = random(24, -1, 1, 1, 1, height, width);
        Tensor flow = random(25, -40, 40, 1, 2, height, width);
        Tensor[] actual = targets(upstream, image, vertical, flow);
        Tensor[] expected = targets(upstream, image, vertical, flow);

        // when
        for (Tensor[] results : new Tensor[][] {actual, expected}) {
            Kernels kernels = Kernels.byName(results == actual ? "cuda" : "cpu");
            kernels.separableConvolution(image, vertical, horizontal, results[0]);
            kernels.separableConvolutionGradient(
                    image, vertical, horizontal, upstream, results[1], results[2], results[3]);
            kernels.warp(results[0], flow, Border.CLAMP, results[4]);
            kernels.warpGradient(results[0], flow, Border.ZERO, upstream, results[5], results[6]);
        }

        // then
        for (int i = 0; i < actual.length; i++) {
            Tensors.assertClose(actual[i], expected[i], 2e-5);
        }
    }

    private static Tensor[] targets(Tensor section, Tensor image, Tensor taps, Tensor flow) {
        return new Tensor[] {
            unset(section), unset(image), unset(taps), unset(taps), unset(section), unset(section), unset(flow)
        };
    }

    @Override
    List<CudaDevice> devices() {
        List<CudaDevice> devices = CudaDevice.available();
        return List.of(devices.get(0), devices.get(devices.size() - 1));
    }
}
