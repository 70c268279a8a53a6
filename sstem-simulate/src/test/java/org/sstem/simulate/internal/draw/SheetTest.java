package org.sstem.simulate.internal.draw;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.simulate.CutDistribution;
import org.sstem.simulate.FoldDistribution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SheetTest {

    private static final int SIZE = 160;
    private static final Area AREA = new Area(0, 0, SIZE, SIZE);
    private static final CutDecay DECAY = new CutDecay(CutDecay.Law.EXPONENTIAL, 100);

    /** A vertical cut at x = 80: its normal points along x, its tangent along y. */
    private static Cut vertical(Cut.Point point) {
        return new Cut(new FoldArc(80, 80, 0, 0), -80, Collections.nCopies(161, point), DECAY, Optional.empty());
    }

    @Test
    void aFoldDisplacesEachSideByItsOwnPullAndShear() {
        // given
        Sheet sheet = new Sheet(List.of(vertical(new Cut.Point(0, 6, 20, 10, 5, -3))));

        // when
        Flow flow = sheet.folding(AREA);

        // then, 30 px from the fold's middle and 24 from its edge, by hand
        double left = Math.exp(-24 / 100.0);
        assertThat(flow.u().get(110, 50)).isCloseTo((float) (20 * left), within(1e-4f));
        assertThat(flow.v().get(110, 50)).isCloseTo((float) (5 * left), within(1e-4f));
        assertThat(flow.u().get(50, 50)).isCloseTo((float) (-10 * left), within(1e-4f));
        assertThat(flow.v().get(50, 50)).isCloseTo((float) (3 * left), within(1e-4f));
    }

    @Test
    void whatAFoldSwallowsIsItsWidthAndTheJump() {
        // given a band of 13 px that pulls 20 px on one side and 10 on the other
        Sheet sheet = new Sheet(List.of(vertical(new Cut.Point(0, 6, 20, 10, 0, 0))));

        // when
        boolean[] gone = sheet.swallowed(AREA);

        // then from -16 to +26 around x = 80
        for (int x = 0; x < SIZE; x++) {
            assertThat(gone[70 * SIZE + x]).as("column %s", x).isEqualTo(x > 80 - 16 && x < 80 + 26);
        }
        assertThat(sheet.covered(AREA)[70 * SIZE + 86]).isTrue();
        assertThat(sheet.covered(AREA)[70 * SIZE + 87]).isFalse();
    }

    @Test
    void aCrackLosesNothing() {
        // given a gap of 10 px, of which one side has moved by 7 and the other by 3
        Sheet sheet = new Sheet(List.of(vertical(new Cut.Point(0, 5, -7, -3, 0, 0))));

        // when
        Flow closing = sheet.unfolding(AREA);

        // then the tear lies at -2, and what was there lies at both edges
        assertThat(sheet.swallowed(AREA)).containsOnly(false);
        assertThat(closing.u().get(79, 40)).isCloseTo(6.8f, within(0.3f));
        assertThat(closing.u().get(77, 40)).isCloseTo(-2.9f, within(0.3f));
    }

    @Test
    void beyondAnEndNothingIsCut() {
        // given a fold that tapers to nothing at y = 80
        List<Cut.Point> points = new ArrayList<>();
        for (int i = 0; i <= 160; i++) {
            double left = Math.max(0, Math.min(1, (80 - i) / 60.0));
            points.add(new Cut.Point(0, 6 * left, 15 * left, 15 * left, 0, 0));
        }
        Sheet sheet = new Sheet(List.of(new Cut(new FoldArc(80, 80, 0, 0), -80, points, DECAY, Optional.empty())));

        // when
        Flow flow = sheet.folding(AREA);

        // then
        assertThat(flow.u().get(79, 20) - flow.u().get(81, 20)).isLessThan(-25);
        for (int x = 0; x < SIZE; x++) {
            assertThat(flow.u().get(x, 81)).isZero();
        }
        assertThat(sheet.swallowed(AREA)[81 * SIZE + 80]).isFalse();
    }

    @Test
    void aBranchHasThreeSides() {
        // given a horizontal fold that ends at the vertical one, on its right
        Cut branch = new Cut(
                new FoldArc(80, 80, Math.PI / 2, 0),
                -80,
                Collections.nCopies(161, new Cut.Point(0, 4, 9, 9, 0, 0)),
                DECAY,
                Optional.of(new Cut.Beside(0, 1)));
        Sheet sheet = new Sheet(List.of(vertical(new Cut.Point(0, 6, 20, 10, 0, 0)), branch));

        // when
        Flow flow = sheet.folding(AREA);

        // then
        assertThat(flow.v().get(20, 70)).isZero();
        assertThat(flow.v().get(20, 90)).isZero();
        assertThat(flow.v().get(140, 70)).isLessThan(-8);
        assertThat(flow.v().get(140, 90)).isGreaterThan(8);
        assertThat(sheet.covered(AREA)[80 * SIZE + 130]).isTrue();
        assertThat(sheet.covered(AREA)[80 * SIZE + 30]).isFalse();
    }

    /** Where tissue belongs and where it came to lie undo each other, in the middle of a pixel as anywhere. */
    @ParameterizedTest
    @CsvSource({"natural, false", "ending, false", "branching, false", "large, false", "cracks, true"})
    void theInverseIsExactAndTheFieldSmoothExceptAcrossCuts(String name, boolean crack) {
        CutDistribution cuts =
                switch (name) {
                    case "natural" -> CutDistribution.naturalFolds();
                    case "ending" -> FoldDistribution.ending().nature().orElseThrow();
                    case "branching" -> FoldDistribution.branching().nature().orElseThrow();
                    case "large" -> CutDistribution.largeFolds();
                    default -> CutDistribution.naturalCracks();
                };
        for (int z = 0; z < 8; z++) {
            Sheet sheet = new SheetDraw(new Draws(5, z, Draws.Purpose.SHEET), cuts, crack, 320, 320).sheet();
            Sheet.Scratch s = sheet.new Scratch();
            for (int y = 3; y < 320; y += 7) {
                for (int x = 2; x < 320; x += 5) {
                    s.moved[0] = 0;
                    s.moved[1] = 0;
                    if (sheet.liesAt(x, y, s)) {
                        double px = x + s.moved[0];
                        double py = y + s.moved[1];
                        sheet.belongs(px, py, s);
                        assertThat(Math.hypot(px + s.moved[0] - x, py + s.moved[1] - y))
                                .as("%s, section %s, (%s, %s)", name, z, x, y)
                                .isLessThan(1e-4);
                    } else {
                        assertThat(crack && sheet.cuts().size() == 1)
                                .as("a lone crack swallows nothing, section %s (%s, %s)", z, x, y)
                                .isFalse();
                    }
                    sheet.belongs(x, y, s);
                    double u = s.moved[0];
                    int[] sides = s.sides.clone();
                    sheet.belongs(x + 0.01, y, s);
                    if (java.util.Arrays.equals(sides, s.sides)) {
                        assertThat(Math.abs(s.moved[0] - u))
                                .as("stretching, %s, section %s, (%s, %s)", name, z, x, y)
                                .isLessThan(0.01 * 1.2);
                    }
                }
            }
        }
    }

    @Test
    void decayIsWhatItsLawSays() {
        assertThat(new CutDecay(CutDecay.Law.EXPONENTIAL, 50).at(50)).isCloseTo(1 / Math.E, within(1e-12));
        assertThat(new CutDecay(CutDecay.Law.NONE, 50).at(1e6)).isEqualTo(1);
        // Huang et al., ECCV Workshops 2020: mean displacement in px against distance
        CutDecay free = new CutDecay(CutDecay.Law.FREE, 1493);
        double[][] measured = {{300, 11.4}, {700, 10.3}, {1000, 8.2}, {1500, 4.2}, {2000, 2.0}, {3400, 0}};
        for (double[] point : measured) {
            assertThat(11.97 * free.at(point[0])).isCloseTo(point[1], within(0.5));
        }
    }

    @Test
    void refusesCutsThatMakeNoSheet() {
        Cut.Point point = new Cut.Point(0, 5, 1, 1, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vertical(new Cut.Point(0, -1, 1, 1, 0, 0)))
                .withMessageContaining("half-width 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> vertical(new Cut.Point(0, 5, Double.NaN, 1, 0, 0)))
                .withMessageContaining("finite");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cut(new FoldArc(0, 0, 0, 0), 0, List.of(point), DECAY, Optional.empty()))
                .withMessageContaining("at least 2 points, had 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sheet(List.of(new Cut(
                        new FoldArc(0, 0, 0, 0), 0, List.of(point, point), DECAY, Optional.of(new Cut.Beside(0, 1))))))
                .withMessageContaining("end at one before it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sheet(Collections.nCopies(31, vertical(point))))
                .withMessageContaining("at most 30, were 31");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CutDecay(CutDecay.Law.NONE, 0))
                .withMessageContaining("positive and finite, was 0");
    }
}
