package org.sstem.cuda.internal;

import net.imglib2.img.array.ArrayImgs;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is copied of sections, and what stays, on a driver whose kernels do nothing. */
@Timeout(60)
class DeviceSectionsTest {

    private static final int PIECE = DeviceSections.PIECE_PX * DeviceSections.PIECE_PX;

    private final FakeDriver driver = new FakeDriver();
    private final CudaDevice device = new CudaDevice(driver, 0);
    private final SectionSource bytes = SectionSource.of(ArrayImgs.unsignedBytes(2048, 1100, 3));

    private void show(DeviceSections sections, SectionSource source, int z, Area area) {
        try (DeviceSections.Hold hold = sections.hold();
                DeviceScope scope = device.scope()) {
            hold.window(scope, source, z, area);
        }
    }

    @Test
    void aPieceOfASectionIsCopiedOnceAsManyBytesAsItIsStoredIn() {
        DeviceSections sections = new DeviceSections(device);

        // a tile and its surroundings, and the one beside it
        show(sections, bytes, 1, new Area(0, 0, 1024, 1024));
        assertThat(driver.takeSent()).isEqualTo(4L * PIECE);
        show(sections, bytes, 1, new Area(512, 0, 1024, 1024));
        assertThat(driver.takeSent()).isEqualTo(2L * PIECE);
        show(sections, bytes, 1, new Area(600, 100, 900, 700));
        assertThat(driver.takeSent()).isZero();
        // pieces end where the section does
        show(sections, bytes, 1, new Area(0, 1024, 10, 76));
        assertThat(driver.takeSent()).isEqualTo(512L * 76);
        // another section is another piece
        show(sections, bytes, 2, new Area(0, 0, 10, 10));
        assertThat(driver.takeSent()).isEqualTo(PIECE);
    }

    @Test
    void sixteenBitsTravelAsSuchAndFloatsAsFloats() {
        DeviceSections sections = new DeviceSections(device);
        Area area = new Area(0, 0, 512, 512);

        show(sections, SectionSource.of(ArrayImgs.unsignedShorts(600, 600, 1)), 0, area);
        assertThat(driver.takeSent()).isEqualTo(2L * PIECE);
        show(sections, SectionSource.of(ArrayImgs.floats(600, 600, 1)), 0, area);
        assertThat(driver.takeSent()).isEqualTo(4L * PIECE);
        assertThat(driver.takeCalls())
                .containsSubsequence("widen_16", "lay_floats")
                .doesNotContain("widen_8");
    }

    @Test
    void whatReachesBeyondTheSectionIsReadAsTheSourceReadsIt() {
        show(new DeviceSections(device), bytes, 0, new Area(-1, 0, 100, 100));

        assertThat(driver.takeSent()).isEqualTo(4L * 100 * 100);
        assertThat(driver.takeCalls()).doesNotContain("widen_8");
    }

    @Test
    void noMoreIsKeptThanIsAllowedAndWhatWasNotAskedForLongestGoesFirst() {
        // given room for three pieces, all of them there, the first asked for again
        DeviceSections sections = new DeviceSections(device, 3L * PIECE);
        for (int x : new int[] {0, 512, 1024, 0}) {
            show(sections, bytes, 0, new Area(x, 0, 512, 512));
        }
        driver.takeSent();

        // when a fourth is needed
        show(sections, bytes, 0, new Area(1536, 0, 512, 512));

        // then the second has gone
        assertThat(sections.bytes()).isEqualTo(3L * PIECE);
        driver.takeSent();
        show(sections, bytes, 0, new Area(0, 0, 512, 512));
        show(sections, bytes, 0, new Area(1024, 0, 512, 512));
        assertThat(driver.takeSent()).isZero();
        show(sections, bytes, 0, new Area(512, 0, 512, 512));
        assertThat(driver.takeSent()).isEqualTo(PIECE);
    }

    @Test
    void whatIsHeldStaysWhateverElseIsNeededAndGoesWhenItIsLetGo() {
        DeviceSections sections = new DeviceSections(device, PIECE);
        try (DeviceSections.Hold hold = sections.hold();
                DeviceScope scope = device.scope()) {
            hold.window(scope, bytes, 0, new Area(0, 0, 1024, 512));
            show(sections, bytes, 1, new Area(0, 0, 512, 512));
            assertThat(sections.bytes()).isEqualTo(2L * PIECE);
        }

        assertThat(sections.bytes()).isEqualTo(PIECE);
    }

    @Test
    void aDeviceThatIsFullGetsBackWhatIsKept() {
        // given a device with room for four pieces, three of them kept and one of these held
        DeviceSections sections = new DeviceSections(device);
        show(sections, bytes, 0, new Area(512, 0, 1024, 512));
        try (DeviceSections.Hold hold = sections.hold();
                DeviceScope scope = device.scope()) {
            hold.window(scope, bytes, 0, new Area(0, 0, 1, 1));
            device.within(() -> {
                device.pool().trim();
                return null;
            });
            driver.totalBytes = driver.totalBytes - device.within(() -> driver.memory()[0]) + PIECE;

            // when more is needed than is free
            scope.allocate(1, 1, 512, 256 + 128);

            // then what nobody holds is gone
            assertThat(sections.bytes()).isEqualTo(PIECE);
        }
    }

    /** A stack of which every part that is read is written down. */
    private record Noted(SectionSource source, List<Area> read) implements SectionSource {

        @Override
        public int width() {
            return source.width();
        }

        @Override
        public int height() {
            return source.height();
        }

        @Override
        public int sections() {
            return source.sections();
        }

        @Override
        public Plane read(int z, Area area) {
            read.add(area);
            return source.read(z, area);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void threadsThatNeedOnePieceAtOnceReadAndCopyItOnce() {
        DeviceSections sections = new DeviceSections(device);
        Noted noted = new Noted(bytes, Collections.synchronizedList(new ArrayList<>()));
        List<Integer> tiles = IntStream.range(0, 24).boxed().toList();

        Parallelization.runWithNumThreads(8, () -> Parallelization.getTaskExecutor()
                .forEach(tiles, i -> show(sections, noted, 0, new Area(i % 4 * 256, 0, 1024, 1024))));

        assertThat(noted.read()).doesNotHaveDuplicates().hasSize(8);
        assertThat(driver.takeSent()).isEqualTo(4L * 8 * PIECE);
    }

    @Test
    void aPieceThatCannotBeReadIsReadAgainWhenItIsNeededAgain() {
        DeviceSections sections = new DeviceSections(device);
        boolean[] broken = {true};
        SectionSource source = new Noted(bytes, new ArrayList<>() {
            private static final long serialVersionUID = 1;

            @Override
            public boolean add(Area area) {
                if (broken[0]) {
                    throw new UncheckedIOException(new IOException("the disk is gone"));
                }
                return super.add(area);
            }
        });
        Area area = new Area(0, 0, 100, 100);

        assertThatThrownBy(() -> show(sections, source, 0, area)).isInstanceOf(UncheckedIOException.class);
        broken[0] = false;
        show(sections, source, 0, area);

        assertThat(sections.bytes()).isEqualTo(4L * PIECE);
    }
}
