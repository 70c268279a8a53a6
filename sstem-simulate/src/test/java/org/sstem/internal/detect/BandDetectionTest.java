package org.sstem.internal.detect;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sstem.damage.Damage;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.Detection;
import org.sstem.damage.Detection.Agreement;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.SectionMask;
import org.sstem.method.Plane;
import org.sstem.simulate.SyntheticTissue;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Bands that wave, vary, end and branch, in synthetic tissue; drawn by rules of their own. */
class BandDetectionTest {

    /** Part of two places of tissue, lying over each other, that shines through a faint band. */
    private static final float FAINT = 0.27f;

    private static final int SIZE = 400;
    private static final int SECTIONS = 7;
    private static final List<Integer> DAMAGED = List.of(1, 3, 5);

    private static Held clean;

    @BeforeAll
    static void growTissue() {
        clean = Held.of(
                SyntheticTissue.builder().size(SIZE, SIZE, SECTIONS).seed(12).build());
    }

    /** What bands there may be. */
    private enum Kind {
        WAVING,
        ENDING,
        BRANCHING,
        CRACK,
        ENDING_CRACK;

        DamageKind damage() {
            return this == CRACK || this == ENDING_CRACK ? DamageKind.CRACK : DamageKind.FOLD;
        }

        List<DrawnBand> bands(int z) {
            double angle = 0.4 + 0.55 * z;
            // Begins outside the section and runs through a place near its middle.
            double x = 200 + 9 * z - 330 * Math.cos(angle);
            double y = 190 - 330 * Math.sin(angle);
            double half = 5 + z;
            return switch (this) {
                case WAVING -> List.of(new DrawnBand(x, y, angle, 9, half, 900, 25, false));
                case ENDING -> List.of(new DrawnBand(x, y, angle, 4, half, 470, 20, false));
                case BRANCHING ->
                    List.of(
                            new DrawnBand(x, y, angle, 3, half, 900, 20, false),
                            new DrawnBand(200 + 9 * z, 190, angle + 1.1, 2, 0.8 * half, 220, 10, false));
                case CRACK -> List.of(new DrawnBand(x, y, angle, 7, half, 900, -half, true));
                case ENDING_CRACK -> List.of(new DrawnBand(x, y, angle, 3, half, 410, -half, true));
            };
        }
    }

    private static Detection detect(Held stack) {
        return DamageDetector.builder()
                .kinds(List.of(DamageKind.FOLD, DamageKind.CRACK))
                .build()
                .detect(stack);
    }

    private static Held with(Kind kind, List<Integer> sections, List<DamagedSection> known) {
        Held stack = clean;
        for (int z : sections) {
            Plane section = stack.planes().get(z);
            boolean[] mask = new boolean[SIZE * SIZE];
            for (DrawnBand band : kind.bands(z)) {
                section = band.over(section, z);
                boolean[] own = band.mask(SIZE, SIZE);
                for (int i = 0; i < mask.length; i++) {
                    mask[i] |= own[i];
                }
            }
            stack = stack.with(z, section);
            known.add(new DamagedSection(z, kind.damage(), SectionMask.of(SIZE, SIZE, mask)));
        }
        return stack;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void bandsAreFoundAndNothingElse(Kind kind) {
        List<DamagedSection> known = new ArrayList<>();
        Held stack = with(kind, DAMAGED, known);

        Detection found = detect(stack);

        List<Agreement> agreement = Agreement.of(found.damage(), Damage.of(known), SIZE, SIZE);
        assertThat(agreement).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(kind.damage());
            assertThat(one.recall()).isEqualTo(1);
            assertThat(one.precision()).isEqualTo(1);
            // Where bands meet, tissue between them is counted with them.
            assertThat(one.pooled()).isGreaterThan(kind == Kind.BRANCHING ? 0.65 : 0.75);
        });
        assertThat(found.findings()).allSatisfy(finding -> assertThat(finding.why())
                .contains("band of half-width")
                .contains("neighbours show")
                .contains("evidence"));
    }

    /** A band of one look that is faint, because tissue shines through: where its sides have moved, it is more surely a fold. */
    @Test
    void whatIsFaintIsToldByTheMovementOfItsSides() {
        Finding still = faint(0);
        Finding moved = faint(40);

        assertThat(still.why()).doesNotContain("have moved");
        assertThat(moved.damaged()).isTrue();
        assertThat(moved.why()).contains("its sides have moved towards each other by");
        assertThat(moved.confidence()).isGreaterThan(still.confidence() + 0.2);
    }

    private static Finding faint(double pull) {
        DrawnBand waving = Kind.WAVING.bands(3).get(0);
        DrawnBand band = new DrawnBand(
                waving.x(),
                waving.y(),
                waving.angle(),
                waving.wave(),
                waving.halfWidth(),
                waving.length(),
                pull,
                false);
        Plane tissue = clean.planes().get(3);
        Plane folded = band.over(tissue, 3);
        boolean[] mask = band.mask(SIZE, SIZE);
        for (int i = 0; i < mask.length; i++) {
            if (mask[i]) {
                folded.pixels()[i] = 0.6f * folded.pixels()[i] + 0.3f * tissue.pixels()[i];
            }
        }
        List<Finding> found = detect(clean.with(3, folded)).findings();
        assertThat(found).singleElement().extracting(Finding::z).isEqualTo(3);
        return found.get(0);
    }

    /** Half as dark as tissue is dark in places, but nothing in it is bright: seen where membranes do not hide its rims. */
    @Test
    void whatIsHardlyDarkerThanTissueButNowhereBrightIsFound() {
        DrawnBand waving = Kind.WAVING.bands(3).get(0);
        DrawnBand band = new DrawnBand(waving.x(), waving.y(), waving.angle(), waving.wave(), 13, 900, 30, false);
        Plane tissue = clean.planes().get(3);
        Plane folded = band.over(tissue, 3);
        boolean[] mask = band.mask(SIZE, SIZE);
        for (int i = 0; i < mask.length; i++) {
            int x = i % SIZE;
            int y = i / SIZE;
            if (mask[i]) {
                float doubled = tissue.get((x + 29) % SIZE, y) + tissue.get(x, (y + 41) % SIZE);
                folded.pixels()[i] = FAINT * doubled;
            }
        }

        Detection found = detect(clean.with(3, folded));

        DamagedSection known = new DamagedSection(3, DamageKind.FOLD, SectionMask.of(SIZE, SIZE, mask));
        assertThat(Agreement.of(found.damage(), Damage.of(List.of(known)), SIZE, SIZE))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.precision()).isEqualTo(1);
                    assertThat(one.recall()).isEqualTo(1);
                    assertThat(one.pooled()).isGreaterThan(0.6);
                });
    }

    @Test
    void cleanTissueGivesNoAlarm() {
        assertThat(detect(clean).findings()).isEmpty();
    }

    @Test
    void aStackInWhichEverySectionIsFoldedIsFoldedThroughout() {
        List<Integer> all = List.of(0, 1, 2, 3, 4, 5, 6);

        Detection found = detect(with(Kind.WAVING, all, new ArrayList<>()));

        assertThat(found.damage().damagedSections()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void aSingleSectionIsSearchedWithoutNeighbours() {
        Held stack = with(Kind.WAVING, List.of(3), new ArrayList<>());

        Detection found = detect(new Held(List.of(stack.planes().get(3))));

        assertThat(found.damage().damagedSections()).containsExactly(0);
        assertThat(found.findings().get(0).why()).contains("no neighbour");
    }

    @Test
    void aFrameThatTheTissueEndsAtIsNoBand() {
        int frame = 12;
        Held framed = clean.map((section, z) -> {
            Plane out = new Plane(SIZE, SIZE);
            for (int y = frame; y < SIZE - frame; y++) {
                for (int x = frame; x < SIZE - frame; x++) {
                    out.set(x, y, section.get(x, y));
                }
            }
            return out;
        });

        assertThat(detect(framed).findings()).isEmpty();
    }

    @Test
    void aCrackWiderThanATenthOfTheSectionIsFound() {
        DrawnBand wide = new DrawnBand(-40, 150, 0.3, 0, 26, 900, -26, true);

        Detection found = detect(clean.with(3, wide.over(clean.planes().get(3), 1)));

        assertThat(found.damage().kinds(3)).containsExactly(DamageKind.CRACK);
        assertThat(found.damage().damagedSections()).containsExactly(3);
    }

    @Test
    void aSectionTooSmallForABandIsLeftAlone() {
        Held small = Held.of(SyntheticTissue.builder().size(40, 40, 4).seed(2).build());

        assertThat(detect(small).findings()).isEmpty();
    }
}
