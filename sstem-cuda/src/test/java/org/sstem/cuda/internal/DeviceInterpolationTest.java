package org.sstem.cuda.internal;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.missing.TileInterpolation.Neighbour;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.registration.Windows;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** How tiles are spread over devices, on drivers whose kernels do nothing. */
class DeviceInterpolationTest {

    private static final Area TILE = new Area(0, 0, 64, 64);

    private final Neighbour neighbour = neighbour(64, Plane.filled(64, 64, 1));
    private final Windows windows = DenseRegistration.builder().build().windows(64, 64, TILE);

    private static Neighbour neighbour(int size, Plane tissue) {
        SectionSource source = Tissue.source(List.of(new Plane(size, size)));
        return new Neighbour(source, 0, new Area(0, 0, size, size), tissue, 0.1, 1, 0);
    }

    @Test
    void oneDeviceIsEnoughAsLongAsTilesComeOneAfterTheOther() {
        AtomicInteger opened = new AtomicInteger();
        DeviceInterpolation tiles = new DeviceInterpolation(new CudaDevice(new FakeDriver(), 0), () -> {
            opened.incrementAndGet();
            return Optional.empty();
        });

        for (int i = 0; i < 5; i++) {
            tiles.interpolate(neighbour, neighbour, 0.5, windows, TILE, true);
        }

        assertThat(opened).hasValue(0);
        assertThat(tiles.name()).isEqualTo("cuda (Fake 0)");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTileTakesNoMoreMemoryThanIsSaid(boolean gaps) {
        // given a tile of half the usual size and its surroundings
        FakeDriver driver = new FakeDriver();
        CudaDevice device = new CudaDevice(driver, 0);
        Plane valid = Plane.filled(768, 768, gaps ? 0.5f : 1);
        Neighbour large = neighbour(768, valid);
        Windows around = DenseRegistration.builder().build().windows(768, 768, new Area(64, 64, 640, 640));

        // when
        new DeviceInterpolation(device, Optional::empty)
                .interpolate(large, large, 0.5, around, new Area(64, 64, 512, 512), true);

        // then
        long free = device.within(() -> driver.memory()[0]);
        long kept = device.sections().bytes();
        double planes = (driver.totalBytes - free - kept) / (4.0 * 768 * 768);
        assertThat(planes).as("planes of the area that is read").isBetween(20.0, gaps ? 37.0 : 28.0);
    }

    @ParameterizedTest
    @CsvSource({"true, 4", "false, 2"})
    void theNeighboursInRegisterComeBackOnlyWhereTheyAreWanted(boolean inRegister, int planes) {
        FakeDriver driver = new FakeDriver();

        new DeviceInterpolation(new CudaDevice(driver, 0), Optional::empty)
                .interpolate(neighbour, neighbour, 0.5, windows, TILE, inRegister);

        assertThat(driver.takeFetched()).isEqualTo(4L * planes * 64 * 64);
    }

    @Test
    void whenAllTilesOfADeviceAreTakenTheNextOneIsOpened() {
        // given a first device that does not go on before a second one is opened
        CountDownLatch opened = new CountDownLatch(1);
        AtomicInteger early = new AtomicInteger();
        FakeDriver first = new FakeDriver((symbol, grid, arguments) -> {
            if (!waited(opened)) {
                early.incrementAndGet();
            }
        });
        FakeDriver second = new FakeDriver();
        DeviceInterpolation tiles = new DeviceInterpolation(new CudaDevice(first, 0), () -> {
            boolean late = opened.getCount() == 0;
            opened.countDown();
            return late ? Optional.empty() : Optional.of(new CudaDevice(second, 0));
        });

        // when more tiles are asked for at once than one device takes
        Parallelization.runWithNumThreads(8, () -> Parallelization.getTaskExecutor()
                .forEach(
                        List.of(1, 2, 3, 4, 5, 6, 7, 8),
                        i -> tiles.interpolate(neighbour, neighbour, 0.5, windows, TILE, true)));

        // then both have worked, on no more than three tiles at a time each
        assertThat(early).hasValue(0);
        assertThat(second.takeCalls()).contains("raise_structure");
        assertThat(first.liveStreams()).isLessThanOrEqualTo(3);
        assertThat(second.liveStreams()).isBetween(1, 3);
    }

    private static boolean waited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
