package org.sstem.internal.precipitate;

import org.junit.jupiter.api.Test;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NeighboursTest {

    private static Plane grey(float value) {
        Plane plane = new Plane(4, 3);
        Arrays.fill(plane.pixels(), value);
        return plane;
    }

    @Test
    void theNearerOfTwoCountsMore() {
        List<Plane> sections = List.of(grey(0), grey(0.5f), grey(0.5f), grey(0.9f));

        Plane mean = new Neighbours(Tissue.source(sections), 2, List.of(3, 0)).read(new Area(0, 0, 4, 3));

        for (float value : mean.pixels()) {
            assertThat(value).isCloseTo(0.6f, within(1e-6f));
        }
    }
}
