package org.sstem.internal.tissue;

import org.junit.jupiter.api.Test;
import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;

import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sstem.internal.tissue.Bordered.HEIGHT;
import static org.sstem.internal.tissue.Bordered.WIDTH;
import static org.sstem.internal.tissue.Bordered.mask;

class LostPlacesTest {

    private final List<Plane> sections = Bordered.sections(5, 21);

    @Test
    void intactSectionsHaveLostNothing() {
        for (int z = 0; z < 5; z++) {
            assertThat(lost(z).pixels()).isZero();
        }
    }

    @Test
    void aQuarterAStripAHoleAndATornCornerAreFoundWithTheirMasks() {
        List<boolean[]> masks = List.of(
                mask((x, y) -> x >= WIDTH / 2 && y < HEIGHT / 2),
                mask((x, y) -> y > 100 && y < 160),
                mask((x, y) -> Math.hypot(x - 180, y - 120) < 32),
                mask((x, y) -> (WIDTH - 1 - x) / 120.0 + y / 80.0 < 1));
        for (boolean[] mask : masks) {
            for (float grey : new float[] {0, 1, 0.5f}) {
                Plane whole = sections.get(2);
                sections.set(2, Bordered.without(whole, mask, grey));

                LostPlaces.Lost lost = lost(2);

                assertThat(lost.pixels()).isPositive();
                assertThat(Bordered.overlap(lost.mask(), mask)).isGreaterThan(0.9);
                assertThat(lost(1).pixels() + lost(3).pixels()).isZero();
                sections.set(2, whole);
            }
        }
    }

    @Test
    void aHoleThatFraysIntoNarrowSlitsIsFoundWithin() {
        boolean[] hole = mask((x, y) -> Math.hypot(x - 140, y - 120) < 23);
        boolean[] frayed =
                mask((x, y) -> Math.hypot(x - 140, y - 120) < 23 || x >= 140 && x < 240 && y > 117 && y < 124);
        sections.set(2, Bordered.without(sections.get(2), frayed, 0.5f));

        LostPlaces.Lost lost = lost(2);

        assertThat(lost.pixels()).isPositive();
        assertThat(Bordered.overlap(lost.mask(), hole)).isGreaterThan(0.8);
        assertThat(lost(1).pixels() + lost(3).pixels()).isZero();
    }

    @Test
    void aPlaceOutOfFocusIsFound() {
        boolean[] mask = mask((x, y) -> x > 60 && x < 180 && y > 80 && y < 200);
        Plane whole = sections.get(2);
        Plane blurred = Filters.gaussian(whole, 5);
        Plane section = whole.copy();
        for (int i = 0; i < mask.length; i++) {
            section.pixels()[i] = mask[i] ? blurred.pixels()[i] : section.pixels()[i];
        }
        sections.set(2, section);

        LostPlaces.Lost lost = lost(2);

        assertThat(lost.pixels()).isPositive();
        assertThat(Bordered.overlap(lost.mask(), mask)).isGreaterThan(0.75);
    }

    @Test
    void whatIsBurntAroundAHoleIsLostWithItAsFarAsContrastFell() {
        Plane section = sections.get(2).copy();
        for (int i = 0; i < section.pixels().length; i++) {
            double left = Math.min(1, (away(i) - 20) / 45);
            section.pixels()[i] = away(i) < 20 ? 0.5f : (float) (left * section.pixels()[i] + (1 - left) * 0.6);
        }
        sections.set(2, section);

        LostPlaces.Lost lost = lost(2);

        // the part of the contrast that squared is the part of the detail at which an edge lies
        assertThat(Bordered.overlap(lost.mask(), mask((x, y) -> away(y * WIDTH + x) < 20 + 0.65 * 45)))
                .isGreaterThan(0.8);
        assertThat(lost.blurred()).isGreaterThan(lost.pixels() / 2);
        assertThat(lost(1).pixels() + lost(3).pixels()).isZero();
    }

    @Test
    void aCharredRimBelongsToItsHole() {
        Plane section = sections.get(2).copy();
        for (int i = 0; i < section.pixels().length; i++) {
            float ring = (float) (0.5 + 0.25 * Math.sin(away(i)));
            section.pixels()[i] = away(i) < 20 ? 0.5f : away(i) < 40 ? ring : section.pixels()[i];
        }
        sections.set(2, section);

        LostPlaces.Lost lost = lost(2);

        assertThat(Bordered.overlap(lost.mask(), mask((x, y) -> away(y * WIDTH + x) < 45)))
                .isGreaterThan(0.75);
        for (int i = 0; i < lost.mask().length; i++) {
            assertThat(lost.mask()[i] || away(i) > 40).isTrue();
        }
    }

    @Test
    void tissueRightUpToAHoleIsNotBurnt() {
        boolean[] hole = mask((x, y) -> away(y * WIDTH + x) < 30);
        for (float grey : new float[] {0, 1, 0.5f}) {
            Plane whole = sections.get(2);
            sections.set(2, Bordered.without(whole, hole, grey));
            assertThat(lost(2).blurred()).isZero();
            sections.set(2, whole);
        }
    }

    private static double away(int i) {
        return Math.hypot(i % WIDTH - 150, i / WIDTH - 140);
    }

    @Test
    void paddingOutsideTheWindowsOfAlignmentIsNotLost() {
        Random random = new Random(8);
        for (int z = 0; z < 5; z++) {
            boolean[] outside = mask(Bordered.window(random, 3));
            sections.set(z, Bordered.without(sections.get(z), outside, 0));
        }
        for (int z = 0; z < 5; z++) {
            assertThat(lost(z).pixels()).as("section %d", z).isZero();
        }
    }

    private LostPlaces.Lost lost(int z) {
        return new LostPlaces(TissueSource.of(Bordered.source(sections)), other -> false).of(z);
    }
}
