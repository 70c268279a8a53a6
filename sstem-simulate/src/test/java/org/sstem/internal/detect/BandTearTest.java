package org.sstem.internal.detect;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sstem.method.Plane;
import org.sstem.simulate.SyntheticTissue;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Straight bands over synthetic tissue whose sides were moved, or not, by rules of the tests' own. */
class BandTearTest {

    private static final int SIZE = 480;
    private static final int HALF = 8;
    private static final double ANGLE = 0.5;

    private static Held clean;

    @BeforeAll
    static void growTissue() {
        clean = Held.of(SyntheticTissue.builder().size(SIZE, SIZE, 3).seed(5).build());
    }

    /** A band through the middle of section 1, or so many pixels beside it. */
    private static DrawnBand band(double pull, boolean bright, double beside) {
        double x = SIZE / 2.0 - 400 * Math.cos(ANGLE) - beside * Math.sin(ANGLE);
        double y = SIZE / 2.0 - 400 * Math.sin(ANGLE) + beside * Math.cos(ANGLE);
        return new DrawnBand(x, y, ANGLE, 0, HALF, 900, pull, bright);
    }

    private static Held with(DrawnBand band) {
        return clean.with(1, band.over(clean.planes().get(1), 9));
    }

    /** The band where it lies in the section. */
    private static BandShape shape(DrawnBand band) {
        int n = 180;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double along = 400 + BandStrip.STEP_PX * (i - n / 2.0);
            x[i] = band.x() + along * Math.cos(ANGLE);
            y[i] = band.y() + along * Math.sin(ANGLE);
        }
        return new BandShape(
                x,
                y,
                filled(n, -Math.sin(ANGLE)),
                filled(n, Math.cos(ANGLE)),
                filled(n, -HALF),
                filled(n, HALF),
                HALF,
                1,
                0.1,
                0.5,
                0.2,
                0.5,
                0,
                0.2,
                0,
                false);
    }

    private static double[] filled(int n, double value) {
        double[] out = new double[n];
        Arrays.fill(out, value);
        return out;
    }

    private static BandTear tear(DrawnBand band, int towards) {
        return BandTear.of(with(band), 1, List.of(0, 2), shape(band), towards);
    }

    @Test
    void theSidesOfAFoldHaveMovedTowardsIt() {
        BandTear tear = tear(band(30, false, 0), 1);

        assertThat(tear.evidence()).isGreaterThan(5);
        assertThat(tear.moved()).isTrue();
        // 51 px at the band, falling by half over 55 px: windows reach from 14 to 110 px.
        assertThat(tear.px()).isCloseTo(0.6 * 51, within(10.0));
        assertThat(tear.factor()).isGreaterThan(3);
    }

    @Test
    void theSidesOfACrackHaveMovedApart() {
        BandTear tear = tear(band(-24, true, 0), -1);

        assertThat(tear.moved()).isTrue();
        assertThat(tear.px()).isCloseTo(-0.6 * 41, within(10.0));
    }

    @Test
    void theOtherWayRoundCountsNothing() {
        assertThat(tear(band(-24, true, 0), 1).moved()).isFalse();
        assertThat(tear(band(30, false, 0), -1).moved()).isFalse();
    }

    @Test
    void theSidesOfWhatIsMerelyDarkLieStillWhereNeighboursShowThem() {
        BandTear tear = tear(band(0, false, 0), 1);

        assertThat(tear.moved()).isFalse();
        assertThat(tear.inPlace()).isTrue();
    }

    @Test
    void aSideThatIsNotInTheSectionTellsNothing() {
        BandTear tear = tear(band(30, false, 300), 1);

        assertThat(tear.evidence()).isNaN();
        assertThat(tear.factor()).isEqualTo(1);
        assertThat(tear.moved()).isFalse();
    }

    @Test
    void unrelatedNeighboursTellNothing() {
        Held other =
                Held.of(SyntheticTissue.builder().size(SIZE, SIZE, 3).seed(77).build());
        DrawnBand band = band(30, false, 0);
        Plane section = with(band).planes().get(1);

        BandTear tear = BandTear.of(other.with(1, section), 1, List.of(0, 2), shape(band), 1);

        assertThat(tear.evidence()).isLessThan(3);
        assertThat(tear.inPlace()).isFalse();
    }

    @Test
    void theSameOnAnyNumberOfThreadsAndRuns() {
        assertThat(tear(band(30, false, 0), 1)).isEqualTo(tear(band(30, false, 0), 1));
    }
}
