package org.sstem.internal.fold;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is known of drifts beforehand: the section lies near the middle of its neighbours. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LawParametersTest {

    private static LawParameters drifted(double u0, double v0, double u1, double v1) {
        return new LawParameters(new double[1], new double[1], new AffineDrift[] {
            AffineDrift.NONE.at(u0, v0), AffineDrift.NONE.at(u1, v1)
        });
    }

    /** What the prior of the section's own place adds for a shift of both drifts in x: to the right-hand side, to the equations. */
    private static double[] own(LawParameters p) {
        double[][] h = new double[14][14];
        double[] g = new double[14];
        p.addPrior(h, g, 200, true);
        double[][] without = new double[14][14];
        double[] gWithout = new double[14];
        p.addPrior(without, gWithout, 200, false);
        assertThat(g[3]).isEqualTo(gWithout[3]);
        return new double[] {
            g[2] - gWithout[2] + g[8] - gWithout[8],
            h[2][2] - without[2][2] + h[2][8] + h[8][2] + h[8][8] - without[8][8]
        };
    }

    @Test
    void theSectionIsDrawnToTheMiddleOfItsNeighbours() {
        // The middle lies 11 px off in x, the neighbours 10 px from each other: a variance of 36 + 25.
        double[] own = own(drifted(14, 3, 8, 11));

        assertThat(own[0]).isCloseTo(-11.0 / 61, within(1e-12));
        assertThat(own[1]).isCloseTo(1.0 / 61, within(1e-12));
    }

    @Test
    void whatNeighboursDriftedApartDrawsNowhere() {
        assertThat(own(drifted(12, -9, -12, 9))[0]).isZero();
    }

    @Test
    void oneNeighbourHasNoMiddle() {
        LawParameters one = LawParameters.rest(1, 1);
        one.drift()[0] = AffineDrift.NONE.at(30, 0);
        double[] g = new double[8];

        one.addPrior(new double[8][8], g, 200, true);

        assertThat(g[2]).isCloseTo(-30.0 / 900, within(1e-12));
    }
}
