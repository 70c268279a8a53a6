package org.sstem.simulate;

import org.junit.jupiter.api.Test;
import org.sstem.simulate.internal.draw.Draws;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class DistributionTest {

    @Test
    void quantilesAreLinearBetweenThoseThatAreGiven() {
        Distribution d = Distribution.of(4, 1, 2);

        assertThat(d.quantile(0)).isEqualTo(1);
        assertThat(d.quantile(0.25)).isEqualTo(1.5);
        assertThat(d.quantile(0.75)).isEqualTo(3);
        assertThat(d.quantile(1)).isEqualTo(4);
        assertThat(d.mean()).isCloseTo((1.5 + 3) / 2, within(1e-12));
        assertThat(Distribution.constant(7).quantile(0.3)).isEqualTo(7);
    }

    @Test
    void cutOffBelowAValueItIsWhatDrawingAgainGives() {
        Distribution d = Distribution.uniform(1, 80);

        assertThat(d.quantileAbove(0, 20)).isCloseTo(20, within(1e-9));
        assertThat(d.quantileAbove(0.5, 20)).isCloseTo(50, within(1e-9));
        assertThat(d.quantileAbove(1, 20)).isCloseTo(80, within(1e-9));
        assertThat(d.quantileAbove(0.5, 90)).isEqualTo(90);
        assertThat(Distribution.of(1, 1, 5, 5).quantileAbove(0.999, 5)).isEqualTo(5);
    }

    @Test
    void countsTakeEveryWholeNumberEquallyOften() {
        int[] seen = new int[4];
        Draws draws = new Draws(1, 2, Draws.Purpose.FOLD);
        for (int i = 0; i < 8000; i++) {
            seen[draws.count(Distribution.uniform(0, 3))]++;
        }

        for (int n : seen) {
            // Four standard deviations of a binomial count of 2000.
            assertThat(n).isCloseTo(2000, within(155));
        }
        assertThat(draws.count(Distribution.constant(3))).isEqualTo(3);
    }

    @Test
    void refusesWhatIsNoDistribution() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Distribution(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Distribution.uniform(2, 1))
                .withMessageContaining("[2.0, 1.0]");
        assertThatIllegalArgumentException().isThrownBy(() -> Distribution.constant(Double.NaN));
    }
}
