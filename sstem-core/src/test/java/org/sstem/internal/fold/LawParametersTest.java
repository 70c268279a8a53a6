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

    @Test
    void onlyWhatBothNeighboursDriftedAlikeIsUnlikely() {
        assertThat(drifted(12, -9, -12, 9).ownPrior()).isZero();
        assertThat(drifted(12, -9, 12, -9).ownPrior()).isCloseTo(-15.0 * 15 / (2 * 36), within(1e-9));
    }

    @Test
    void besideNeighboursThatLieFarFromEachOtherMoreIsLikely() {
        double near = drifted(10, 0, 10, 0).ownPrior();
        double far = drifted(30, 0, -10, 0).ownPrior();

        assertThat(far).isGreaterThan(near / 10);
        assertThat(far).isCloseTo(-100.0 / (2 * (36 + 400)), within(1e-9));
    }

    @Test
    void oneNeighbourHasNoMiddle() {
        LawParameters one = LawParameters.rest(1, 1);
        one.drift()[0] = AffineDrift.NONE.at(30, 0);

        assertThat(one.ownPrior()).isZero();
    }

    @Test
    void stepsGoUpTheOwnPrior() {
        LawParameters p = drifted(14, 3, 8, -7);
        double[][] h = new double[14][14];
        double[] g = new double[14];
        double[][] without = new double[14][14];
        double[] gWithout = new double[14];

        p.addPrior(h, g, 200, true);
        p.addPrior(without, gWithout, 200, false);

        // Both moved by the same: how far they lie from each other, and so how sure the prior is, stays.
        double step = 1e-4;
        double gradient = (drifted(14 + step, 3, 8 + step, -7).ownPrior()
                        - drifted(14 - step, 3, 8 - step, -7).ownPrior())
                / (2 * step);
        assertThat(g[2] - gWithout[2] + g[8] - gWithout[8]).isCloseTo(gradient, within(1e-7));
        double bend = (drifted(15, 3, 9, -7).ownPrior()
                - 2 * p.ownPrior()
                + drifted(13, 3, 7, -7).ownPrior());
        double curvature = h[2][2] - without[2][2] + h[2][8] + h[8][2] + h[8][8] - without[8][8];
        assertThat(curvature).isCloseTo(-bend, within(1e-9));
        assertThat(g[5] - gWithout[5]).isCloseTo(g[11] - gWithout[11], within(1e-12));
        assertThat(g[3]).isEqualTo(gWithout[3]);
    }
}
