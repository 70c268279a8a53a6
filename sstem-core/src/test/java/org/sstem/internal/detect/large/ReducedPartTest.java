package org.sstem.internal.detect.large;

import org.junit.jupiter.api.Test;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** A part of a stack, reduced, is the stack of the means of its pixels. */
class ReducedPartTest {

    private static final SectionSource STACK = Tissue.source(
            List.of(Tissue.section(1300, 90, 1), Tissue.section(1300, 90, 2), Tissue.section(1300, 90, 3)));

    @Test
    void itsPixelsAreMeans() {
        SectionSource part = new ReducedPart(STACK, List.of(0, 2), new Area(13, 7, 1203, 63), 4);

        assertThat(part.width()).isEqualTo(300);
        assertThat(part.height()).isEqualTo(15);
        assertThat(part.sections()).isEqualTo(2);
        Plane whole = part.read(1, new Area(0, 0, 300, 15));
        Plane original = STACK.read(2, new Area(13, 7, 1200, 60));
        for (int i = 0; i < 300 * 15; i++) {
            double sum = 0;
            for (int k = 0; k < 16; k++) {
                sum += original.get(i % 300 * 4 + k % 4, i / 300 * 4 + k / 4);
            }
            assertThat(whole.get(i % 300, i / 300)).isCloseTo((float) (sum / 16), within(1e-6f));
        }
    }

    @Test
    void outsideItsBorderIsRepeated() {
        SectionSource part = new ReducedPart(STACK, List.of(1), new Area(100, 10, 40, 30), 1);
        Plane whole = part.read(0, new Area(0, 0, 40, 30));

        for (Area area : List.of(new Area(-5, -3, 50, 36), new Area(-9, 4, 4, 4), new Area(44, 33, 3, 5))) {
            Plane read = part.read(0, area);
            for (int y = 0; y < area.height(); y++) {
                for (int x = 0; x < area.width(); x++) {
                    int px = Math.min(Math.max(area.x() + x, 0), 39);
                    int py = Math.min(Math.max(area.y() + y, 0), 29);
                    assertThat(read.get(x, y)).isEqualTo(whole.get(px, py));
                }
            }
        }
    }
}
