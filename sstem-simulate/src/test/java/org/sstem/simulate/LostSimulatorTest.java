package org.sstem.simulate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.method.Plane;
import org.sstem.simulate.internal.draw.LostSimulator;

import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LostSimulatorTest {

    private static final int SIZE = 96;

    @ParameterizedTest
    @EnumSource(LostDistribution.Shape.class)
    void everyShapeTakesItsMaskAndNothingElse(LostDistribution.Shape shape) {
        LostSimulator simulator =
                new LostSimulator(7, new LostDistribution(List.of(shape), Distribution.uniform(0.2, 0.45)));
        Plane section = noise();

        Plane damaged = simulator.apply(section, 3);
        boolean[] mask = simulator.mask(SIZE, SIZE, 3);

        int changed = 0;
        int taken = 0;
        for (int i = 0; i < mask.length; i++) {
            taken += mask[i] ? 1 : 0;
            changed += mask[i] && damaged.pixels()[i] != section.pixels()[i] ? 1 : 0;
            if (!mask[i]) {
                assertThat(damaged.pixels()[i]).isEqualTo(section.pixels()[i]);
            }
        }
        assertThat(taken).isBetween(SIZE * SIZE / 100, SIZE * SIZE / 2);
        assertThat(changed).isGreaterThan(9 * taken / 10);
        assertThat(simulator.apply(section, 3).pixels()).isEqualTo(damaged.pixels());
    }

    @Test
    void aDistributionWithoutShapesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LostDistribution(List.of(), Distribution.constant(0.2)))
                .withMessageContaining("at least one shape");
    }

    private static Plane noise() {
        Random random = new Random(1);
        Plane plane = new Plane(SIZE, SIZE);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = 0.1f + 0.8f * random.nextFloat();
        }
        return plane;
    }
}
