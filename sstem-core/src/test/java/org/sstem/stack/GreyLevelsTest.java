package org.sstem.stack;

import org.junit.jupiter.api.Test;
import org.sstem.internal.tissue.Bordered;
import org.sstem.internal.tissue.TissueSource;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class GreyLevelsTest {

    @Test
    void blackIsZeroWhereGreyValuesBeginNearIt() {
        assertThat(levels(v -> v).black()).isZero();
        assertThat(levels(v -> v / 16).black()).isZero();
    }

    @Test
    void blackIsTheDarkestTissueWhereGreyValuesBeginAboveOrBelowZero() {
        double darkest = 0.02;
        for (double pedestal : new double[] {4000, 8000, 32768}) {
            assertThat(levels(v -> (8 * 255 * v + pedestal) / 65535).black())
                    .isCloseTo((8 * 255 * darkest + pedestal) / 65535, within(0.003));
        }
        assertThat(levels(v -> 2 * v - 1).black()).isCloseTo(2 * darkest - 1, within(0.1));
        assertThat(levels(v -> (v - 0.6) / 0.15).black()).isCloseTo((darkest - 0.6) / 0.15, within(0.7));
    }

    @Test
    void paddingIsNoTissueAndDecidesNothing() {
        List<Plane> sections = Bordered.sections(3, 31);
        boolean[] frame = Bordered.mask((x, y) -> x < 30 || x >= Bordered.WIDTH - 30);
        sections.replaceAll(s -> Bordered.without(mapped(s, v -> (8 * 255 * v + 8000) / 65535), frame, 0));

        double black =
                GreyLevels.estimate(TissueSource.of(Bordered.source(sections))).black();

        assertThat(black).isGreaterThan(8000 / 65535.0);
    }

    @Test
    void countingFromBlackAndBackChangesNothing() {
        List<Plane> sections = Bordered.sections(1, 32);
        GreyLevels levels = GreyLevels.of(0.25, 1);
        Area area = new Area(3, 4, 50, 40);

        Plane counted = levels.above(Bordered.source(sections)).read(0, area);
        assertThat(counted.get(7, 9)).isCloseTo(sections.get(0).get(10, 13) - 0.25f, within(1e-6f));
        levels.restore(counted);

        assertThat(counted.get(7, 9)).isCloseTo(sections.get(0).get(10, 13), within(1e-6f));
    }

    @Test
    void whiteHasToBeAboveBlack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GreyLevels.of(0.5, 0.5))
                .withMessageContaining("black must be below white, was 0.5 and 0.5");
    }

    private static GreyLevels levels(DoubleUnaryOperator map) {
        List<Plane> sections = Bordered.sections(3, 30);
        sections.replaceAll(s -> mapped(s, map));
        return GreyLevels.estimate(TissueSource.of(Bordered.source(sections)));
    }

    private static Plane mapped(Plane plane, DoubleUnaryOperator map) {
        Plane out = plane.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = (float) map.applyAsDouble(out.pixels()[i]);
        }
        return out;
    }
}
