package org.sstem.cuda.internal;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.damage.DamageKind;
import org.sstem.internal.fold.Unfolding;
import org.sstem.internal.missing.Interpolated;
import org.sstem.internal.missing.SectionInterpolator;
import org.sstem.internal.missing.TileInterpolation;
import org.sstem.method.Area;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Missing sections by the CUDA kernels as the CPU runs them: without contraction they round as the CPU's own loops. */
class InterpolationOnCpuTest extends InterpolationContract implements RegistrationContract, UnfoldingContract {

    private static CudaDevice device;

    @BeforeAll
    static void compile() {
        assumeTrue(CpuExecution.possible(), "no g++ on this machine");
        device = CpuExecution.get().device(0);
    }

    @Override
    public CudaDevice device() {
        return device;
    }

    @Override
    public double allowed() {
        return 0;
    }

    @Override
    double rounding() {
        return 0;
    }

    @Override
    double motionRounding() {
        return 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aTileDoesNotDependOnTheOrderInWhichThreadsAndBlocksRun(int order) {
        // A missing barrier or two threads that write one place would show.
        Interpolated inOrder = tile(device);

        Interpolated made = tile(CpuExecution.get().device(order));

        assertThat(made.pixels().pixels()).isEqualTo(inOrder.pixels().pixels());
        assertThat(made.confidence().pixels()).isEqualTo(inOrder.confidence().pixels());
        assertThat(made.below().pixels()).isEqualTo(inOrder.below().pixels());
        assertThat(made.above().pixels()).isEqualTo(inOrder.above().pixels());
    }

    private static Interpolated tile(CudaDevice device) {
        Task task =
                new Task(stack(170, 150, 0, true), DamageKind.MISSING, 1, 2, List.of(0), List.of(3), Optional.empty());
        TileInterpolation there = new DeviceInterpolation(device, Optional::empty);
        return SectionInterpolator.of(task, SectionInterpolator.survey(task), () -> Optional.of(there))
                .interpolate(1, new Area(0, 0, 170, 150));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anUnfoldedSheetDoesNotDependOnTheOrderInWhichThreadsAndBlocksRun(int order) {
        SectionSource source = UnfoldingContract.section(233, 211, true);
        Area area = new Area(20, 0, 190, 160);
        Unfolding.Unfolded inOrder =
                UnfoldingContract.unfolding(device, source, 3, 1).unfold(area);

        Unfolding.Unfolded made = UnfoldingContract.unfolding(CpuExecution.get().device(order), source, 3, 1)
                .unfold(area);

        assertThat(made.pixels().pixels()).isEqualTo(inOrder.pixels().pixels());
        assertThat(made.weight().pixels()).isEqualTo(inOrder.weight().pixels());
        assertThat(made.moved()).isEqualTo(inOrder.moved());
    }

    @Test
    void aDeviceThatIsFullIsSaidAndTheTilesAfterItFindTheMemoryGivenBack() {
        // given a device with memory for less than a tile
        FakeDriver driver = CpuExecution.get().driver(0);
        driver.totalBytes = 1 << 20;
        TileInterpolation there = new DeviceInterpolation(new CudaDevice(driver, 0), Optional::empty);
        Task task =
                new Task(stack(170, 150, 0, false), DamageKind.MISSING, 1, 2, List.of(0), List.of(3), Optional.empty());
        SectionInterpolator.Parameters parameters = SectionInterpolator.survey(task);
        SectionInterpolator interpolator = SectionInterpolator.of(task, parameters, () -> Optional.of(there));
        Area tile = new Area(0, 0, 60, 60);

        // when
        Interpolated first = interpolator.interpolate(1, tile);
        driver.totalBytes = 1 << 30;
        driver.takeCalls();
        Interpolated second = interpolator.interpolate(1, tile);

        // then both are the same, one made by the CPU
        assertThat(first.pixels().pixels()).isEqualTo(second.pixels().pixels());
        assertThat(driver.takeCalls()).contains("raise_structure");
    }
}
