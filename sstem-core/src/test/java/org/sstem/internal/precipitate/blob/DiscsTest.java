package org.sstem.internal.precipitate.blob;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class DiscsTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0.5, 3",
        "23, 17, 0.05, 0.5",
        "23, 17, 0.05, 0",
        "9, 40, 0.02, 6",
        "40, 9, 0.98, 2.3",
        "150, 70, 0.002, 34.5",
        "31, 64, 0, 5",
        "31, 64, 1, 5",
        "20, 33, 0.01, 90"
    })
    void whatIsCoveredIsWhatASearchThroughAllPixelsFinds(int width, int height, double share, double radius) {
        boolean[] mask = random(width, height, share);

        boolean[] grown = Discs.dilate(mask, width, height, radius);
        boolean[] shrunk = Discs.erode(mask, width, height, radius);

        for (int i = 0; i < mask.length; i++) {
            assertThat(grown[i]).isEqualTo(near(mask, true, width, i, radius));
            assertThat(shrunk[i]).isEqualTo(!near(mask, false, width, i, radius));
        }
    }

    @Test
    void threadsChangeNothing() {
        boolean[] mask = random(300, 260, 0.001);

        boolean[] one = Parallelization.runSingleThreaded(() -> Discs.dilate(mask, 300, 260, 20));
        boolean[] four = Parallelization.runWithNumThreads(4, () -> Discs.dilate(mask, 300, 260, 20));

        assertThat(four).isEqualTo(one).contains(true).contains(false);
    }

    private static boolean near(boolean[] mask, boolean value, int width, int i, double radius) {
        for (int k = 0; k < mask.length; k++) {
            if (mask[k] == value && Math.hypot(k % width - i % width, k / width - i / width) <= radius) {
                return true;
            }
        }
        return false;
    }

    private static boolean[] random(int width, int height, double share) {
        Random random = new Random(7);
        boolean[] mask = new boolean[width * height];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = random.nextDouble() < share;
        }
        return mask;
    }
}
