package org.sstem.cuda.internal;

import org.junit.jupiter.api.Test;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Tensor;

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
    void closing_a_scope_hands_its_memory_to_the_next_one() {
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
    void memory_is_handed_on_only_after_the_device_has_finished_with_it() {
        DeviceScope scope = device.scope();
        scope.upload(image);
        driver.takeCalls();

        scope.close();

        assertThat(driver.takeCalls()).contains("synchronize");
    }

    @Test
    void closing_twice_frees_once() {
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
    void a_closed_scope_and_its_tensors_refuse_every_use() {
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
    void a_tensor_of_another_scope_is_refused() {
        try (DeviceScope one = device.scope();
                DeviceScope two = device.scope()) {
            DeviceTensor tensor = one.upload(image);

            assertThatThrownBy(() -> two.fuse(tensor, tensor, tensor))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a must be a tensor of this scope, was one of another scope on CUDA device 0 (Fake 0)");
        }
    }

    @Test
    void shapes_that_do_not_fit_are_named() {
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
            assertThatThrownBy(() -> scope.blend(three, new TileLayout(100, 100, 64, 64, 36, 36, 8)))
                    .hasMessage("tiles must be 4 x 3 x 64 x 64, was 1 x 3 x 64 x 64");
            assertThatThrownBy(() -> scope.download(tensor, Tensor.zeros(1, 1, 32, 64)))
                    .hasMessage("target must be 1 x 1 x 32 x 64, was 1 x 1 x 64 x 64");
            assertThatThrownBy(() -> scope.allocate(3, 1, 40_000, 40_000))
                    .hasMessage("a tensor on the device has fewer than 2^31 values, was 3 x 1 x 40000 x 40000");
        }
    }

    @Test
    void when_the_device_is_full_idle_memory_is_released_and_the_request_repeated() {
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
    void a_device_that_stays_full_says_so_in_one_sentence_and_goes_on_working() {
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
    void an_allocation_refused_for_another_reason_is_not_repeated() {
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
    void idle_memory_can_be_released() {
        try (DeviceScope scope = device.scope()) {
            scope.upload(image);
        }

        device.releaseIdleMemory();

        assertThat(driver.liveAllocations()).isZero();
    }

    @Test
    void memory_much_larger_than_asked_for_is_left_for_others() {
        try (DeviceScope scope = device.scope()) {
            scope.upload(Tensor.zeros(1, 1, 1024, 1024));
        }

        try (DeviceScope scope = device.scope()) {
            scope.upload(image);
        }

        assertThat(driver.liveAllocations()).isEqualTo(2);
    }

    @Test
    void an_error_of_the_device_comes_out_of_close_and_its_memory_is_not_handed_on() {
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
    void a_device_whose_kernels_do_not_load_gives_its_context_back() {
        FakeDriver broken = new FakeDriver();
        broken.failNext("loadModule", 222);

        assertThatThrownBy(() -> new CudaDevice(broken, 0)).isInstanceOf(IllegalStateException.class);

        assertThat(broken.takeCalls()).containsExactly("retainContext", "loadModule", "releaseContext");
    }

    @Test
    void out_of_page_locked_memory_is_an_error_that_leaves_the_scope_usable() {
        driver.failNext("allocatePinned", OUT_OF_MEMORY);

        try (DeviceScope scope = device.scope()) {
            assertThatThrownBy(() -> scope.upload(image)).isInstanceOf(IllegalStateException.class);
            assertThatCode(() -> scope.upload(image)).doesNotThrowAnyException();
        }
    }
}
