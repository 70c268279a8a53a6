package org.sstem.internal.missing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Plane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FusionTest {

    private static final int SIZE = 96;

    @ParameterizedTest
    @CsvSource({"0, 0.2", "0.25, 0.35", "0.5, 0.5", "0.75, 0.65", "1, 0.8"})
    void greyValuesAreWeightedByTheDistances(double fraction, float expected) {
        // given a section of 0.2 below and one of 0.8 above
        Plane below = Plane.filled(SIZE, SIZE, 0.2f);
        Plane above = Plane.filled(SIZE, SIZE, 0.8f);

        // when
        Plane average = Fusion.average(below, above, fraction);
        Plane fused = Fusion.fuse(below, above, fraction);

        // then both lie where the fraction says
        for (int i = 0; i < fused.pixels().length; i++) {
            assertThat(average.pixels()[i]).isCloseTo(expected, within(1e-6f));
            assertThat(fused.pixels()[i]).isCloseTo(expected, within(1e-5f));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1, false"})
    void atTheDistanceOfANeighbourItIsThatNeighbourWithItsGrain(double fraction, boolean first) {
        Plane below = Tissue.grained(Tissue.section(SIZE, SIZE, 1), 0.05, 2);
        Plane above = Tissue.grained(Tissue.section(SIZE, SIZE, 3), 0.05, 4);

        Plane fused = Fusion.fuse(below, above, fraction);

        Plane expected = first ? below : above;
        for (int i = 0; i < fused.pixels().length; i++) {
            assertThat(fused.pixels()[i]).isCloseTo(expected.pixels()[i], within(1e-4f));
        }
    }

    @Test
    void halfwayGrainThatTheNeighboursDoNotShareIsDamped() {
        // given grain without structure, in both neighbours but not the same
        Plane below = Tissue.grained(Plane.filled(SIZE, SIZE, 0.5f), 0.05, 2);
        Plane above = Tissue.grained(Plane.filled(SIZE, SIZE, 0.5f), 0.05, 4);

        Plane fused = Fusion.fuse(below, above, 0.5);

        // then less of it is left than in the mean, whose standard deviation is 0.05 / sqrt(2), but some
        double squares = 0;
        for (float value : fused.pixels()) {
            squares += (value - 0.5) * (value - 0.5) / fused.pixels().length;
        }
        assertThat(Math.sqrt(squares)).isBetween(0.01, 0.8 * 0.05 / Math.sqrt(2));
    }
}
