package org.sstem.internal.detect;

import org.junit.jupiter.api.Test;

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
    void tooFewNumbersHaveNoMedian() {
        assertThat(Running.median(WITH_A_GAP, 1, 2)[0]).isNaN();
    }
}
