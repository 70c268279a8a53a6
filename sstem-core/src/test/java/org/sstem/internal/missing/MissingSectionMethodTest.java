package org.sstem.internal.missing;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.Provenance;
import org.sstem.Repair.Findings;
import org.sstem.damage.DamageKind;
import org.sstem.internal.registration.Flows;
import org.sstem.internal.registration.Tissue;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionRestoration;
import org.sstem.method.SectionSource;
import org.sstem.metric.ImageQuality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MissingSectionMethodTest {

    private static final int SIZE = 192;

    private final Plane tissue = Tissue.section(SIZE, SIZE, 21);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everySectionOfARunLiesWhereItsDistancesSay(int run) {
        // given tissue that moves by the same small step from section to section
        List<Plane> stack = new ArrayList<>();
        for (int z = 0; z < run + 2; z++) {
            Flow motion = Flows.scaled(Tissue.motion(SIZE, SIZE, 8.0 / (run + 1)), z);
            stack.add(Tissue.grained(Tissue.warped(tissue, motion), 0.03, z));
        }
        SectionRestoration restoration = prepare(stack, 1, run);
        for (int z = 1; z <= run; z++) {
            // when a section is made
            byte[] provenance = new byte[SIZE * SIZE];
            Plane made = restore(restoration, z, provenance);
            // then it is nearer to the truth than the mean of its neighbours, and nowhere taken from itself
            Plane mean = Fusion.average(stack.get(0), stack.get(run + 1), 0.5);
            assertThat(ImageQuality.ssim(made, stack.get(z), 1))
                    .isGreaterThan(ImageQuality.ssim(mean, stack.get(z), 1) + 0.1);
            assertThat(provenance).containsOnly(Provenance.INTERPOLATED);
            Findings findings = restoration.findings(z);
            assertThat(findings.confidence()).isGreaterThan(0.5);
            assertThat(findings.doubtful()).isEqualTo(run == 5);
        }
        assertThat(restoration.sources()).containsExactly(0, run + 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.35", "2, 0.5", "3, 0.65"})
    void brightnessGoesEvenlyFromOneNeighbourToTheOther(int z, float expected) {
        List<Plane> stack = List.of(grey(0.2f), grey(0), grey(0), grey(0), grey(0.8f));

        Plane made = restore(prepare(stack, 1, 3), z);

        for (float value : made.pixels()) {
            assertThat(value).isCloseTo(expected, within(1e-4f));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0.9, 0.1", "2, 0.5, 0.5", "3, 0.1, 0.9"})
    void neighboursCountByTheInverseSquaresOfTheirDistances(int z, double left, double right) {
        // given neighbours of one tissue, brightness and contrast, with a dark cell on the left of one and the right of
        // the other, too far apart to be taken for one that moved
        Plane below = withDarkCell(40);
        Plane above = withDarkCell(SIZE - 40);
        List<Plane> stack = List.of(below, grey(0), grey(0), grey(0), above);

        Plane made = restore(prepare(stack, 1, 3), z);

        // then each is as dark as its section counts
        double bright = mean(tissue, 40);
        double depth = bright - mean(below, 40);
        assertThat(mean(tissue, 40) - mean(made, 40)).isCloseTo(left * depth, within(0.1 * depth));
        assertThat(mean(tissue, SIZE - 40) - mean(made, SIZE - 40)).isCloseTo(right * depth, within(0.1 * depth));
    }

    private Plane withDarkCell(int centre) {
        Plane out = tissue.copy();
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double r = Math.hypot(x - centre, y - 96) / 16;
                out.pixels()[y * SIZE + x] -= (float) (0.3 * Math.exp(-Math.pow(r, 4)));
            }
        }
        return out;
    }

    /** Mean of the 17 x 17 pixels in the middle of a dark cell. */
    private static double mean(Plane plane, int centre) {
        double sum = 0;
        for (float value : plane.crop(centre - 8, 88, 17, 17).pixels()) {
            sum += value;
        }
        return sum / (17 * 17);
    }

    @Test
    void identicalNeighboursGiveThatSection() {
        Plane grained = Tissue.grained(tissue, 0.05, 1);
        Plane made = restore(prepare(List.of(grained, new Plane(SIZE, SIZE), grained), 1, 1), 1);
        for (int i = 0; i < made.pixels().length; i++) {
            assertThat(made.pixels()[i]).isCloseTo(grained.pixels()[i], within(0.2f / 255));
        }
    }

    @Test
    void whatIsMadeIsSharperThanTheMeanOfTheNeighboursAndAsContrasty() {
        Plane below = Tissue.grained(tissue, 0.05, 1);
        Plane above = Tissue.grained(Tissue.warped(tissue, Tissue.motion(SIZE, SIZE, 6)), 0.05, 2);
        Plane made = restore(prepare(List.of(below, new Plane(SIZE, SIZE), above), 1, 1), 1);
        Plane mean = Fusion.average(below, above, 0.5);
        assertThat(ImageQuality.sharpness(made, 1)).isGreaterThan(ImageQuality.sharpness(mean, 1));
        assertThat(sd(made) / sd(below)).isBetween(0.9, 1.2);
    }

    @Test
    void atTheEndOfTheStackTheNearestSectionIsCopiedAndTheFindingsSaySo() {
        List<Plane> stack = List.of(new Plane(SIZE, SIZE), tissue, tissue);
        SectionRestoration restoration = new MissingSectionMethod()
                .prepare(new Task(
                        Tissue.source(stack), DamageKind.MISSING, 0, 0, List.of(), List.of(1, 2), Optional.empty()));
        byte[] provenance = new byte[SIZE * SIZE];
        assertThat(restore(restoration, 0, provenance).pixels()).isEqualTo(tissue.pixels());
        assertThat(provenance).containsOnly(Provenance.INTERPOLATED);
        assertThat(restoration.findings(0).doubtful()).isTrue();
        assertThat(restoration.findings(0).remarks()).singleElement().asString().contains("section 1 was used");
    }

    @Test
    void neighboursThatHaveNothingInCommonAreDoubted() {
        Plane grey = Plane.filled(SIZE, SIZE, 0.5f);
        List<Plane> stack = List.of(Tissue.grained(grey, 0.1, 1), new Plane(SIZE, SIZE), Tissue.grained(grey, 0.1, 2));

        Findings findings = prepare(stack, 1, 1).findings(1);

        assertThat(findings.confidence()).isLessThan(0.15);
        assertThat(findings.doubtful()).isTrue();
        assertThat(findings.remarks()).contains("the neighbours hardly agree, even in register");
    }

    @Test
    void aPalerNeighbourIsBroughtToTheMeanBrightnessAndContrast() {
        Plane paler = tissue.copy();
        for (int i = 0; i < paler.pixels().length; i++) {
            paler.pixels()[i] = 0.5f * paler.pixels()[i] + 0.4f;
        }
        Plane made = restore(prepare(List.of(tissue, new Plane(SIZE, SIZE), paler), 1, 1), 1);
        for (int i = 0; i < made.pixels().length; i++) {
            assertThat(made.pixels()[i]).isCloseTo(0.75f * tissue.pixels()[i] + 0.2f, within(0.02f));
        }
    }

    @Test
    void greyValuesOfAnyRangeGiveTheSameSection() {
        Plane below = Tissue.grained(tissue, 0.05, 1);
        Plane above = Tissue.grained(Tissue.warped(tissue, Tissue.motion(SIZE, SIZE, 5)), 0.05, 2);
        Plane made = restore(prepare(List.of(below, below, above), 1, 1), 1);
        Plane scaled = restore(prepare(List.of(scaled(below), scaled(below), scaled(above)), 1, 1), 1);
        Plane expected = scaled(made);
        for (int i = 0; i < made.pixels().length; i++) {
            assertThat(scaled.pixels()[i]).isCloseTo(expected.pixels()[i], within(0.002f * 0.03f));
        }
    }

    @Test
    void sectionsWithoutContrastAreInterpolatedToo() {
        Plane made = restore(prepare(List.of(grey(0.25f), grey(0), grey(0.75f)), 1, 1), 1);
        for (float value : made.pixels()) {
            assertThat(value).isCloseTo(0.5f, within(1e-4f));
        }
    }

    @Test
    void aLargeDriftBetweenTheNeighboursIsShared() {
        Plane large = Tissue.section(400, 400, 5);
        List<Plane> stack = List.of(large.crop(40, 40, 320, 320), grey(0), large.crop(80, 20, 320, 320));
        Plane made = restore(prepare(stack, 1, 1), 1, new byte[320 * 320], 320);
        Plane halfway = large.crop(60, 30, 320, 320);
        assertThat(ImageQuality.ssim(made.crop(50, 50, 220, 220), halfway.crop(50, 50, 220, 220), 1))
                .isGreaterThan(0.9);
    }

    @Test
    void whatIsReadReachesAsFarAsTheNeighboursDrift() {
        Plane large = Tissue.section(400, 400, 5);
        List<Plane> stack = List.of(large.crop(40, 40, 320, 320), large, large.crop(80, 20, 320, 320));
        Task task = new Task(Tissue.source(stack), DamageKind.MISSING, 1, 1, List.of(0), List.of(2), Optional.empty());

        Area read = SectionInterpolator.of(task).sourceArea(new Area(100, 100, 50, 50));

        assertThat(read.contains(-39, 160)).isTrue();
        assertThat(read.contains(358, 160)).isTrue();
    }

    @Test
    void tilesAreTheWholeAndThreadsChangeNothing() {
        int size = 704;
        Plane wide = Tissue.section(size, size, 3);
        List<Plane> stack = List.of(
                Tissue.grained(wide, 0.05, 1),
                wide,
                Tissue.grained(Tissue.warped(wide, Tissue.motion(size, size, 6)), 0.05, 2));
        SectionRestoration restoration = prepare(stack, 1, 1);
        Plane whole = Parallelization.runSingleThreaded(() -> restore(restoration, 1, new byte[size * size], size));
        Area area = new Area(301, 307, 60, 40);
        Plane tile = new Plane(60, 40);
        Parallelization.runWithNumThreads(4, () -> prepare(stack, 1, 1).restore(1, area, tile, new byte[60 * 40]));
        assertThat(tile.pixels())
                .isEqualTo(whole.crop(area.x(), area.y(), 60, 40).pixels());
        Plane again = Parallelization.runWithNumThreads(
                4, () -> restore(prepare(stack, 1, 1), 1, new byte[size * size], size));
        assertThat(again.pixels()).isEqualTo(whole.pixels());
    }

    @Test
    void aSectionInRegisterWithWhatIsLeftOfItFollowsItsTissue() {
        // given a section that lies elsewhere than its neighbours let expect, with a hole
        Plane below = Tissue.grained(tissue, 0.03, 1);
        Plane above = Tissue.grained(tissue, 0.03, 2);
        Plane own = Tissue.warped(tissue, Tissue.motion(SIZE, SIZE, 5));
        Plane damaged = own.copy();
        Plane validity = grey(1);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 80; x < 110; x++) {
                damaged.set(x, y, 0);
                validity.set(x, y, 0);
            }
        }
        List<Plane> stack = List.of(below, damaged, above);
        Task task = new Task(Tissue.source(stack), DamageKind.FOLD, 1, 1, List.of(0), List.of(2), Optional.empty());
        SectionInterpolator interpolator = SectionInterpolator.of(task);
        // when it is interpolated with and without looking at it
        Area all = new Area(0, 0, SIZE, SIZE);
        Plane fitted = interpolator.interpolate(1, all, all, damaged, validity).pixels();
        Plane blind = interpolator.interpolate(1, all).pixels();
        // then the hole is filled with the tissue that belongs there
        Plane truth = own.crop(80, 20, 30, SIZE - 40);
        assertThat(ImageQuality.ssim(fitted.crop(80, 20, 30, SIZE - 40), truth, 1))
                .isGreaterThan(0.75)
                .isGreaterThan(ImageQuality.ssim(blind.crop(80, 20, 30, SIZE - 40), truth, 1) + 0.2);
    }

    @Test
    void whatIsLeftOfASectionIsMetByNeighboursThatDriftedFar() {
        // given neighbours that lie 40 px to the right and 40 px to the left of a section with a hole
        Plane large = Tissue.section(480, 480, 6);
        Plane own = Tissue.grained(large.crop(80, 80, 320, 320), 0.02, 1);
        Plane below = Tissue.grained(large.crop(40, 80, 320, 320), 0.02, 2);
        Plane above = Tissue.grained(large.crop(120, 70, 320, 320), 0.02, 3);
        Plane damaged = own.copy();
        Plane validity = Plane.filled(320, 320, 1);
        for (int y = 100; y < 220; y++) {
            for (int x = 140; x < 170; x++) {
                damaged.set(x, y, 0);
                validity.set(x, y, 0);
            }
        }
        Task task = new Task(
                Tissue.source(List.of(below, damaged, above)),
                DamageKind.PRECIPITATE,
                1,
                1,
                List.of(0),
                List.of(2),
                Optional.empty());

        SectionInterpolator interpolator = SectionInterpolator.of(task);
        Area all = new Area(0, 0, 320, 320);
        Plane made = interpolator.interpolate(1, all, all, damaged, validity).pixels();

        // then the hole holds the tissue that belongs there
        assertThat(interpolator.drift()).isBetween(39, 42);
        assertThat(ImageQuality.ssim(made.crop(140, 100, 30, 120), own.crop(140, 100, 30, 120), 1))
                .isGreaterThan(0.75);
    }

    @Test
    void aSectionOfAnotherTaskIsRefused() {
        SectionRestoration restoration = prepare(List.of(tissue, tissue, tissue), 1, 1);
        assertThatThrownBy(() -> restore(restoration, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was 2");
    }

    private static SectionRestoration prepare(List<Plane> stack, int first, int last) {
        SectionSource source = Tissue.source(stack);
        List<Integer> below =
                IntStream.iterate(first - 1, z -> z >= 0, z -> z - 1).boxed().toList();
        List<Integer> above = IntStream.range(last + 1, stack.size()).boxed().toList();
        return new MissingSectionMethod()
                .prepare(new Task(source, DamageKind.MISSING, first, last, below, above, Optional.empty()));
    }

    private static Plane restore(SectionRestoration restoration, int z) {
        return restore(restoration, z, new byte[SIZE * SIZE]);
    }

    private static Plane restore(SectionRestoration restoration, int z, byte[] provenance) {
        return restore(restoration, z, provenance, SIZE);
    }

    private static Plane restore(SectionRestoration restoration, int z, byte[] provenance, int size) {
        Plane made = new Plane(size, size);
        restoration.restore(z, new Area(0, 0, size, size), made, provenance);
        return made;
    }

    /** Uses a thirtieth of the range, as some 16-bit cameras do. */
    private static Plane scaled(Plane plane) {
        Plane out = plane.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = 0.03f * out.pixels()[i] + 0.01f;
        }
        return out;
    }

    private static Plane grey(float value) {
        Plane out = new Plane(SIZE, SIZE);
        Arrays.fill(out.pixels(), value);
        return out;
    }

    private static double sd(Plane plane) {
        double sum = 0;
        double squares = 0;
        for (float value : plane.pixels()) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / plane.pixels().length;
        return Math.sqrt(squares / plane.pixels().length - mean * mean);
    }
}
