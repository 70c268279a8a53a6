package org.sstem.internal.detect;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sstem.damage.DamageDetector;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.simulate.SyntheticTissue;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A hole that a beam has burnt into a section: towards it contrast is lost and film shines, tissue beside it is soiled, and
 * a dark line, which has moved nothing, bounds what was exposed.
 */
class BurntDetectionTest {

    private static final int SIZE = 400;
    private static final int SECTIONS = 5;
    private static final int BURNT = 2;
    private static final double HOLE_PX = 26;
    private static final double REACH_PX = 75;
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);

    private static Held clean;

    @BeforeAll
    static void growTissue() {
        clean = Held.of8Bit(Held.of(SyntheticTissue.builder()
                        .size(SIZE, SIZE, SECTIONS)
                        .seed(12)
                        .build())
                .map((section, z) -> {
                    for (int i = 0; i < section.pixels().length; i++) {
                        section.pixels()[i] = 0.3f + 0.6f * section.pixels()[i];
                    }
                    return section;
                }));
    }

    private static double away(int i) {
        return Math.hypot(i % SIZE - 150, i / SIZE - 200) - HOLE_PX;
    }

    private static boolean soiled(int i) {
        return Math.hypot(i % SIZE - 232, i / SIZE - 200) < 9;
    }

    private static boolean line(int i) {
        return Math.abs(i % SIZE - 340 - 4 * Math.sin(i / SIZE / 50.0)) < 4 && Math.abs(i / SIZE - 200) < 150;
    }

    private static Held damaged(boolean burnt) {
        Plane out = clean.planes().get(BURNT).copy();
        float[] pixels = out.pixels();
        for (int i = 0; i < pixels.length; i++) {
            double left = Math.min(1, Math.max(0, away(i) / (REACH_PX - HOLE_PX)));
            if (burnt) {
                pixels[i] = (float) (left * pixels[i] + (1 - left) * 0.8);
            }
            pixels[i] *= burnt && soiled(i) ? 0.15f : line(i) ? 0.3f : 1;
            pixels[i] = away(i) < 0 ? 0.5f : Math.round(255 * pixels[i]) / 255f;
        }
        return clean.with(BURNT, out);
    }

    private static List<DamageKind> kinds(Detection found) {
        return List.copyOf(found.damage().kinds(BURNT));
    }

    @Test
    void aHoleWithWhatWasBurntAroundItIsOneLostPartAndNothingElse() {
        Detection found = DamageDetector.builder().build().detect(damaged(true));

        assertThat(found.damage().damagedSections()).containsExactly(BURNT);
        assertThat(kinds(found)).containsExactly(DamageKind.LOST);
        boolean[] lost =
                found.damage().mask(BURNT, DamageKind.LOST).orElseThrow().read(ALL);
        int hidden = 0;
        int covered = 0;
        int beyond = 0;
        int lines = 0;
        int marked = 0;
        for (int i = 0; i < lost.length; i++) {
            boolean gone = away(i) < 0.3 * (REACH_PX - HOLE_PX);
            hidden += gone ? 1 : 0;
            covered += gone && lost[i] ? 1 : 0;
            lines += line(i) ? 1 : 0;
            marked += line(i) && lost[i] ? 1 : 0;
            beyond += lost[i] && away(i) > REACH_PX - HOLE_PX && Math.abs(i % SIZE - 340) > 12 ? 1 : 0;
        }
        assertThat(covered).isGreaterThan((int) (0.98 * hidden));
        assertThat(marked).isGreaterThan((int) (0.8 * lines));
        assertThat(beyond).isLessThan(hidden / 20);
    }

    @Test
    void besideAHoleThatWasCutOutADarkLineIsAFold() {
        Detection found = DamageDetector.builder().build().detect(damaged(false));

        assertThat(kinds(found)).containsExactlyInAnyOrder(DamageKind.LOST, DamageKind.FOLD);
        boolean[] lost =
                found.damage().mask(BURNT, DamageKind.LOST).orElseThrow().read(ALL);
        for (int i = 0; i < lost.length; i++) {
            assertThat(lost[i]).isEqualTo(away(i) < 0);
        }
    }
}
