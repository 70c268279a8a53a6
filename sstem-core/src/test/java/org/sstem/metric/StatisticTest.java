package org.sstem.metric;

import org.junit.jupiter.api.Test;
import org.sstem.metric.EvaluationResult.Statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StatisticTest {

    @Test
    void theSpreadIsThatOfASampleAndTheErrorThatOfItsMean() {
        // given eight values with mean 5, whose squared differences from it add up to 32
        Statistic statistic = Statistic.of(2, 4, 4, 4, 5, 5, 7, 9);

        assertThat(statistic.count()).isEqualTo(8);
        assertThat(statistic.mean()).isEqualTo(5);
        assertThat(statistic.sd()).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
        assertThat(statistic.standardError()).isCloseTo(Math.sqrt(32.0 / 7 / 8), within(1e-12));
    }

    @Test
    void oneValueHasNoSpread() {
        assertThat(Statistic.of(3).sd()).isNaN();
        assertThat(Statistic.of(3).mean()).isEqualTo(3);
    }
}
