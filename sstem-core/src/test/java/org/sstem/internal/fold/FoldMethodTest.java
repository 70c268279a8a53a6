package org.sstem.internal.fold;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldChain;
import org.sstem.internal.fold.law.FoldedSections;
import org.sstem.internal.fold.law.NormalTail;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class FoldMethodTest {

    private static final int SIZE = 320;
    private static final Area ALL = new Area(0, 0, SIZE, SIZE);
    private static final Fold STRAIGHT = new Fold(FoldArc.line(0, 120, 319, 190), 6, 26, 0.06);
    private static final Fold BENT = new Fold(new FoldArc(160, 150, 1.2, 1 / 500.0), 8, 30, 0.05);

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void aFoldIsFoundMeasuredAndUndone(boolean bent, boolean masked) {
        // given
        Fold fold = bent ? BENT : STRAIGHT;
        FoldedSections folded = new FoldedSections(SIZE, SIZE, 5, fold);

        // when
        Restored restored = restore(folded.task(masked));

        // then the numbers are those of the fold
        assertThat(restored.estimate("folds")).isEqualTo(1);
        assertThat(restored.estimate("half-width")).isCloseTo(fold.halfWidth(), within(0.5));
        assertThat(restored.estimate("fold width")).isCloseTo(fold.foldWidth(), within(1.0));
        assertThat(restored.estimate("decay")).isCloseTo(fold.decay(), within(0.01));
        if (bent) {
            assertThat(restored.estimate("radius")).isCloseTo(500, within(30.0));
        }
        assertThat(restored.findings.doubtful()).isFalse();
        assertThat(restored.findings.confidence()).isBetween(0.8, 1.0);
        // and tissue is back where it belongs: the texture's contrast is 0.12
        assertThat(FoldedSections.error(folded.sections[1], folded, fold)).isGreaterThan(0.1);
        assertThat(FoldedSections.error(restored.pixels, folded, fold)).isLessThan(0.03);
    }

    /** All that is in view was pulled the same way: a section that lies elsewhere looks the same, but neighbours say where it should lie. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOneSideOfAFoldThatIsInViewIsPutBack(long seed) {
        Fold fold = new Fold(FoldArc.line(16, 0, 30, SIZE - 1), 7, 40, 0.002);

        Restored restored = restore(new FoldedSections(SIZE, SIZE, seed, fold).task(true));

        assertThat(restored.estimate("fold width")).isCloseTo(40, within(2.0));
        assertThat(restored.findings.doubtful()).isFalse();
    }

    @Test
    void unfoldingWithKnownNumbersGivesTheSectionBack() {
        FoldedSections folded = new FoldedSections(SIZE, SIZE, 6, BENT);
        Unfolder unfolder = new Unfolder(
                new FoldChain(List.of(BENT)),
                new double[] {0.75},
                Optional.empty(),
                SIZE,
                SIZE,
                area -> folded.read(1, area),
                area -> Plane.filled(area.width(), area.height(), 1),
                0.5f);

        Plane unfolded = unfolder.unfold(ALL).pixels();

        // What is left is the loss of one bilinear interpolation.
        assertThat(FoldedSections.error(unfolded, folded, BENT)).isLessThan(0.006);
    }

    @Test
    void pixelsBeyondTheReachAreNotTouchedAndTheStripIsMarkedAsInterpolated() {
        // given a fold that reaches 70 px
        Fold fold = new Fold(FoldArc.line(0, 90, 319, 120), 6, 20, 0.22);
        FoldedSections folded = new FoldedSections(SIZE, SIZE, 7, fold);

        Restored restored = restore(folded.task(false));

        int untouched = 0;
        int moved = 0;
        for (int i = 0; i < restored.provenance.length; i++) {
            double t = Math.abs(fold.curve().distance(i % SIZE, i / SIZE));
            if (t > fold.reach() + 12) {
                assertThat(restored.provenance[i]).isEqualTo(Provenance.ORIGINAL);
                assertThat(restored.pixels.pixels()[i])
                        .isEqualTo(folded.sections[1].pixels()[i]);
                untouched++;
            } else if (t < fold.foldWidth() - 2) {
                assertThat(restored.provenance[i]).isEqualTo(Provenance.INTERPOLATED);
            } else if (restored.provenance[i] == Provenance.MOVED) {
                moved++;
            }
        }
        assertThat(untouched).isGreaterThan(30_000);
        assertThat(moved).isGreaterThan(10_000);
    }

    @Test
    void twoCrossingFoldsAreUndoneOneAfterTheOther() {
        // given
        Fold first = new Fold(FoldArc.line(0, 200, 399, 180), 6, 24, 0.05);
        Fold second = new Fold(FoldArc.line(190, 0, 230, 399), 8, 26, 0.06);
        FoldedSections folded = new FoldedSections(400, 400, 8, first, second);

        // when
        Restored restored = restore(folded.task(false));

        // then
        assertThat(restored.estimate("folds")).isEqualTo(2);
        assertThat(FoldedSections.error(restored.pixels, folded, first, second))
                .isLessThan(0.6 * FoldedSections.error(folded.sections[1], folded, first, second));
    }

    @Test
    void oneIntactSideIsEnoughAndSaid() {
        FoldedSections folded = new FoldedSections(SIZE, SIZE, 9, STRAIGHT);
        Task task = new Task(folded, DamageKind.FOLD, 1, 1, List.of(0), List.of(), Optional.empty());

        Restored restored = restore(task);

        assertThat(restored.restoration.sources()).containsExactly(0);
        assertThat(restored.estimate("fold width")).isCloseTo(26, within(1.5));
        assertThat(restored.findings.doubtful()).isTrue();
        assertThat(restored.findings.remarks()).anyMatch(r -> r.contains("one side"));
    }

    @Test
    void filledAreaByAreaOrAtOnceOnOneThreadOrManyThePixelsAreTheSame() {
        FoldedSections folded = new FoldedSections(SIZE, SIZE, 10, BENT);
        Restored whole = Parallelization.runWithNumThreads(4, () -> restore(folded.task(false)));

        SectionRestoration single =
                Parallelization.runSingleThreaded(() -> new FoldMethod().prepare(folded.task(false)));
        Plane pixels = folded.sections[1].copy();
        byte[] provenance = new byte[SIZE * SIZE];
        for (Area area : List.of(
                new Area(0, 0, 100, 130),
                new Area(100, 0, 220, 130),
                new Area(0, 130, 190, 190),
                new Area(190, 130, 130, 190))) {
            Plane part = folded.read(1, area);
            byte[] codes = new byte[area.width() * area.height()];
            Parallelization.runSingleThreaded(() -> single.restore(1, area, part, codes));
            for (int y = 0; y < area.height(); y++) {
                int to = (area.y() + y) * SIZE + area.x();
                System.arraycopy(part.pixels(), y * area.width(), pixels.pixels(), to, area.width());
                System.arraycopy(codes, y * area.width(), provenance, to, area.width());
            }
            Area read = single.sourceArea(area);
            assertThat(read.contains(area.x(), area.y())).isTrue();
        }

        assertThat(provenance).isEqualTo(whole.provenance);
        double difference = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            difference = Math.max(
                    difference, Math.abs(pixels.pixels()[i] - whole.pixels.pixels()[i]));
        }
        // Rounding of coordinates in single precision: far below half a step of 16 bits.
        assertThat(difference).isLessThan(6e-6);
        assertThat(single.findings(1)).isEqualTo(whole.findings);
    }

    @Test
    void aSectionThatUsesASmallPartOfItsRangeIsRestoredAlike() {
        // given 16-bit sections between about 700 and 2600 of 65535
        FoldedSections folded = new FoldedSections(SIZE, SIZE, 11, STRAIGHT);
        FoldedSections low = folded.rescaled(0.01f, 0.03f);

        Restored normal = restore(folded.task(false));
        Restored restored = restore(low.task(false));

        assertThat(restored.estimate("fold width")).isCloseTo(normal.estimate("fold width"), within(0.05));
        assertThat(restored.estimate("decay")).isCloseTo(normal.estimate("decay"), within(0.001));
        double difference = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            difference = Math.max(
                    difference,
                    Math.abs(0.01f
                            + 0.03f * normal.pixels.pixels()[i]
                            - restored.pixels.pixels()[i]));
        }
        // A tenth of the texture's contrast in these grey values.
        assertThat(difference).isLessThan(0.1 * 0.12 * 0.03);
    }

    @Test
    void nothingLeavesTheRangeOfTheSectionAndItsNeighbours() {
        // given tissue of two grey values with hard edges between, where splines overshoot
        FoldedSections folded = new FoldedSections(SIZE, SIZE, 5, STRAIGHT);
        for (Plane section : folded.sections) {
            for (int i = 0; i < SIZE * SIZE; i++) {
                float value = section.pixels()[i];
                section.pixels()[i] = value < 0.05f ? 0.2f : value < 0.55f ? 0.3f : 0.8f;
            }
        }

        Restored restored = restore(folded.task(true));

        int moved = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            assertThat(restored.pixels.pixels()[i]).isBetween(0.2f, 0.8f);
            moved += restored.provenance[i] == Provenance.MOVED ? 1 : 0;
        }
        assertThat(moved).isGreaterThan(SIZE * SIZE / 2);
    }

    @Test
    void whatIsFilledHasTheContrastOfTheSectionAndNotOfPalerNeighbours() {
        // given neighbours with half the section's contrast
        FoldedSections folded = new FoldedSections(SIZE, SIZE, 5, STRAIGHT);
        Restored normal = restore(folded.task(true));
        for (int z : new int[] {0, 2}) {
            for (int i = 0; i < SIZE * SIZE; i++) {
                folded.sections[z].pixels()[i] =
                        0.3f + 0.5f * folded.sections[z].pixels()[i];
            }
        }

        Restored restored = restore(folded.task(true));

        // then the strip is filled as from neighbours of its own contrast
        assertThat(strip(restored, normal)).isLessThan(0.15 * contrast(normal));
    }

    @Test
    void whatIsFilledComesFromItsPlaceInNeighboursThatDriftedFar() {
        // given neighbours 28 px to the right and to the left of where they were
        FoldedSections folded = new FoldedSections(SIZE, SIZE, 5, STRAIGHT);
        Restored normal = restore(folded.task(true));
        folded.sections[0] = folded.sections[0].crop(28, -10, SIZE, SIZE);
        folded.sections[2] = folded.sections[2].crop(-28, 5, SIZE, SIZE);

        Restored restored = restore(folded.task(true));

        assertThat(strip(restored, normal)).isLessThan(0.3 * contrast(normal));
    }

    /** Root mean square difference of what was filled in, 60 px off the section's border. */
    private static double strip(Restored actual, Restored expected) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            int x = i % SIZE;
            boolean both = actual.provenance[i] == Provenance.INTERPOLATED
                    && expected.provenance[i] == Provenance.INTERPOLATED;
            if (both && x >= 60 && x < SIZE - 60) {
                sum += Math.pow(actual.pixels.pixels()[i] - expected.pixels.pixels()[i], 2);
                n++;
            }
        }
        assertThat(n).isGreaterThan(5000);
        return Math.sqrt(sum / n);
    }

    /** Standard deviation of what was filled in. */
    private static double contrast(Restored restored) {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            if (restored.provenance[i] == Provenance.INTERPOLATED) {
                double value = restored.pixels.pixels()[i];
                sum += value;
                squares += value * value;
                n++;
            }
        }
        return Math.sqrt(squares / n - sum / n * sum / n);
    }

    @Test
    void noFoldIsInventedWhereThereIsNone() {
        FoldedSections intact = new FoldedSections(SIZE, SIZE, 12);

        Restored restored = restore(intact.task(false));

        assertThat(restored.pixels.pixels()).isEqualTo(intact.sections[1].pixels());
        assertThat(restored.provenance).containsOnly(Provenance.ORIGINAL);
        assertThat(restored.findings.doubtful()).isTrue();
        assertThat(restored.findings.remarks()).anyMatch(r -> r.contains("no band"));
    }

    @Test
    void aBandBesideWhichNothingMovedIsFilledAndNothingElseIsTouched() {
        Fold scratch = new Fold(FoldArc.line(0, 100, 319, 220), 7, 7, 0);
        FoldedSections scratched = new FoldedSections(SIZE, SIZE, 13, scratch);

        Restored restored = restore(scratched.task(true));

        for (int i = 0; i < SIZE * SIZE; i++) {
            double t = Math.abs(scratch.curve().distance(i % SIZE, i / SIZE));
            if (t > 14) {
                assertThat(restored.provenance[i]).isEqualTo(Provenance.ORIGINAL);
            } else if (t < 6) {
                assertThat(restored.provenance[i]).isEqualTo(Provenance.INTERPOLATED);
                assertThat(restored.pixels.pixels()[i]).isGreaterThan(0.1f);
            }
        }
        assertThat(restored.findings.remarks()).anyMatch(r -> r.contains("only the band was filled"));
        assertThat(restored.findings.confidence()).isZero();
    }

    @Test
    void aMaskThatShowsNoBandIsFilledWhereItIsSet() {
        FoldedSections intact = new FoldedSections(SIZE, SIZE, 14);
        for (int i = 0; i < intact.band.length; i++) {
            intact.band[i] = Math.hypot(i % SIZE - 150, i / SIZE - 170) < 25;
        }

        Restored restored = restore(intact.task(true));

        for (int i = 0; i < intact.band.length; i++) {
            assertThat(restored.provenance[i])
                    .isEqualTo(intact.band[i] ? Provenance.INTERPOLATED : Provenance.ORIGINAL);
        }
        assertThat(restored.findings.remarks()).anyMatch(r -> r.contains("only the marked pixels"));
    }

    @Test
    void aBandWithTextureAndSoftRimsIsFoundToo() {
        // given a band of a quarter of the tissue's brightness
        FoldedSections folded = new FoldedSections(SIZE, SIZE, 15, STRAIGHT);
        Random random = new Random(3);
        Plane soft = folded.sections[1];
        for (int i = 0; i < SIZE * SIZE; i++) {
            double d = Math.abs(STRAIGHT.curve().distance(i % SIZE, i / SIZE)) - STRAIGHT.halfWidth();
            double k = 1 / (1 + Math.exp(-d / 0.8));
            double tissue = d > 0 ? soft.pixels()[i] : 0.5;
            soft.pixels()[i] = (float) (k * tissue + (1 - k) * (0.14 + 0.05 * random.nextGaussian()));
        }

        Restored restored = restore(folded.task(false));

        assertThat(restored.estimate("half-width")).isCloseTo(6, within(1.0));
        assertThat(restored.estimate("fold width")).isCloseTo(26, within(1.5));
        assertThat(FoldedSections.error(restored.pixels, folded, STRAIGHT)).isLessThan(0.035);
    }

    @Test
    void theFoldOfALargeSectionIsFoundAndEstimatedFromPartsAlongIt() {
        Fold fold = new Fold(FoldArc.line(0, 250, 1699, 330), 8, 30, 0.04);
        FoldedSections folded = new FoldedSections(1700, 560, 16, fold);

        SectionRestoration restoration = new FoldMethod().prepare(folded.task(false));

        List<Findings.Estimate> estimates = restoration.findings(1).estimates();
        assertThat(estimates).anySatisfy(e -> {
            assertThat(e.name()).isEqualTo("fold width");
            assertThat(e.value()).isCloseTo(30, within(1.0));
        });
    }

    @Test
    void aRunOfSectionsIsRefused() {
        FoldedSections intact = new FoldedSections(64, 64, 17);
        Task task = new Task(intact, DamageKind.FOLD, 1, 2, List.of(0), List.of(), Optional.empty());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FoldMethod().prepare(task))
                .withMessageContaining("1 to 2");
        assertThat(new FoldMethod().kind()).isEqualTo(DamageKind.FOLD);
        assertThat(new FoldMethod().name()).contains("fold");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.7978846", "1, 0.2875999", "-1, 1.5251353", "3, 0.0044378", "20, 0"})
    void theMeanExcessOfACutOffNormalDistributionIsTheInverseMillsRatio(double centre, double expected) {
        assertThat(NormalTail.meanExcess(centre)).isCloseTo(expected, within(2e-6));
    }

    private record Restored(SectionRestoration restoration, Plane pixels, byte[] provenance, Findings findings) {

        double estimate(String name) {
            return findings.estimates().stream()
                    .filter(e -> e.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .value();
        }
    }

    private static Restored restore(Task task) {
        SectionRestoration restoration = new FoldMethod().prepare(task);
        Area all = new Area(0, 0, task.source().width(), task.source().height());
        Plane pixels = task.source().read(1, all);
        byte[] provenance = new byte[pixels.pixels().length];
        restoration.restore(1, all, pixels, provenance);
        return new Restored(restoration, pixels, provenance, restoration.findings(1));
    }
}
