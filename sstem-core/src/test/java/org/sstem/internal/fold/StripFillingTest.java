package org.sstem.internal.fold;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldChain;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class StripFillingTest {

    @ParameterizedTest
    @CsvSource({
        // drift of the neighbour, how far beyond a tile is read: 256 px for the registration, and either 20 px that
        // tissue has moved and 14 px that splines look at, or the drift
        "0, 290",
        "-60, 316"
    })
    void whatIsReadReachesAsFarAsRegistrationTissueAndDrift(int drift, int reach) {
        Fold fold = new Fold(FoldArc.line(0, 1500, 2999, 1600), 6, 26, 0.06);
        Unfolder unfolder = new Unfolder(
                new FoldChain(List.of(fold)),
                new double[] {0.75},
                Optional.empty(),
                3000,
                3000,
                area -> new Plane(area.width(), area.height()),
                area -> Plane.filled(area.width(), area.height(), 1),
                0.5f);
        StripFilling filling =
                new StripFilling(null, unfolder, List.of(new StripFilling.Neighbour(0, 1, drift, -drift / 2)));

        Area read = filling.sourceArea(new Area(1100, 1200, 50, 40));

        // The tile is (1024, 1024) to (2047, 2047).
        assertThat(read.contains(1024 - reach, 1024 - reach)).isTrue();
        assertThat(read.contains(2047 + reach, 2047 + reach)).isTrue();
        assertThat(read.width()).isLessThan(1024 + 2 * 400);
    }
}
