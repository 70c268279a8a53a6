package org.sstem.internal.fold.law;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.internal.fold.Npy;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.io.IOException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class FoldTest {

    private static final Area GOLDEN_AREA = new Area(0, 0, 56, 40);

    /** Points are row, column, as the golden files have them. */
    @ParameterizedTest
    @CsvSource({
        "pos_0, 0, 5, 40, 50, 5, 10, 0.1",
        "pos_1, 0, 5, 40, 50, 3, 20, 0.05",
        "pos_rev_0, 40, 50, 0, 5, 5, 10, 0.1",
        "neg_0, 36, 0, 0, 44, 5, 10, 0.1",
        "neg_1, 36, 0, 0, 44, 8, 30, 1e-5",
        "shallow_pos_0, 12, 0, 22, 56, 2, 12, 0.5",
        "vertical_0, 0, 20, 40, 20, 5, 10, 0.1",
        "near_vert_pos_0, 0, 30, 40, 31, 5, 18, 0.1",
    })
    void flowsAndBandEqualThePublishedOnes(
            String name, double r1, double c1, double r2, double c2, double w, double f, double s) throws IOException {
        // given the published implementation's output
        float[] folding = Npy.read("/golden/gen_flow/" + name + "_flow.npy");
        float[] unfolding = Npy.read("/golden/gen_flow/" + name + "_flow2.npy");
        float[] outsideBand = Npy.read("/golden/gen_flow/" + name + "_mask.npy");

        // when the same fold is computed by the reference law
        Fold fold = new Fold(FoldArc.line(c1, r1, c2, r2), w, f, s);

        float[] foldingHere = interleaved(fold.foldingFlow(GOLDEN_AREA));
        float[] unfoldingHere = interleaved(fold.unfoldingFlow(GOLDEN_AREA, FoldLaw.REFERENCE));
        boolean[] band = fold.band(GOLDEN_AREA);

        // then they are equal, but for pixels that lie on a rim to the last digit
        int compared = 0;
        for (int i = 0; i < band.length; i++) {
            double a = Math.abs(fold.curve().distance(i % 56, i / 56));
            if (Math.abs(a - w) < 1e-9 || Math.abs(a - f) < 1e-9) {
                continue;
            }
            for (int c = 2 * i; c < 2 * i + 2; c++) {
                assertThat(foldingHere[c]).as("folding at pixel " + i).isCloseTo(folding[c], within(2e-5f));
                assertThat(unfoldingHere[c]).as("unfolding at pixel " + i).isCloseTo(unfolding[c], within(2e-5f));
            }
            assertThat(band[i]).as("band at pixel " + i).isEqualTo(outsideBand[i] == 0);
            compared++;
        }
        assertThat(compared).isGreaterThan(2000);
    }

    @Test
    void aHorizontalFoldPullsTissueInWhereThePublishedCodeDuplicatesIt() throws IOException {
        // given the published flow of a horizontal line, whose sign is turned round at slope zero
        float[] published = Npy.read("/golden/gen_flow/horizontal_0_flow.npy");
        float[] publishedUnfolding = Npy.read("/golden/gen_flow/horizontal_0_flow2.npy");
        Fold fold = new Fold(FoldArc.line(0, 17, 56, 17), 5, 10, 0.1);

        // when
        float[] flow = interleaved(fold.foldingFlow(GOLDEN_AREA));
        float[] unfolding = interleaved(fold.unfoldingFlow(GOLDEN_AREA, FoldLaw.REFERENCE));

        // then the flow is its negative, which is what slightly inclined lines have
        for (int i = 0; i < flow.length; i++) {
            assertThat(flow[i]).isCloseTo(-published[i], within(2e-5f));
            assertThat(unfolding[i]).isCloseTo(-publishedUnfolding[i], within(2e-5f));
        }
        float[] inclined =
                interleaved(new Fold(FoldArc.line(0, 17, 56, 17 + 1e-7), 5, 10, 0.1).foldingFlow(GOLDEN_AREA));
        int below = 2 * (30 * 56 + 10) + 1;
        assertThat(flow[below]).isCloseTo(inclined[below], within(1e-4f)).isPositive();
    }

    @Test
    void aFoldWidthBelowTheBandsDisplacesNothingInThePublishedCodeAndIsRefusedHere() throws IOException {
        // given the published flow of a band of half-width 10 with a fold width of 6
        float[] published = Npy.read("/golden/gen_flow/horizontal_1_flow.npy");
        float[] outsideBand = Npy.read("/golden/gen_flow/horizontal_1_mask.npy");
        FoldArc line = FoldArc.line(0, 17, 56, 17);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fold(line, 10, 6, 0.1))
                .withMessage("fold width must be at least the half-width 10.0, was 6.0");

        // then the band alone, which is what it comes to, is the fold of the least width
        Fold bandAlone = new Fold(line, 10, 10, 0.1);
        float[] flow = interleaved(bandAlone.foldingFlow(GOLDEN_AREA));
        boolean[] band = bandAlone.band(GOLDEN_AREA);
        for (int i = 0; i < band.length; i++) {
            assertThat(band[i]).isEqualTo(outsideBand[i] == 0);
            // on the rim itself the published code moves nothing; beyond it nobody does, and within the sign is turned
            boolean rim = Math.abs(i / 56 - 17) == 10;
            for (int c = 2 * i; c < 2 * i + 2; c++) {
                assertThat(flow[c]).isCloseTo(rim ? 0 : -published[c], within(2e-5f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 5, 40, 50, 0.8888888888888888",
        "36, 0, 0, 44, -0.8181818181818182",
        "12, 0, 22, 56, 0.17857142857142858"
    })
    void aLineThroughTwoPointsHasThePublishedSlope(double r1, double c1, double r2, double c2, double slope) {
        FoldArc line = FoldArc.line(c1, r1, c2, r2);

        assertThat(-Math.cos(line.normalAngle()) / Math.sin(line.normalAngle())).isCloseTo(slope, within(1e-12));
        assertThat(line.distance(c1, r1)).isCloseTo(0, within(1e-12));
        assertThat(line.distance(c2, r2)).isCloseTo(0, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"8, 47, 0.014", "5, 6, 0.1", "20, 80, 1e-5", "16, 41, 0.07", "10, 30, 0"})
    void whereTissueComesToLieIsTheInverseOfWhereItBelongs(double w, double f, double s) {
        Fold fold = new Fold(FoldArc.line(0, 0, 1, 0), w, f, s);

        assertThat(fold.folded(f)).isCloseTo(w, within(1e-9));
        assertThat(fold.unfolded(w)).isCloseTo(f, within(1e-9));
        for (double t = f; t < 3000; t += 0.7) {
            assertThat(fold.unfolded(fold.folded(t))).isCloseTo(t, within(1e-9));
        }
        assertThat(fold.folded(fold.reach() + 1)).isEqualTo(fold.reach() + 1);
    }

    @Test
    void unfoldingUndoesFoldingToThePrecisionOfFloatsForBentFoldsToo() {
        Area all = new Area(0, 0, 400, 300);
        List<FoldCurve> curves = List.of(
                FoldArc.line(30, 0, 220, 299),
                new FoldArc(200, 150, 0.7, 1 / 1100.0),
                new FoldSpline(List.of(
                        new FoldSpline.Point(-20, 100),
                        new FoldSpline.Point(120, 130),
                        new FoldSpline.Point(260, 150),
                        new FoldSpline.Point(420, 230))));
        for (FoldCurve curve : curves) {
            // given a fold
            Fold fold = new Fold(curve, 7, 32, 0.03);
            Flow unfolding = fold.unfoldingFlow(all, FoldLaw.EXACT);
            boolean[] swallowed = fold.swallowed(all);
            int seen = 0;
            for (int y = 0; y < 300; y++) {
                for (int x = 0; x < 400; x++) {
                    if (swallowed[y * 400 + x]) {
                        continue;
                    }
                    // when a clean position is folded
                    double px = x + unfolding.u().get(x, y);
                    double py = y + unfolding.v().get(x, y);
                    double[] d = new double[1];
                    double[] nx = new double[1];
                    double[] ny = new double[1];
                    curve.locate(px, py, 1, d, nx, ny);
                    double m = Math.signum(d[0]) * fold.displacement(Math.abs(d[0]) + 1e-6);
                    // then the law of the damage leads back to it
                    assertThat(px + m * nx[0]).isCloseTo(x, within(2e-4));
                    assertThat(py + m * ny[0]).isCloseTo(y, within(2e-4));
                    seen++;
                }
            }
            assertThat(seen).isGreaterThan(60_000);
        }
    }

    @Test
    void theReferenceLawMissesByDecayTimesDisplacement() {
        Area column = new Area(0, 0, 1, 200);
        Fold fold = new Fold(FoldArc.line(0, 0, 1, 0), 8, 60, 0.08);

        Plane exact = fold.unfoldingFlow(column, FoldLaw.EXACT).v();
        Plane reference = fold.unfoldingFlow(column, FoldLaw.REFERENCE).v();

        double displacement = fold.displacement(fold.folded(100));
        assertThat(exact.get(0, 100)).isCloseTo((float) -displacement, within(1e-4f));
        assertThat(exact.get(0, 100) - reference.get(0, 100)).isCloseTo((float) (-0.08 * displacement), within(1e-4f));
    }

    @Test
    void anArcOfVanishingCurvatureIsTheLine() {
        FoldArc line = new FoldArc(300, 200, 1.1, 0);
        FoldArc arc = new FoldArc(300, 200, 1.1, 1e-13);

        for (double[] p : new double[][] {{0, 0}, {1000, 40}, {300, 200}, {20_000, 20_000}}) {
            assertThat(arc.distance(p[0], p[1])).isCloseTo(line.distance(p[0], p[1]), within(1e-4));
        }
    }

    @Test
    void anArcMeasuresTheDistanceFromItsCircle() {
        // given the circle of radius 50 about (100, 80)
        FoldArc arc = FoldArc.through(50, 80, 100, 30, 150, 80);

        assertThat(Math.abs(arc.curvature())).isCloseTo(1 / 50.0, within(1e-12));
        assertThat(Math.abs(arc.distance(100, 80))).isCloseTo(50, within(1e-9));
        assertThat(Math.abs(arc.distance(180, 140))).isCloseTo(50, within(1e-9));
        assertThat(arc.distance(135, 80)).isCloseTo(-arc.distance(165, 80), within(1e-9));
    }

    @Test
    void aSplineThroughPointsOfAnArcIsThatArcNearly() {
        FoldArc arc = new FoldArc(256, 256, 0.4, 1 / 900.0);
        double[] d = new double[1];
        double[] nx = new double[1];
        double[] ny = new double[1];
        List<FoldSpline.Point> points = new java.util.ArrayList<>();
        for (int i = -6; i <= 6; i++) {
            double px = 256 - Math.sin(0.4) * i * 60;
            double py = 256 + Math.cos(0.4) * i * 60;
            arc.locate(px, py, 1, d, nx, ny);
            points.add(new FoldSpline.Point(px - d[0] * nx[0], py - d[0] * ny[0]));
        }

        FoldSpline spline = new FoldSpline(points);

        for (int y = 0; y < 512; y += 37) {
            for (int x = 0; x < 512; x += 29) {
                assertThat(Math.abs(spline.distance(x, y))).isCloseTo(Math.abs(arc.distance(x, y)), within(0.5));
            }
        }
        assertThat(spline.distance(256, 256)).isCloseTo(0, within(1e-3));
        assertThat(spline.points()).hasSize(13);
    }

    @Test
    void aSplineFindsTheNearestOfAllItsPoints() {
        FoldSpline spline = new FoldSpline(List.of(
                new FoldSpline.Point(10, 10),
                new FoldSpline.Point(200, 60),
                new FoldSpline.Point(230, 200),
                new FoldSpline.Point(60, 240)));
        double[] d = new double[300];
        double[] nx = new double[300];
        double[] ny = new double[300];
        for (int y = 0; y < 300; y += 7) {
            spline.locate(0, y, 300, d, nx, ny);
            for (int x = 0; x < 300; x += 11) {
                // the foot lies on the curve, and a step along the normal changes the distance by as much
                assertThat(spline.distance(x - d[x] * nx[x], y - d[x] * ny[x])).isCloseTo(0, within(1e-6));
                assertThat(spline.distance(x, y)).isEqualTo(d[x]);
                assertThat(Math.hypot(nx[x], ny[x])).isCloseTo(1, within(1e-12));
            }
        }
    }

    @Test
    void anAreaIsAPartOfTheWholeAndThreadsChangeNothing() {
        Fold fold = new Fold(new FoldArc(200, 150, 0.7, 1 / 1100.0), 9, 40, 0.02);
        Area part = new Area(-30, 77, 120, 90);

        Flow whole = Parallelization.runWithNumThreads(
                4, () -> fold.unfoldingFlow(new Area(-50, 0, 400, 300), FoldLaw.EXACT));
        Flow piece = Parallelization.runSingleThreaded(() -> fold.unfoldingFlow(part, FoldLaw.EXACT));

        assertThat(piece.u().pixels()).isEqualTo(whole.u().crop(20, 77, 120, 90).pixels());
        assertThat(piece.v().pixels()).isEqualTo(whole.v().crop(20, 77, 120, 90).pixels());
    }

    @Test
    void swallowedTissueAndBandAreWhatLiesWithinFoldWidthAndHalfWidth() {
        Fold fold = new Fold(FoldArc.line(0, 20, 1, 20), 5, 12, 0.05);
        Area column = new Area(3, 0, 1, 50);

        assertThat(count(fold.band(column))).isEqualTo(11);
        assertThat(count(fold.swallowed(column))).isEqualTo(23);
        assertThat(fold.distance(column).get(0, 30)).isEqualTo(10f);
    }

    @Test
    void impossibleFoldsAreRefusedByNameAndValue() {
        FoldCurve line = FoldArc.line(0, 0, 1, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fold(line, 10, 6, 0.1))
                .withMessageContaining("6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fold(line, 0, 6, 0.1))
                .withMessageContaining("half-width");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fold(line, 5, 6, 1))
                .withMessageContaining("decay");
        assertThatIllegalArgumentException().isThrownBy(() -> FoldArc.line(2, 3, 2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new FoldArc(0, 0, Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> FoldArc.through(0, 0, 0, 0, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FoldSpline(List.of(new FoldSpline.Point(1, 1), new FoldSpline.Point(1, 1))));
        assertThatIllegalArgumentException().isThrownBy(() -> new FoldSpline(List.of(new FoldSpline.Point(1, 1))));
    }

    @Test
    void distancesAndMasksOfAnAreaAreThoseOfItsPixels() {
        // given a curve whose normal has two different components
        FoldCurve spline = new FoldSpline(
                List.of(new FoldSpline.Point(0, 30), new FoldSpline.Point(60, 50), new FoldSpline.Point(120, 20)));
        Fold fold = new Fold(spline, 6.5, 20.5, 0.05);
        Area area = new Area(10, -5, 70, 60);

        Plane distance = fold.distance(area);
        boolean[] band = fold.band(area);
        boolean[] swallowed = fold.swallowed(area);

        for (int y = 0; y < 60; y++) {
            for (int x = 0; x < 70; x++) {
                double expected = spline.distance(10 + x, y - 5);
                assertThat((double) distance.get(x, y)).isCloseTo(expected, within(1e-4));
                assertThat(band[y * 70 + x]).isEqualTo(Math.abs(expected) <= 6.5);
                assertThat(swallowed[y * 70 + x]).isEqualTo(Math.abs(expected) < 20.5);
            }
        }
    }

    private static int count(boolean[] flags) {
        int n = 0;
        for (boolean flag : flags) {
            n += flag ? 1 : 0;
        }
        return n;
    }

    private static float[] interleaved(Flow flow) {
        float[] values = new float[2 * flow.width() * flow.height()];
        for (int i = 0; i < values.length / 2; i++) {
            values[2 * i] = flow.u().pixels()[i];
            values[2 * i + 1] = flow.v().pixels()[i];
        }
        return values;
    }
}
