package org.sstem.internal.image;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.method.Plane;

import java.util.concurrent.atomic.AtomicIntegerArray;

import static org.assertj.core.api.Assertions.assertThat;

class RowsTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 4", "7, 15, 4", "33, 64, 1", "33, 64, 3", "5, 1000, 8", "300, 17, 5"})
    void everyPixelIsWorkedOnOnce(int width, int height, int threads) {
        Plane plane = new Plane(width, height);
        AtomicIntegerArray times = new AtomicIntegerArray(width * height);

        Parallelization.runWithNumThreads(
                threads,
                () -> Rows.forEachPixel(plane, (from, to) -> {
                    for (int i = from; i < to; i++) {
                        times.incrementAndGet(i);
                    }
                }));

        for (int i = 0; i < times.length(); i++) {
            assertThat(times.get(i)).isEqualTo(1);
        }
    }
}
