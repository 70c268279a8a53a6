package org.sstem.internal.detect;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class RunningTest {

    private static final double[] WITH_A_GAP = {1, Double.NaN, 3, 5};

    @Test
    void meansLeaveOutWhatIsNotThereAndStaySymmetricAtTheEnds() {
        assertThat(Running.mean(WITH_A_GAP, 1)).containsExactly(1, 2, 4, 5);
    }

    @Test
    void mediansLeaveOutWhatIsNotThere() {
        assertThat(Running.median(WITH_A_GAP, 1, 1)).containsExactly(1, 2, 4, 4);
    }

    @Test
    void mediansAreThoseOfEachWindowSorted() {
        Random random = new Random(3);
        for (int reach : new int[] {0, 1, 4, 15, 80}) {
            double[] values = random.doubles(60)
                    .map(v -> v < 0.2 ? Double.NaN : Math.rint(20 * v) - 10)
                    .toArray();
            double[] medians = Running.median(values, reach, 3);
            for (int i = 0; i < values.length; i++) {
                double[] window = Arrays.stream(values, Math.max(0, i - reach), Math.min(60, i + reach + 1))
                        .filter(v -> !Double.isNaN(v))
                        .sorted()
                        .toArray();
                double expected = window.length < 3
                        ? Double.NaN
                        : 0.5 * (window[(window.length - 1) / 2] + window[window.length / 2]);
                assertThat((Double) medians[i]).isEqualTo((Double) expected);
            }
        }
    }

    @Test
    void tooFewNumbersHaveNoMedian() {
        assertThat(Running.median(WITH_A_GAP, 1, 2)[0]).isNaN();
    }
}
