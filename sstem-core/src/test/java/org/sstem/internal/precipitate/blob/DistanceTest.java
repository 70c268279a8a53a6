package org.sstem.internal.precipitate.blob;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DistanceTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 0.5", "23, 17, 0.9", "9, 40, 0.98", "31, 31, 0.3", "150, 130, 0.999"})
    void distancesAreThoseOfASearchThroughAllPixels(int width, int height, double share) {
        boolean[] inside = random(width, height, share);

        double[] bounded = Distance.inside(inside, width, height);
        double[] endless = Distance.insideEndless(inside, width, height);

        for (int i = 0; i < inside.length; i += 1 + inside.length / 500) {
            double expected = nearestOutside(inside, width, height, i);
            double border =
                    Math.min(Math.min(i % width + 1, width - i % width), Math.min(i / width + 1, height - i / width));
            assertThat(bounded[i]).isCloseTo(Math.min(expected, border), within(1e-9));
            if (Double.isFinite(expected)) {
                assertThat(endless[i]).isCloseTo(expected, within(1e-9));
            } else {
                assertThat(endless[i]).isGreaterThan(Math.max(width, height));
            }
        }
    }

    @Test
    void threadsChangeNothing() {
        boolean[] inside = random(300, 260, 0.99);

        double[] one = Parallelization.runSingleThreaded(() -> Distance.inside(inside, 300, 260));
        double[] four = Parallelization.runWithNumThreads(4, () -> Distance.inside(inside, 300, 260));

        assertThat(Arrays.equals(one, four)).isTrue();
    }

    private static boolean[] random(int width, int height, double share) {
        Random random = new Random(7);
        boolean[] inside = new boolean[width * height];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = random.nextDouble() < share;
        }
        return inside;
    }

    private static double nearestOutside(boolean[] inside, int width, int height, int i) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < width * height; k++) {
            if (!inside[k]) {
                nearest = Math.min(nearest, Math.hypot(k % width - i % width, k / width - i / width));
            }
        }
        return nearest;
    }
}
