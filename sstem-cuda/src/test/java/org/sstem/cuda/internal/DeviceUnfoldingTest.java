package org.sstem.cuda.internal;

import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.sstem.internal.fold.Unfolding;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.sheet.Sheets;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What is copied to unfold a sheet, on a driver whose kernels do nothing, and what happens where it fails. */
class DeviceUnfoldingTest {

    private static final int PIECE = DeviceSections.PIECE_PX * DeviceSections.PIECE_PX;
    /** The taps and the numbers of the pulls. */
    private static final int TABLES = 3000;

    private final FakeDriver driver = new FakeDriver();
    private final UnfoldingJob there = new DeviceUnfolding(new DeviceShare(new CudaDevice(driver, 0), Optional::empty));

    @Test
    void aSectionOfBytesTravelsAsSuchAndOnceWithAByteAPixelForItsBands() {
        SectionSource bytes = SectionSource.of(ArrayImgs.unsignedBytes(1536, 1100, 1));
        Unfolding unfolding = Sheets.cut(bytes, 1, 1, () -> Optional.of(there));
        Area area = new Area(300, 200, 400, 500);
        int read = (400 + 2 * reach(unfolding)) * (500 + 2 * reach(unfolding));

        unfolding.unfold(area);
        assertThat(driver.takeSent()).isBetween(4L * PIECE + read, 4L * PIECE + read + TABLES);
        unfolding.unfold(area);
        assertThat(driver.takeSent()).isBetween((long) read, read + (long) TABLES);
        // at the border of the section, too
        unfolding.unfold(new Area(1136, 600, 400, 500));
        assertThat(driver.takeSent()).isLessThan(4L * PIECE + 600 * 700);
        assertThat(driver.takeCalls())
                .containsSubsequence(
                        "sheet_belongs",
                        "sheet_nearest",
                        "sheet_nearest",
                        "sheet_trace",
                        "widen_8",
                        "sheet_tissue",
                        "sheet_continued",
                        "sheet_sample");
    }

    /** How far beyond an area the section is read. */
    private static int reach(Unfolding unfolding) {
        return unfolding.reach();
    }

    @Test
    void aDeviceThatIsFullIsSaidAndTheCpuUnfolds() {
        SectionSource section = Tissue.source(List.of(Tissue.section(300, 260, 5)));
        Area area = new Area(60, 50, 150, 140);
        driver.totalBytes = 1 << 18;
        Unfolding unfolding = Sheets.cut(section, 1, 1, () -> Optional.of(there));

        Plane made = unfolding.unfold(area).pixels();

        assertThat(made.pixels())
                .isEqualTo(Sheets.cut(section, 1, 1, Optional::empty)
                        .unfold(area)
                        .pixels()
                        .pixels());
        assertThat(unfolding.whereMade().orElseThrow())
                .startsWith("unfolded on cuda (Fake 0), but for tiles that the CPU made: Fake 0 has no ");
    }
}
