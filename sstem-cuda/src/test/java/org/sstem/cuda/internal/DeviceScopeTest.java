package org.sstem.cuda.internal;

import org.junit.jupiter.api.Test;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Tensor;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The life of device memory, on a driver that punishes misuse. */
class DeviceScopeTest {

    private static final int OUT_OF_MEMORY = 2;
    private static final int LAUNCH_FAILED = 719;

    private final FakeDriver driver = new FakeDriver();
    private final CudaDevice device = new CudaDevice(driver, 0);
    private final Tensor image = Tensor.zeros(1, 1, 64, 64);

    @Test
    void closingAScopeHandsItsMemoryToTheNextOne() {
        // given
        try (DeviceScope scope = device.scope()) {
            scope.upload(image);
        }
        driver.takeCalls();

        // when
        try (DeviceScope scope = device.scope()) {
            scope.upload(image);
        }

        // then
        assertThat(driver.takeCalls()).doesNotContain("allocate", "allocatePinned", "createStream", "free");
        assertThat(driver.liveAllocations()).isEqualTo(1);
    }

    @Test
    void memoryIsHandedOnOnlyAfterTheDeviceHasFinishedWithIt() {
        DeviceScope scope = device.scope();
        scope.upload(image);
        driver.takeCalls();

        scope.close();

        assertThat(driver.takeCalls()).contains("synchronize");
    }

    @Test
    void aStepKeepsItsResultAndLendsTheRestOfItsMemoryToWhatFollows() {
        try (DeviceScope scope = device.scope()) {
            DeviceTensor[] made = new DeviceTensor[2];

            // when
            List<DeviceTensor> kept = scope.keeping(() -> {
                made[0] = scope.upload(image);
                made[1] = scope.upload(image);
                return List.of(made[1]);
            });

            // then
            assertThat(kept).containsExactly(made[1]);
            DeviceTensor next = scope.upload(image);
            assertThat(next.memory()).isEqualTo(made[0].memory());
            assertThat(scope.upload(image).memory()).isNotIn(made[0].memory(), made[1].memory());
        }
        assertThat(driver.liveAllocations()).isEqualTo(3);
        device.releaseIdleMemory();
        assertThat(driver.liveAllocations()).as("nothing is lost").isZero();
    }

    @Test
    void closingTwiceFreesOnce() {
        DeviceScope scope = device.scope();
        scope.upload(image);
        scope.close();
        driver.takeCalls();

        scope.close();

        assertThat(driver.takeCalls()).isEmpty();
        try (DeviceScope one = device.scope();
                DeviceScope two = device.scope()) {
            assertThat(one.upload(image).memory())
                    .as("two scopes never share a piece of memory")
                    .isNotEqualTo(two.upload(image).memory());
        }
    }

    @Test
    void aClosedScopeAndItsTensorsRefuseEveryUse() {
        DeviceScope scope = device.scope();
        DeviceTensor tensor = scope.upload(image);
        scope.close();

        assertThatThrownBy(() -> scope.upload(image))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> scope.download(tensor, image)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> scope.fuse(tensor, tensor, tensor)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> scope.warp(tensor, tensor, Border.ZERO)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTensorOfAnotherScopeIsRefused() {
        try (DeviceScope one = device.scope();
                DeviceScope two = device.scope()) {
            DeviceTensor tensor = one.upload(image);

            assertThatThrownBy(() -> two.fuse(tensor, tensor, tensor))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a must be a tensor of this scope, was one of another scope on CUDA device 0 (Fake 0)");
        }
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        try (DeviceScope scope = device.scope()) {
            DeviceTensor tensor = scope.upload(image);
            DeviceTensor three = scope.upload(Tensor.zeros(1, 3, 64, 64));

            assertThatThrownBy(() -> scope.fuse(three, tensor, tensor))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("b must be 1 x 3 x 64 x 64, was 1 x 1 x 64 x 64");
            assertThatThrownBy(() -> scope.warp(tensor, three, Border.ZERO))
                    .hasMessage("flow must be 1 x 2 x 64 x 64, was 1 x 3 x 64 x 64");
            assertThatThrownBy(() -> scope.separableConvolution(tensor, scope.upload(Tensor.zeros(1, 2, 8, 8)), tensor))
                    .hasMessage("vertical must have an odd number of taps, had 2");
            assertThatThrownBy(() -> scope.separableConvolution(tensor, three, three))
                    .hasMessage("image must be 1 x 1 x 66 x 66, was 1 x 1 x 64 x 64");
            assertThatThrownBy(() -> scope.download(tensor, Tensor.zeros(1, 1, 32, 64)))
                    .hasMessage("target must be 1 x 1 x 32 x 64, was 1 x 1 x 64 x 64");
            assertThatThrownBy(() -> scope.allocate(3, 1, 40_000, 40_000))
                    .hasMessage("a tensor on the device has fewer than 2^31 values, was 3 x 1 x 40000 x 40000");
        }
    }

    @Test
    void whenTheDeviceIsFullIdleMemoryIsReleasedAndTheRequestRepeated() {
        // given room for three small images, two of them idle
        driver.totalBytes = 3 << 16;
        try (DeviceScope scope = device.scope()) {
            scope.upload(image);
            scope.upload(image);
        }
        assertThat(driver.liveAllocations()).isEqualTo(2);

        // when asked for one that needs more than the rest
        try (DeviceScope scope = device.scope()) {
            assertThatCode(() -> scope.upload(Tensor.zeros(1, 3, 128, 128))).doesNotThrowAnyException();
        }

        // then
        assertThat(driver.liveAllocations()).isEqualTo(1);
    }

    @Test
    void aDeviceThatStaysFullSaysSoInOneSentenceAndGoesOnWorking() {
        driver.totalBytes = 1 << 20;
        try (DeviceScope scope = device.scope()) {
            scope.upload(image);

            assertThatThrownBy(() -> scope.upload(Tensor.zeros(1, 1, 512, 1024)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Fake 0 has no 2 MiB left for a tensor (0 of 1 MiB free): use smaller tiles, or"
                            + " -Dsstem.kernels=cpu");
            assertThatCode(() -> scope.upload(image)).doesNotThrowAnyException();
        }
    }

    @Test
    void anAllocationRefusedForAnotherReasonIsNotRepeated() {
        driver.takeCalls();
        driver.failNext("allocate", 999);

        try (DeviceScope scope = device.scope()) {
            assertThatThrownBy(() -> scope.upload(image))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the CUDA driver refused allocate: CUDA_ERROR_TEST (999)");
        }

        assertThat(driver.takeCalls()).containsOnlyOnce("allocate");
    }

    @Test
    void idleMemoryCanBeReleased() {
        try (DeviceScope scope = device.scope()) {
            scope.upload(image);
        }

        device.releaseIdleMemory();

        assertThat(driver.liveAllocations()).isZero();
    }

    @Test
    void memoryMuchLargerThanAskedForIsLeftForOthers() {
        try (DeviceScope scope = device.scope()) {
            scope.upload(Tensor.zeros(1, 1, 1024, 1024));
        }

        try (DeviceScope scope = device.scope()) {
            scope.upload(image);
        }

        assertThat(driver.liveAllocations()).isEqualTo(2);
    }

    @Test
    void anErrorOfTheDeviceComesOutOfCloseAndItsMemoryIsNotHandedOn() {
        DeviceScope scope = device.scope();
        DeviceTensor tensor = scope.upload(image);
        driver.failNext("synchronize", LAUNCH_FAILED);

        assertThatThrownBy(scope::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CUDA_ERROR_TEST (719)");

        assertThatCode(scope::close).doesNotThrowAnyException();
        try (DeviceScope next = device.scope()) {
            assertThat(next.upload(image).memory()).isNotEqualTo(tensor.memory());
        }
    }

    @Test
    void aDeviceWhoseKernelsDoNotLoadGivesItsContextBack() {
        FakeDriver broken = new FakeDriver();
        broken.failNext("loadModule", 222);

        assertThatThrownBy(() -> new CudaDevice(broken, 0)).isInstanceOf(IllegalStateException.class);

        assertThat(broken.takeCalls()).containsExactly("retainContext", "loadModule", "releaseContext");
    }

    @Test
    void outOfPageLockedMemoryIsAnErrorThatLeavesTheScopeUsable() {
        driver.failNext("allocatePinned", OUT_OF_MEMORY);

        try (DeviceScope scope = device.scope()) {
            assertThatThrownBy(() -> scope.upload(image)).isInstanceOf(IllegalStateException.class);
            assertThatCode(() -> scope.upload(image)).doesNotThrowAnyException();
        }
    }
}
