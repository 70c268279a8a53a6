package org.sstem.simulate;

import org.junit.jupiter.api.Test;
import org.sstem.damage.DamageKind;
import org.sstem.method.SectionSource;
import org.sstem.simulate.ArtifactStatistics.CutFigures;
import org.sstem.simulate.ArtifactStatistics.SpeckFigures;
import org.sstem.simulate.internal.draw.Cut;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

/** Natural damage of known figures goes in, pixels and masks come out, and the figures have to come back from those. */
class NatureRoundTripTest {

    private static final int SIZE = 448;
    private static final List<Integer> SECTIONS = List.of(1, 3);

    @Test
    void widthsOfNaturalFoldsComeBackAlongTheCourseWithTheirEnds() {
        // given folds of one width and pull but different in each section, one end inside
        CutDistribution cuts = cuts(
                Distribution.uniform(6, 10), Distribution.constant(0.2), Distribution.uniform(9, 16), 0.25, 0.3, 1);
        DamageDistribution n = DamageDistribution.natural();
        StackSimulation damaged = damaged(
                new DamageDistribution(0, FoldDistribution.natural(cuts), 0, n.precipitate(), n.missing()),
                DamageKind.FOLD);
        List<Cut> truth = SECTIONS.stream()
                .map(z -> damaged.fold(z)
                        .orElseThrow()
                        .sheet()
                        .orElseThrow()
                        .cuts()
                        .get(0))
                .toList();

        // when
        ArtifactStatistics measured = ArtifactStatistics.measure(damaged.degraded(), damaged.damage());

        // then
        CutFigures folds = measured.nature().folds();
        assertThat(folds.count().mean()).isEqualTo(1);
        assertThat(folds.branched().mean()).isZero();
        assertThat(folds.ends().mean()).isEqualTo(1);
        assertThat(folds.halfWidth().n()).isEqualTo(2);
        assertThat(folds.halfWidth().mean()).isCloseTo(mean(truth, Cut.Point::halfWidth), within(1.0));
        assertThat(folds.widthVariation().mean()).isBetween(0.08, 0.35);
    }

    @Test
    void widthsOfCracksComeBackAsTheJumpOfTheirSides() {
        // given
        CutDistribution cuts =
                cuts(Distribution.uniform(5, 9), Distribution.constant(0.2), Distribution.constant(0), 0, 0.2, 0);
        CrackDistribution crack =
                new CrackDistribution(cuts, CrackDistribution.natural().gap());
        DamageDistribution p = DamageDistribution.published();
        StackSimulation damaged = damaged(
                new DamageDistribution(0, p.fold(), 0, p.precipitate(), p.missing(), 0, crack), DamageKind.CRACK);
        List<Cut> truth = SECTIONS.stream()
                .map(z -> damaged.crack(z).orElseThrow().sheet().cuts().get(0))
                .toList();

        // when
        ArtifactStatistics measured = ArtifactStatistics.measure(damaged.degraded(), damaged.damage());

        // then
        CutFigures cracks = measured.nature().cracks();
        assertThat(cracks.rate().count()).isEqualTo(2);
        assertThat(cracks.ends().mean()).isZero();
        assertThat(cracks.halfWidth().mean()).isCloseTo(mean(truth, Cut.Point::halfWidth), within(1.0));
        assertThat(cracks.jump().mean()).isCloseTo(mean(truth, p2 -> p2.pull() + p2.otherPull()), within(3.0));
        assertThat(cracks.grey().mean()).isGreaterThan(1.1);
        assertThat(measured.distribution().crackRate()).isCloseTo(2 / 5.0, within(1e-9));
        assertThat(measured.distribution().crack().cuts().opening().halfWidth())
                .isEqualTo(cracks.halfWidth().quantiles().orElseThrow());
    }

    @Test
    void specksComeBackWithTheirSizesAndOpacity() {
        // given
        DamageDistribution p = DamageDistribution.published();
        DamageDistribution specks =
                new DamageDistribution(0, p.fold(), 0, PrecipitateDistribution.natural(), p.missing());
        StackSimulation damaged = damaged(specks, DamageKind.PRECIPITATE);
        List<PrecipitateSimulation.Blob> truth = SECTIONS.stream()
                .flatMap(z -> damaged.precipitate(z).orElseThrow().blobs().stream())
                .filter(b -> b.area() > 100 && b.area() < Math.PI * 30 * 30)
                .toList();

        // when
        ArtifactStatistics measured = ArtifactStatistics.measure(damaged.degraded(), damaged.damage());

        // then
        SpeckFigures found = measured.nature().specks();
        double diameter = truth.stream()
                .mapToDouble(b -> 2 * Math.sqrt(b.area() / Math.PI))
                .average()
                .orElseThrow();
        assertThat(found.diameter().mean()).isCloseTo(diameter, withinPercentage(35));
        assertThat(found.transmission().mean()).isBetween(0.0, 0.35);
        assertThat(measured.distribution().precipitate().specks()).isPresent();
        assertThat(measured.distribution().precipitate().contrast().gain().mean())
                .isCloseTo(1, within(0.15));
    }

    private static CutDistribution cuts(
            Distribution halfWidth,
            Distribution variation,
            Distribution pull,
            double imbalance,
            double shear,
            int ends) {
        Distribution none = Distribution.constant(0);
        return new CutDistribution(
                new CutDistribution.Course(
                        Distribution.constant(1),
                        none,
                        Distribution.constant(4),
                        Distribution.constant(150),
                        none,
                        Distribution.constant(ends),
                        Distribution.constant(60),
                        0,
                        0),
                new CutDistribution.Opening(
                        halfWidth,
                        variation,
                        pull,
                        Distribution.constant(imbalance),
                        Distribution.constant(0.1),
                        Distribution.constant(shear),
                        Distribution.constant(100),
                        Distribution.constant(300),
                        0,
                        0));
    }

    private static StackSimulation damaged(DamageDistribution distribution, DamageKind kind) {
        DamageSimulator.Builder simulator =
                DamageSimulator.builder().seed(11).margin(40).distribution(distribution);
        for (DamageKind other : DamageKind.values()) {
            simulator.sections(other, other == kind ? SECTIONS : List.of());
        }
        SectionSource tissue = RoundTripTest.tissue(SIZE + 80, 5);
        return simulator.build().apply(tissue);
    }

    /** Mean over cuts of the median along the course where it lies in the section and is not tapering off. */
    private static double mean(List<Cut> cuts, ToDoubleFunction<Cut.Point> figure) {
        return cuts.stream()
                .mapToDouble(cut -> {
                    List<Double> inside = new ArrayList<>();
                    for (int i = 0; i < cut.points().size(); i++) {
                        double s = cut.start() + i * Cut.STEP_PX;
                        double nx = Math.cos(cut.base().normalAngle());
                        double ny = Math.sin(cut.base().normalAngle());
                        double x = cut.base().x() - s * ny;
                        double y = cut.base().y() + s * nx;
                        if (x >= 0
                                && y >= 0
                                && x < SIZE
                                && y < SIZE
                                && cut.points().get(i).halfWidth() > 1) {
                            inside.add(figure.applyAsDouble(cut.points().get(i)));
                        }
                    }
                    inside.sort(null);
                    return inside.get(inside.size() / 2);
                })
                .average()
                .orElseThrow();
    }
}
