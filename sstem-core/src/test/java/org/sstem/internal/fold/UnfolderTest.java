package org.sstem.internal.fold;

import org.junit.jupiter.api.Test;
import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldChain;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Tissue beside a fold, in its seam, and beyond the section's border. */
class UnfolderTest {

    private static final int SIZE = 160;
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);

    private static Unfolder unfolder(Fold fold, Plane section) {
        return new Unfolder(
                new FoldChain(List.of(fold)),
                new double[] {0.75},
                Optional.empty(),
                SIZE,
                SIZE,
                area -> section.crop(area.x(), area.y(), area.width(), area.height()),
                area -> Plane.filled(area.width(), area.height(), 1),
                0.5f);
    }

    /** Tissue of one brightness with a black band. */
    private static Plane banded(Fold fold) {
        Plane section = Plane.filled(SIZE, SIZE, 0.6f);
        for (int i = 0; i < section.pixels().length; i++) {
            if (Math.abs(fold.curve().distance(i % SIZE, i / SIZE)) <= fold.halfWidth()) {
                section.pixels()[i] = 0;
            }
        }
        return section;
    }

    @Test
    void theBandDarkensNoTissueBesideIt() {
        Fold fold = new Fold(FoldArc.line(0, 70, 159, 90), 6, 26, 0.06);

        Unfolding.Unfolded unfolded = unfolder(fold, banded(fold)).unfold(ALL);

        int tissue = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            if (unfolded.weight().pixels()[i] > 0) {
                assertThat(unfolded.pixels().pixels()[i]).isCloseTo(0.6f, within(0.001f));
                tissue++;
            }
        }
        assertThat(tissue).isGreaterThan(SIZE * SIZE / 2);
    }

    @Test
    void whereNothingHasMovedNothingIsWorkedOut() {
        Fold fold = new Fold(FoldArc.line(0, 70, 159, 90), 6, 26, 0.7);
        Unfolder unfolder = unfolder(fold, banded(fold));
        int left = 0;
        for (int i = 0; i < 64; i++) {
            Area area = new Area(i % 8 * 20, i / 8 * 20, 20, 20);
            Unfolding.Unfolded known = unfolder.unfold(area);
            Optional<Unfolding.Unfolded> changes = unfolder.changes(area);
            assertThat(changes.isEmpty()).as("%s", area).isEqualTo(Unfolding.asItWas(known.weight(), known.moved()));
            changes.ifPresent(unfolded -> {
                assertThat(unfolded.pixels().pixels()).isEqualTo(known.pixels().pixels());
                assertThat(unfolded.weight().pixels()).isEqualTo(known.weight().pixels());
                assertThat(unfolded.moved()).isEqualTo(known.moved());
            });
            left += changes.isEmpty() ? 1 : 0;
        }
        assertThat(left).as("areas of 64").isPositive();
    }

    @Test
    void aGivenMaskIsAChange() {
        Fold fold = new Fold(FoldArc.line(-300, 0, -300, 159), 6, 26, 0.06);
        Plane section = Plane.filled(SIZE, SIZE, 0.6f);
        SectionMask mask = SectionMask.of(SIZE, SIZE, area -> {
            boolean[] flags = new boolean[area.width() * area.height()];
            flags[0] = area.contains(50, 50);
            return flags;
        });
        Unfolder unfolder = new Unfolder(
                new FoldChain(List.of(fold)),
                new double[] {0.75},
                Optional.of(mask),
                SIZE,
                SIZE,
                area -> section.crop(area.x(), area.y(), area.width(), area.height()),
                area -> Plane.filled(area.width(), area.height(), 1),
                0.5f);

        assertThat(unfolder.changes(new Area(60, 60, 40, 40))).isEmpty();
        assertThat(unfolder.changes(new Area(40, 40, 40, 40))).isPresent();
    }

    @Test
    void whatThePullHasTakenOutOfTheSectionIsNotSeen() {
        // given a fold just outside, which has pulled what lay at the border over it
        Fold fold = new Fold(FoldArc.line(-20, 0, -20, 159), 6, 26, 0.06);

        Plane weight = unfolder(fold, banded(fold)).unfold(ALL).weight();

        int out = 0;
        for (int x = 0; x < SIZE; x++) {
            double t = x + 20;
            double at = fold.folded(t) - 20;
            if (t > 26 && at <= -1) {
                assertThat(weight.get(x, 80))
                        .as("(%d, 80), pulled to %f", x, at)
                        .isZero();
                out += t > fold.unfolded(6.75) + 4 ? 1 : 0;
            } else if (at > 4) {
                assertThat(weight.get(x, 80)).isEqualTo(1);
            }
        }
        assertThat(out).as("places that only the border hides").isGreaterThan(0);
    }

    @Test
    void wherePartOfAPixelIsFilledItSaysFused() {
        Fold fold = new Fold(FoldArc.line(80, 0, 80, 159), 6, 26, 0.06);
        Plane section = banded(fold);
        Unfolder unfolder = unfolder(fold, section);
        StripFilling filling = new StripFilling(
                Tissue.source(List.of(Plane.filled(SIZE, SIZE, 0.6f), section)),
                unfolder,
                List.of(new StripFilling.Neighbour(0, 1, 0, 0)));
        Plane pixels = section.copy();
        byte[] provenance = new byte[SIZE * SIZE];

        new FoldRestoration(1, unfolder, filling, List.of(0), 0, 1, new Findings(1, List.of(), List.of(), false))
                .restore(1, ALL, pixels, provenance);

        Plane weight = unfolder.unfold(ALL).weight();
        int seam = 0;
        for (int i = 0; i < provenance.length; i++) {
            float w = weight.pixels()[i];
            if (w < 1) {
                assertThat(provenance[i])
                        .as("weight %f", w)
                        .isEqualTo(w > 0 ? Provenance.FUSED : Provenance.INTERPOLATED);
                assertThat(pixels.pixels()[i])
                        .as("as the one neighbour shows it")
                        .isCloseTo(0.6f, within(0.01f));
                seam += w > 0.5 ? 1 : 0;
            } else {
                assertThat(provenance[i]).isIn(Provenance.ORIGINAL, Provenance.MOVED);
            }
        }
        assertThat(seam).isGreaterThan(SIZE);
    }
}
