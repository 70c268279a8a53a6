package org.sstem.internal.lost;

import org.junit.jupiter.api.Test;
import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.image.Filters;
import org.sstem.internal.method.RefinableRestoration;
import org.sstem.internal.registration.Tissue;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Lost parts that still show something of their tissue, and such that show something else. */
class RemnantTest {

    private static final int SIZE = 320;
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);
    private static final double NOISE = 0.02;

    private final boolean[] lost = lost();
    /** What is everywhere alike in three sections, and what each has to itself. */
    private final Plane common = Tissue.section(SIZE, SIZE, 4);

    private final Plane truth = own(common, 11);
    /** Neighbours, in which the tissue of the section has moved the same way: what lies around the part alone tells little of it. */
    private final Plane below = own(Tissue.warped(common, Tissue.motion(SIZE, SIZE, 4)), 12);

    private final Plane above = own(Tissue.warped(common, Tissue.motion(SIZE, SIZE, 3)), 13);

    private static boolean[] lost() {
        boolean[] flags = new boolean[SIZE * SIZE];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = Math.abs(i % SIZE - 160) < 90 && Math.abs(i / SIZE - 160) < 90;
        }
        return flags;
    }

    private static Plane own(Plane common, long seed) {
        Plane other = Tissue.section(SIZE, SIZE, seed);
        Plane out = common.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] += 0.4f * (other.pixels()[i] - 0.5f);
        }
        return Tissue.grained(out, NOISE, seed);
    }

    /** The section with another picture in the lost part, recorded with noise. */
    private Plane damaged(Plane inside) {
        Plane grained = Tissue.grained(inside, NOISE, 5);
        Plane out = truth.copy();
        for (int i = 0; i < lost.length; i++) {
            out.pixels()[i] = lost[i] ? grained.pixels()[i] : out.pixels()[i];
        }
        return out;
    }

    private Plane even() {
        return Plane.filled(SIZE, SIZE, 0.9f);
    }

    private RefinableRestoration restoration(Plane damaged) {
        return restoration(damaged, above);
    }

    private RefinableRestoration restoration(Plane damaged, Plane above) {
        SectionMask mask = SectionMask.of(SIZE, SIZE, lost);
        SectionSource source =
                TissueSource.of(Tissue.source(List.of(below, damaged, above))).withDamage(Map.of(1, mask), Map.of());
        return new LostMethod()
                .prepare(new Task(source, DamageKind.LOST, 1, 1, List.of(0), List.of(2), Optional.of(mask)));
    }

    private Plane restored(Plane damaged, byte[] provenance) {
        Plane made = damaged.copy();
        restoration(damaged).restore(1, ALL, made, provenance);
        return made;
    }

    /** Root mean square error within the lost part. */
    private double error(Plane made) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < lost.length; i++) {
            if (lost[i]) {
                sum += Math.pow(made.pixels()[i] - truth.pixels()[i], 2);
                n++;
            }
        }
        return Math.sqrt(sum / n);
    }

    private long pixels(byte[] provenance, byte code) {
        long n = 0;
        for (byte each : provenance) {
            n += each == code ? 1 : 0;
        }
        return n;
    }

    @Test
    void whatIsOutOfFocusIsNotThrownAway() {
        Plane damaged = damaged(Filters.gaussian(truth, 4));
        byte[] provenance = new byte[SIZE * SIZE];

        double nothingShown = error(restored(damaged(even()), new byte[SIZE * SIZE]));
        Plane made = restored(damaged, provenance);

        assertThat(error(made)).isLessThan(0.8 * nothingShown);
        assertThat(pixels(provenance, Provenance.FUSED)).isGreaterThan(25_000);
        Findings findings = restoration(damaged).findings(1);
        assertThat(findings.remarks()).anyMatch(remark -> remark.contains("still shows"));
        assertThat(findings.confidence())
                .isGreaterThan(0.6)
                .isGreaterThan(0.2 + restoration(damaged(even())).findings(1).confidence());
    }

    @Test
    void whatContrastIsLeftIsUsed() {
        Plane faint = new Plane(SIZE, SIZE);
        for (int i = 0; i < faint.pixels().length; i++) {
            faint.pixels()[i] = 0.8f + 0.2f * truth.pixels()[i];
        }
        byte[] provenance = new byte[SIZE * SIZE];

        double nothingShown = error(restored(damaged(even()), new byte[SIZE * SIZE]));
        Plane made = restored(damaged(faint), provenance);

        assertThat(error(made)).isLessThan(0.75 * nothingShown);
        assertThat(pixels(provenance, Provenance.FUSED)).isGreaterThan(25_000);
    }

    @Test
    void somethingElseInThePartIsFilledAsIfItWereEmpty() {
        Plane otherTissue = Tissue.section(SIZE, SIZE, 77);
        Plane waves = new Plane(SIZE, SIZE);
        for (int i = 0; i < waves.pixels().length; i++) {
            waves.pixels()[i] = (float) (0.5 + 0.1 * Math.sin(i / SIZE / 7.0));
        }
        Plane empty = restored(damaged(even()), new byte[SIZE * SIZE]);

        for (Plane other : List.of(waves, otherTissue)) {
            byte[] provenance = new byte[SIZE * SIZE];
            Plane made = restored(damaged(other), provenance);
            assertThat(pixels(provenance, Provenance.FUSED))
                    .as(other == waves ? "waves" : "other")
                    .isZero();
            assertThat(Arrays.equals(made.pixels(), empty.pixels())).isTrue();
        }
    }

    @Test
    void farInsideAnEmptyPartTheNeighboursAreBroughtIntoRegisterWithEachOther() {
        // given neighbours whose tissue has moved to opposite sides: .082 if each motion is carried on from around by
        // itself
        Plane opposite = own(Tissue.warped(common, Tissue.motion(SIZE, SIZE, -4)), 13);
        Plane made = damaged(even());

        restoration(made.copy(), opposite).restore(1, ALL, made, new byte[SIZE * SIZE]);

        assertThat(error(made)).isLessThan(0.072);
    }

    @Test
    void pixelsThatAreNotFiniteShowNothing() {
        Plane damaged = damaged(Filters.gaussian(truth, 4));
        for (int i = 0; i < lost.length; i++) {
            if (lost[i] && i % SIZE < 100) {
                damaged.pixels()[i] = Float.NaN;
            }
        }

        byte[] provenance = new byte[SIZE * SIZE];

        Plane made = restored(damaged, provenance);

        assertThat(pixels(provenance, Provenance.FUSED))
                .as("the others are used")
                .isGreaterThan(18_000);

        for (float value : made.pixels()) {
            assertThat(value).isFinite();
        }
    }
}
