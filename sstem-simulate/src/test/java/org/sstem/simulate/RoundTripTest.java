package org.sstem.simulate;

import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.sstem.damage.DamageKind;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;
import org.sstem.simulate.ArtifactStatistics.FoldFigures;
import org.sstem.simulate.ArtifactStatistics.PrecipitateFigures;
import org.sstem.simulate.Figure.CurvePoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/** What is known goes in, pixels and masks come out, and the known has to come back from those alone. */
class RoundTripTest {

    /** Decays such that the folds reach their end inside the section: else they cannot be identified. */
    @Test
    void statisticsOfFoldsComeBack() {
        SectionSource tissue = tissue(512, 7);
        List<Integer> sections = List.of(1, 3, 5);
        StackSimulation damaged = DamageSimulator.builder()
                .seed(5)
                .distribution(folded())
                .sections(DamageKind.FOLD, sections)
                .sections(DamageKind.PRECIPITATE, List.of())
                .sections(DamageKind.MISSING, List.of())
                .build()
                .apply(tissue);
        List<Fold> truth = sections.stream()
                .map(z -> damaged.fold(z).orElseThrow().folds().get(0))
                .toList();

        ArtifactStatistics measured = ArtifactStatistics.measure(damaged.degraded(), damaged.damage());

        FoldFigures folds = measured.folds();
        assertThat(folds.rate().share()).isEqualTo(3 / 7.0);
        assertThat(folds.count().mean()).isEqualTo(1);
        assertThat(Math.abs(folds.halfWidth().mean()
                        - mean(truth.stream().map(Fold::halfWidth).toList())))
                .as("half-width, px")
                .isLessThan(1);
        List<Double> widths = folds.halfWidth().quantiles().orElseThrow().quantiles();
        List<Double> known = truth.stream().map(Fold::halfWidth).sorted().toList();
        for (int i = 0; i < 3; i++) {
            assertThat(Math.abs(widths.get(i) - known.get(i))).isLessThan(1);
        }
        assertThat(folds.foldWidth().mean())
                .isCloseTo(mean(truth.stream().map(Fold::foldWidth).toList()), withinPercentage(10));
        assertThat(folds.foldWidth().n()).isEqualTo(3);
        assertThat(folds.decay().mean())
                .isCloseTo(mean(truth.stream().map(Fold::decay).toList()), withinPercentage(20));
        assertThat(folds.grey().mean()).isBetween(0.15, 0.27);
        assertThat(folds.rim().mean()).isBetween(2.0, 6.0);
        for (CurvePoint point : folds.amplitude()) {
            if (point.n() == 3 && point.x() > 30) {
                double expected =
                        mean(truth.stream().map(f -> f.displacement(point.x())).toList());
                assertThat(Math.abs(point.mean() - expected))
                        .as("amplitude at %s px: %s, should be %s", point.x(), point.mean(), expected)
                        .isLessThan(3);
            }
        }
    }

    @Test
    void statisticsOfPrecipitatesComeBack() {
        SectionSource tissue = tissue(800, 7);
        List<Integer> sections = List.of(1, 3, 5);
        StackSimulation damaged = DamageSimulator.builder()
                .seed(6)
                .sections(DamageKind.FOLD, List.of())
                .sections(DamageKind.PRECIPITATE, sections)
                .sections(DamageKind.MISSING, List.of())
                .build()
                .apply(tissue);
        List<PrecipitateSimulation> truth =
                sections.stream().map(z -> damaged.precipitate(z).orElseThrow()).toList();
        List<Double> areas = truth.stream()
                .flatMap(s -> s.blobs().stream())
                .filter(inside(800))
                .map(PrecipitateSimulation.Blob::area)
                .toList();

        ArtifactStatistics measured = ArtifactStatistics.measure(damaged.degraded(), damaged.damage());

        PrecipitateFigures stain = measured.precipitates();
        assertThat(stain.gain().mean())
                .isCloseTo(mean(truth.stream().map(PrecipitateSimulation::gain).toList()), withinPercentage(5));
        assertThat(stain.area().n()).isEqualTo(areas.size());
        assertThat(stain.area().mean()).isCloseTo(mean(areas), withinPercentage(1));
        for (PrecipitateFigures.AreaClass c : stain.classes()) {
            long whole = areas.stream()
                    .filter(a -> a >= c.minArea() && a < c.maxArea())
                    .count();
            long all = truth.stream().mapToLong(s -> s.blobs().size()).sum();
            assertThat((long) c.blobs()).as("blobs of %s", c).isBetween(whole, whole + all - areas.size());
        }
        int compared = 0;
        for (PrecipitateFigures.Transmission curve : stain.transmission()) {
            List<Double> own = areas.stream()
                    .filter(a -> a > curve.minArea() && a <= curve.maxArea())
                    .toList();
            if (own.size() >= 3) {
                compared++;
                double squares = 0;
                for (CurvePoint point : curve.points()) {
                    double expected = mean(own.stream()
                            .map(a -> TransmissionLaw.MEASURED.transmission(point.x(), a))
                            .toList());
                    squares += Math.pow(curve.at(point.x()) - expected, 2);
                }
                assertThat(Math.sqrt(squares / curve.points().size()))
                        .as("transmission of %s blobs up to %s px", own.size(), curve.maxArea())
                        .isLessThan(0.03);
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(2);
    }

    private static DamageDistribution folded() {
        DamageDistribution p = DamageDistribution.published();
        FoldDistribution fold = new FoldDistribution(
                new FoldDistribution.Geometry(
                        Distribution.constant(1),
                        Distribution.uniform(6, 14),
                        Distribution.uniform(40, 65),
                        Distribution.uniform(0.08, 0.1),
                        Optional.empty(),
                        Distribution.constant(0),
                        Distribution.constant(0)),
                new FoldDistribution.Band(
                        Distribution.constant(0.2), Distribution.constant(0.3), Distribution.constant(4)),
                p.fold().box());
        return new DamageDistribution(0, fold, 0, p.precipitate(), p.missing());
    }

    private static Predicate<PrecipitateSimulation.Blob> inside(int size) {
        return b -> b.box().x() > 0
                && b.box().y() > 0
                && b.box().x() + b.box().width() < size
                && b.box().y() + b.box().height() < size;
    }

    static SectionSource tissue(int size, int sections) {
        SyntheticTissue tissue =
                SyntheticTissue.builder().size(size, size, sections).seed(3).build();
        float[] pixels = new float[size * size * sections];
        for (int z = 0; z < sections; z++) {
            float[] section = tissue.read(z, new Area(0, 0, size, size)).pixels();
            System.arraycopy(section, 0, pixels, z * size * size, size * size);
        }
        return SectionSource.of(ArrayImgs.floats(pixels, size, size, sections));
    }

    private static double mean(List<Double> values) {
        return new ArrayList<>(values)
                .stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
