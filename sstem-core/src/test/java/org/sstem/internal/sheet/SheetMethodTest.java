package org.sstem.internal.sheet;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.internal.math.Deviations;
import org.sstem.internal.method.Surveys;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Survey;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Folds and cracks are undone, and what is no fold does no harm. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SheetMethodTest {

    private static final int SIZE = TornSections.SIZE;
    private static final double MIDDLE = SIZE / 2.0;
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);

    private static TornSections crack() {
        return new TornSections(7, 1, (x, y) -> Math.abs(x - MIDDLE) < 6, (x, y, uv) -> {
            double d = x - MIDDLE;
            uv[0] -= Math.signum(d) * 6 / (1 + Math.abs(d) / 60);
        });
    }

    private static double difference(Plane a, Plane b) {
        double sum = 0;
        int n = 0;
        for (int y = 30; y < SIZE - 30; y++) {
            for (int x = 30; x < SIZE - 30; x++) {
                double d = a.get(x, y) - b.get(x, y);
                sum += d * d;
                n++;
            }
        }
        return Math.sqrt(sum / n);
    }

    @Test
    void aCrackIsClosed() {
        TornSections torn = crack();
        SectionRestoration restoration = SheetMethod.cracks().prepare(torn.task(DamageKind.CRACK));
        Plane pixels = torn.read(1, ALL);
        byte[] provenance = new byte[SIZE * SIZE];

        restoration.restore(1, ALL, pixels, provenance);

        assertThat(difference(pixels, torn.clean)).isLessThan(0.4 * difference(torn.sections[1], torn.clean));
        assertThat(restoration.findings(1).doubtful()).isFalse();
        assertThat(restoration.findings(1).confidence()).isGreaterThan(0.3);
        assertThat(provenance).contains(Provenance.MOVED);
    }

    @Test
    void parametersOfACutThatWereSentElsewhereGiveTheSameBits() {
        TornSections torn = crack();
        SheetMethod method = SheetMethod.cracks();
        SectionRestoration here = method.prepare(torn.task(DamageKind.CRACK));
        Plane expected = torn.read(1, ALL);
        here.restore(1, ALL, expected, new byte[SIZE * SIZE]);
        Survey sent = Surveys.sent(method.survey(torn.task(DamageKind.CRACK)));

        SectionRestoration elsewhere = method.restoration(crack().task(DamageKind.CRACK), sent);

        Plane pixels = torn.read(1, ALL);
        elsewhere.restore(1, ALL, pixels, new byte[SIZE * SIZE]);
        assertThat(sent.parameters()).contains("\"cut\": {");
        assertThat(pixels.pixels()).isEqualTo(expected.pixels());
        assertThat(elsewhere.findings(1)).isEqualTo(here.findings(1));
    }

    @Test
    void parametersOfOtherNeighboursAreRefused() {
        SheetMethod method = SheetMethod.cracks();
        Task task = crack().task(DamageKind.CRACK);
        Survey survey = method.survey(task);
        Task other = new Task(task.source(), DamageKind.CRACK, 1, 1, List.of(), List.of(2), task.mask());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> method.restoration(other, survey))
                .withMessage("section 1 was compared with [0, 2], the nearest intact sections are [2]");
    }

    @Test
    void areasOneByOneGiveThePixelsOfAllAtOnce() {
        TornSections torn = crack();
        SectionRestoration restoration = SheetMethod.cracks().prepare(torn.task(DamageKind.CRACK));
        Plane whole = torn.read(1, ALL);
        restoration.restore(1, ALL, whole, new byte[SIZE * SIZE]);
        Area part = new Area(150, 100, 130, 120);
        Plane pixels = torn.read(1, part);

        restoration.restore(1, part, pixels, new byte[130 * 120]);

        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 130; x++) {
                assertThat(Math.abs(pixels.get(x, y) - whole.get(150 + x, 100 + y)))
                        .isLessThan(1e-3f);
            }
        }
    }

    @Test
    void whereNothingMovedOnlyTheBandIsFilled() {
        TornSections torn = new TornSections(8, 0.05f, (x, y) -> Math.abs(y - MIDDLE) < 8, (x, y, uv) -> {});
        SectionRestoration restoration = SheetMethod.folds().prepare(torn.task(DamageKind.FOLD));
        byte[] provenance = new byte[SIZE * SIZE];

        restoration.restore(1, ALL, torn.read(1, ALL), provenance);

        for (int i = 0; i < provenance.length; i++) {
            if (Math.abs(i / SIZE - MIDDLE) > 16) {
                assertThat(provenance[i]).isEqualTo(Provenance.ORIGINAL);
            }
        }
        assertThat(restoration.findings(1).doubtful()).isTrue();
        assertThat(restoration.findings(1).remarks()).isNotEmpty();
    }

    @Test
    void aBandIsFilledWithTheContrastOfTheSectionAndNotOfPalerNeighbours() {
        TornSections torn = new TornSections(8, 0.05f, (x, y) -> Math.abs(y - MIDDLE) < 8, (x, y, uv) -> {});
        for (int z : new int[] {0, 2}) {
            float[] values = torn.sections[z].pixels();
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.5f + 0.5f * (values[i] - 0.5f);
            }
        }
        Plane pixels = torn.read(1, ALL);

        SheetMethod.folds().prepare(torn.task(DamageKind.FOLD)).restore(1, ALL, pixels, new byte[SIZE * SIZE]);

        // The mean of two neighbours that share 0.64 of their variance has 0.91 of the contrast of one.
        assertThat(contrast(pixels, torn.band) / contrast(torn.clean, torn.band))
                .isBetween(0.75, 1.1);
    }

    @Test
    void whatABandDarkensBesideItsMaskIsFilledToo() {
        TornSections torn = new TornSections(8, 0.05f, (x, y) -> Math.abs(y - MIDDLE) < 8, (x, y, uv) -> {});
        int[] rows = {(int) MIDDLE - 9, (int) MIDDLE - 8, (int) MIDDLE + 8, (int) MIDDLE + 9};
        for (int y : rows) {
            Arrays.fill(torn.sections[1].pixels(), y * SIZE, (y + 1) * SIZE, 0.05f);
        }
        Plane pixels = torn.read(1, ALL);
        byte[] provenance = new byte[SIZE * SIZE];

        SheetMethod.folds().prepare(torn.task(DamageKind.FOLD)).restore(1, ALL, pixels, provenance);

        for (int y : rows) {
            double dark = 0;
            for (int x = 0; x < SIZE; x++) {
                assertThat(torn.band[y * SIZE + x]).isFalse();
                assertThat(provenance[y * SIZE + x]).isEqualTo(Provenance.INTERPOLATED);
                dark += (torn.clean.get(x, y) - pixels.get(x, y)) / SIZE;
            }
            assertThat(dark).as("row %d", y).isBetween(-0.03, 0.03);
        }
    }

    private static double contrast(Plane plane, boolean[] places) {
        return Deviations.of(plane.pixels(), places).sd();
    }

    @ParameterizedTest
    @ValueSource(strings = {"everything", "nothing", "border", "island", "wide", "specks"})
    void oddMasksEndInADoubtfulFindingOrARepairButNeverInAnException(String odd) {
        TornSections.Band band =
                switch (odd) {
                    case "everything" -> (x, y) -> true;
                    case "nothing" -> (x, y) -> false;
                    case "border" -> (x, y) -> x < 6;
                    case "island" -> (x, y) -> Math.abs(Math.hypot(x - MIDDLE, y - MIDDLE) - 60) < 6;
                    case "wide" -> (x, y) -> Math.abs(y - MIDDLE) < 40;
                    default -> (x, y) -> ((int) x / 40 + (int) y / 40) % 7 == 0 && x % 40 < 5 && y % 40 < 5;
                };
        TornSections torn = new TornSections(9, 0.05f, band, (x, y, uv) -> {});
        SectionRestoration restoration = SheetMethod.folds().prepare(torn.task(DamageKind.FOLD));
        Plane pixels = torn.read(1, ALL);

        restoration.restore(1, ALL, pixels, new byte[SIZE * SIZE]);

        assertThat(restoration.findings(1).doubtful()).isTrue();
        for (float value : pixels.pixels()) {
            assertThat(value).isFinite();
        }
    }

    /** What both sides of a fold by the law do beside it, at a distance: linear decay. */
    private static double pulled(double d) {
        return Math.max(0, 24 - 0.06 * (Math.abs(d) - 8)) * Math.signum(d);
    }

    private static List<String> estimated(TornSections torn) {
        return SheetMethod.folds().prepare(torn.task(DamageKind.FOLD)).findings(1).estimates().stream()
                .map(Findings.Estimate::name)
                .toList();
    }

    @Test
    void aFoldByTheLawIsUndoneByTheLawThoughItsTissueHasDriftedByItself() {
        TornSections torn = new TornSections(
                10,
                0.05f,
                (x, y) -> Math.abs(y - MIDDLE) < 8,
                (x, y, uv) -> uv[1] += pulled(y - MIDDLE),
                (x, y, uv) -> {
                    uv[0] += 1.2 * Math.sin(x / 60) * Math.cos(y / 70);
                    uv[1] += 1.2 * Math.cos(x / 75) * Math.sin(y / 60);
                });

        assertThat(estimated(torn)).contains("fold width");
    }

    @Test
    void aFoldWhosePullVariesIsUndoneByTheSheet() {
        TornSections torn = new TornSections(
                10,
                0.05f,
                (x, y) -> Math.abs(y - MIDDLE) < 8,
                (x, y, uv) -> uv[1] += pulled(y - MIDDLE) * (1 + 0.3 * Math.sin(x / 60)));

        assertThat(estimated(torn)).contains("pull on one side");
    }

    @Test
    void aFoldThatPullsAsTheLawSaysButVariesInWidthIsUndoneByTheSheet() {
        TornSections torn = new TornSections(
                10,
                0.05f,
                (x, y) -> Math.abs(y - MIDDLE) < 8 + 2 * Math.sin(x / 40),
                (x, y, uv) -> uv[1] += pulled(y - MIDDLE));

        assertThat(estimated(torn)).contains("pull on one side");
    }

    @Test
    void withOneNeighbourTheRepairIsMadeAndCalledDoubtful() {
        TornSections torn = crack();
        Task task = new Task(torn, DamageKind.CRACK, 1, 1, List.of(), List.of(2), Optional.of(torn.mask()));

        SectionRestoration restoration = SheetMethod.cracks().prepare(task);

        assertThat(restoration.sources()).containsExactly(2);
        assertThat(restoration.findings(1).doubtful()).isTrue();
    }

    @Test
    void severalSectionsAtOnceAreRefused() {
        TornSections torn = crack();
        Task task = new Task(torn, DamageKind.FOLD, 0, 1, List.of(), List.of(2), Optional.of(torn.mask()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SheetMethod.folds().prepare(task))
                .withMessageContaining("section by section");
    }
}
