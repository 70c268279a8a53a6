package org.sstem.damage;

import org.junit.jupiter.api.Test;
import org.sstem.damage.Detection.Agreement;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AgreementTest {

    private static final int WIDTH = 40;
    private static final int HEIGHT = 300;

    @Test
    void hitsFalseAlarmsAndMissesAreCountedForEachKind() {
        Damage known = Damage.of(List.of(
                fold(1, 10, 20),
                fold(3, 10, 20),
                fold(5, 10, 20),
                fold(7, 10, 20),
                new DamagedSection(9, DamageKind.MISSING)));
        Damage found = Damage.of(List.of(
                fold(1, 10, 20),
                fold(3, 15, 25),
                fold(4, 0, 5),
                fold(5, 12, 20),
                new DamagedSection(2, DamageKind.MISSING)));

        List<Agreement> all = Agreement.of(found, known, WIDTH, HEIGHT);

        assertThat(all).extracting(Agreement::kind).containsExactly(DamageKind.FOLD, DamageKind.MISSING);
        Agreement folds = all.get(0);
        assertThat(folds.hits()).containsExactly(1, 3, 5);
        assertThat(folds.falseAlarms()).containsExactly(4);
        assertThat(folds.missed()).containsExactly(7);
        assertThat(folds.precision()).isEqualTo(0.75);
        assertThat(folds.recall()).isEqualTo(0.75);
        Agreement missing = all.get(1);
        assertThat(missing.precision()).isZero();
        assertThat(missing.recall()).isZero();
        assertThat(missing.pooled()).isNaN();
    }

    @Test
    void masksAreComparedPixelByPixel() {
        Damage known = Damage.of(List.of(fold(1, 10, 20), fold(3, 10, 20)));
        Damage found = Damage.of(List.of(fold(1, 10, 20), fold(3, 15, 25)));

        Agreement folds = Agreement.of(found, known, WIDTH, HEIGHT).get(0);

        assertThat(folds.overlaps()).hasSize(2).containsEntry(1, 1.0);
        // 5 of 15 columns; together 15 of 25
        assertThat(folds.overlaps().get(3)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(folds.pooled()).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void aHitWithoutAMaskCountsAsAHitAlone() {
        Damage known = Damage.of(List.of(new DamagedSection(1, DamageKind.FOLD)));

        Agreement folds = Agreement.of(Damage.of(List.of(fold(1, 0, 5))), known, WIDTH, HEIGHT)
                .get(0);

        assertThat(folds.recall()).isEqualTo(1);
        assertThat(folds.overlaps()).isEmpty();
        assertThat(folds.pooled()).isNaN();
    }

    @Test
    void nothingFoundWhereNothingIsAgrees() {
        assertThat(Agreement.of(Damage.none(), Damage.none(), WIDTH, HEIGHT)).isEmpty();
    }

    /** A band of columns. */
    private static DamagedSection fold(int z, int from, int to) {
        boolean[] flags = new boolean[WIDTH * HEIGHT];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = i % WIDTH >= from && i % WIDTH < to;
        }
        return new DamagedSection(z, DamageKind.FOLD, SectionMask.of(WIDTH, HEIGHT, flags));
    }
}
