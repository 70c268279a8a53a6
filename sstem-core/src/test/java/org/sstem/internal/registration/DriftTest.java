package org.sstem.internal.registration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DriftTest {

    @ParameterizedTest
    @CsvSource({"300, 0, 0", "300, 17, -26", "700, -40, 9", "700, 3, 1"})
    void theDriftOfAPalerSectionIsFound(int size, int dx, int dy) {
        Plane tissue = Tissue.section(size + 100, size + 100, 11);
        Plane fixed = Tissue.grained(tissue.crop(50, 50, size, size), 0.05, 1);
        Plane moving = Tissue.grained(tissue.crop(50 - dx, 50 - dy, size, size), 0.05, 2);
        for (int i = 0; i < moving.pixels().length; i++) {
            moving.pixels()[i] = 0.4f * moving.pixels()[i] + 0.5f;
        }
        Drift drift = Drift.between(Tissue.source(List.of(fixed, moving)), 0, 1, 64);
        assertThat(drift.dx()).isCloseTo(dx, within(0.6));
        assertThat(drift.dy()).isCloseTo(dy, within(0.6));
        assertThat(drift.correlation()).isGreaterThan(0.5);
    }

    @Test
    void aDriftOfNoPixelsCannotBeLookedFor() {
        SectionSource source = Tissue.source(List.of(new Plane(8, 8)));
        assertThatThrownBy(() -> Drift.between(source, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxPx");
        assertThat(Drift.between(source, 0, 0, 5).dx()).isZero();
    }
}
