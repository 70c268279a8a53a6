package org.sstem.internal.sheet;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.damage.DamageKind;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Pulls are found without a start that is nearly right. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PullSearchTest {

    private static final double SIGMA = 8;
    private static final double REACH = 96;
    private static final double MIDDLE = TornSections.SIZE / 2.0;

    /** What is found from nothing, as amplitudes at the middle of the band, per side. */
    private static double[] amplitudes(TornSections torn, boolean gaps) {
        Overview overview = Overview.of(torn, 1, List.of(0, 2), torn.mask());
        int size = TornSections.SIZE;
        List<Course> courses = new CourseFinder(size, size, overview.absent()).find(overview.marked());
        Samples samples = Samples.of(Cuts.of(overview.band(), size, size, 32), 4);
        PullParameters layout = new PullParameters(courses);
        PullFit fit = new PullFit(samples, layout, new PullPrior(layout, 4, gaps, 20), size, size);
        Views views = Views.of(overview.own(), overview.valid(), overview.neighbours(), SIGMA);

        double[] p = new PullSearch(views, samples, layout, fit, REACH, gaps).anew(layout.rest());

        Pull pull = layout.pulls(p).get(0);
        double s = (pull.from() + pull.to()) / 2;
        return new double[] {pull.amplitude(0, s), pull.amplitude(1, s)};
    }

    @Test
    void sidesThatWereFarPulledInAreFoundFromNothing() {
        TornSections torn = new TornSections(21, 0.05f, (x, y) -> Math.abs(y - MIDDLE) < 9, (x, y, uv) -> {
            double d = y - MIDDLE;
            uv[1] += (d < 0 ? -60 : 35) * Math.exp(-Math.abs(d) / 250);
        });

        double[] found = amplitudes(torn, false);

        assertThat(found[0]).isNegative();
        assertThat(found[1]).isPositive();
        // Which side of the course is its first depends on the direction in which the band was traced.
        assertThat(Math.max(-found[0], found[1])).isCloseTo(60, within(6.0));
        assertThat(Math.min(-found[0], found[1])).isCloseTo(35, within(6.0));
    }

    @Test
    void sidesOfAGapHaveMovedTheOtherWay() {
        TornSections torn = new TornSections(22, 1, (x, y) -> Math.abs(x - MIDDLE) < 12, (x, y, uv) -> {
            double d = x - MIDDLE;
            uv[0] -= Math.signum(d) * 12 * Math.exp(-Math.abs(d) / 250);
        });

        double[] found = amplitudes(torn, true);

        assertThat(Math.abs(found[0])).isCloseTo(12, within(4.0));
        assertThat(Math.abs(found[1])).isCloseTo(12, within(4.0));
        assertThat(found[0] * found[1]).isNegative();
    }

    /** So small a piece of tissue tells a search of parts little. */
    @ParameterizedTest
    @CsvSource({"23, 90, 25", "24, 90, 25", "23, 120, 40", "24, 120, 40"})
    void aCornerThatAFoldCutsOffIsPutBack(long seed, double size, double pull) {
        double half = Math.sqrt(0.5);
        TornSections torn = new TornSections(seed, 0.05f, (x, y) -> Math.abs((x + y) * half - size) < 9, (x, y, uv) -> {
            double d = (x + y) * half - size;
            double v = (d < 0 ? -pull : 12) * Math.exp(-Math.abs(d) / 300);
            uv[0] += v * half;
            uv[1] += v * half;
        });

        assertThat(most(torn)).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({"23, 25", "24, 25", "25, 25", "24, 45", "25, 45"})
    void tissueBetweenTheBorderAndAFoldThatEndsIsPutBack(long seed, double pull) {
        double end = 200;
        TornSections torn = new TornSections(
                seed, 0.05f, (x, y) -> y < end && Math.abs(x - 70) < 9 * Math.min(1, (end - y) / 60), (x, y, uv) -> {
                    double d = x - 70;
                    double near = 0.5 - 0.5 * Math.tanh((y - end + 40) / 45);
                    uv[0] += (d < 0 ? -pull : 0.7 * pull) * near * Math.exp(-Math.abs(d) / 300);
                });

        assertThat(most(torn)).isLessThan(1);
    }

    private static double most(TornSections torn) {
        double[] sorted = torn.errors(SheetSurvey.of(torn, 1, List.of(0, 2), torn.mask(), DamageKind.FOLD)
                .field());
        return sorted[(int) (0.95 * sorted.length)];
    }
}
