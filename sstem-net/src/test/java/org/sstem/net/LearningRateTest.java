package org.sstem.net;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The expected values are the published code's. */
class LearningRateTest {

    private static final Percentage ROUNDING = Percentage.withPercentage(1e-10);

    @ParameterizedTest
    @CsvSource({
        "1, 0.00099998650003375",
        "1000, 0.0009865338064619983",
        "50000, 0.0004181980515339464",
        "99999, 0.00010000002846049895",
        "100000, 0.0001",
        "400000, 0.0001"
    })
    void interpolationFollowsThePublishedSchedule(long step, double expected) {
        assertThat(LearningRate.polynomial(1e-3, 1e-4, 100_000, 1.5).at(step)).isCloseTo(expected, ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 9.999865000337502e-05",
        "5001, 9.333377583434278e-05",
        "50000, 4.181980515339464e-05",
        "100001, 1e-05"
    })
    void unfoldingAndFusionFollowThePublishedSchedule(long step, double expected) {
        assertThat(LearningRate.polynomial(1e-4, 1e-5, 100_000, 1.5).at(step)).isCloseTo(expected, ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.00010002846049894152",
        "500, 0.0004181980515339464",
        "999, 0.0009986503375562711",
        "1000, 0.001",
        "1001, 0.00099973001350045",
        "2500, 0.0006270958167164676",
        "4999, 0.0001806192250426659",
        "5000, 0.0001"
    })
    void aWarmUpRisesFirst(long step, double expected) {
        assertThat(LearningRate.polynomial(1e-3, 1e-4, 1000, 5000, 1.5).at(step))
                .isCloseTo(expected, ROUNDING);
    }

    @ParameterizedTest
    @CsvSource({"0, 1e-4", "29, 1e-4", "30, 5e-5", "59, 5e-5", "60, 2.5e-5", "299, 1.953125e-7"})
    void precipitateNetworksHalveTheRateEveryThirtyEpochs(long epoch, double expected) {
        assertThat(LearningRate.halving(1e-4, 30).at(epoch)).isCloseTo(expected, ROUNDING);
    }

    @Test
    void schedulesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> LearningRate.polynomial(1e-3, 1e-4, 500, 500, 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("decaySteps must be above warmUpSteps");
        assertThatThrownBy(() -> LearningRate.polynomial(0, 1e-4, 500, 1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rates must be positive, were 0.0 and 1.0E-4");
        assertThatThrownBy(() -> LearningRate.halving(1e-4, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("base must be positive and period at least 1, were 1.0E-4 and 0");
    }
}
