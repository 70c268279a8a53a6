package org.sstem.cuda.internal;

import org.junit.jupiter.api.Test;
import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Tensor;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The order of work in a stack of sections. */
class SectionPipelineTest {

    private final FakeDriver driver = new FakeDriver();
    private final CudaDevice device = new CudaDevice(driver, 0);
    private final Tensor image = Tensor.zeros(1, 1, 8, 8);
    private final Tensor flow = Tensor.zeros(1, 2, 8, 8);
    private final Tensor out = Tensor.zeros(1, 1, 8, 8);

    @Test
    void theNextSectionIsUnderWayBeforeTheOneBeforeIsWaitedFor() {
        // when
        driver.takeCalls();
        SectionPipeline.run(List.of(device), 3, (z, scope) -> {
            DeviceTensor warped = scope.warp(scope.upload(image), scope.upload(flow), Border.ZERO);
            return () -> scope.download(warped, out);
        });

        // then launches and downloads take turns, the launches one section ahead
        List<String> order = new ArrayList<>(driver.takeCalls());
        order.retainAll(List.of("warp_forward", "copyToHost"));
        assertThat(order)
                .containsExactly(
                        "warp_forward", "warp_forward", "copyToHost", "warp_forward", "copyToHost", "copyToHost");
    }

    @Test
    void aLongStackNeedsTheMemoryOfTwoSections() {
        SectionPipeline.run(List.of(device), 20, (z, scope) -> {
            DeviceTensor warped = scope.warp(scope.upload(image), scope.upload(flow), Border.ZERO);
            return () -> scope.download(warped, out);
        });

        assertThat(driver.liveAllocations()).isEqualTo(6);
        assertThat(driver.livePinned()).as("two lanes of at most two pieces").isLessThanOrEqualTo(4);
        assertThat(driver.liveStreams()).isEqualTo(2);
    }

    @Test
    void aStepThatThrowsEndsTheRunAndLeavesNothingOpen() {
        List<DeviceScope> scopes = new ArrayList<>();

        assertThatThrownBy(() -> SectionPipeline.run(List.of(device), 5, (z, scope) -> {
                    scopes.add(scope);
                    if (z == 2) {
                        throw new IllegalArgumentException("section 2 cannot be read");
                    }
                    DeviceTensor there = scope.upload(image);
                    return () -> scope.download(there, out);
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("section 2 cannot be read");

        assertThat(scopes).hasSize(3);
        for (DeviceScope scope : scopes) {
            assertThatThrownBy(() -> scope.upload(image)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aResultThatCannotBeFetchedEndsTheRunAndLeavesNothingOpen() {
        List<DeviceScope> scopes = new ArrayList<>();

        assertThatThrownBy(() -> SectionPipeline.run(List.of(device), 5, (z, scope) -> {
                    scopes.add(scope);
                    return () -> {
                        throw new IllegalStateException("no room for section " + z);
                    };
                }))
                .hasMessage("no room for section 0");

        assertThat(scopes).hasSize(2);
        for (DeviceScope scope : scopes) {
            assertThatThrownBy(() -> scope.upload(image)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aStackWithoutSectionsDoesNothingAndNoDeviceIsRefused() {
        driver.takeCalls();
        SectionPipeline.run(List.of(device), 0, (z, scope) -> () -> {});
        assertThat(driver.takeCalls()).isEmpty();

        assertThatThrownBy(() -> SectionPipeline.run(List.of(), 1, (z, scope) -> () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("devices must name at least one device, was empty");
    }
}
