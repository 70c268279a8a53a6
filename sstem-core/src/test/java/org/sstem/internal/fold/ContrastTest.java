package org.sstem.internal.fold;

import org.junit.jupiter.api.Test;
import org.sstem.method.Plane;

import static org.assertj.core.api.Assertions.assertThat;

class ContrastTest {

    @Test
    void aCellIsTheMeanOfItsPixelsAndWhatDoesNotFillOneIsLeftOut() {
        Plane plane = new Plane(5, 2);
        for (int i = 0; i < 10; i++) {
            plane.pixels()[i] = i;
        }

        Plane pooled = Contrast.pooled(plane, 2);

        assertThat(pooled.width()).isEqualTo(2);
        assertThat(pooled.height()).isEqualTo(1);
        assertThat(pooled.pixels()).containsExactly((0 + 1 + 5 + 6) / 4f, (2 + 3 + 7 + 8) / 4f);
        assertThat(Contrast.pooled(plane, 1)).isSameAs(plane);
    }
}
