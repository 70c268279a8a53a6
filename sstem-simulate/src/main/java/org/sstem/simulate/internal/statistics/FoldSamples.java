package org.sstem.simulate.internal.statistics;

import org.sstem.internal.fold.FoldSurvey;
import org.sstem.internal.fold.law.MeasuredFold;
import org.sstem.internal.math.Moments;
import org.sstem.method.Area;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.method.SectionSource;
import org.sstem.simulate.ArtifactStatistics.CutFigures;
import org.sstem.simulate.ArtifactStatistics.FoldFigures;
import org.sstem.simulate.Distribution;
import org.sstem.simulate.Figure;
import org.sstem.simulate.Figure.CurvePoint;
import org.sstem.simulate.Figure.Rate;
import org.sstem.simulate.FoldDistribution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Collects what is measured of folds, section by section. Not thread-safe. */
final class FoldSamples implements Serializable {

    /** A decay is known well enough if it is known to that much, px a px: 1.5 px over 300. */
    private static final double DECAY_ERROR = 0.005;

    private static final int ROWS = 256;
    /** The width of a fold of the published law varies by no more than this in its mask. */
    private static final double EVEN_WIDTH = 0.1;

    /** A fold in numbers, its grey values as shares of those of its section; NaN is what could not be told. */
    private record Sample(
            double length,
            double normalAngle,
            double curvature,
            double waviness,
            double halfWidth,
            double grey,
            double texture,
            double rim,
            double foldWidth,
            double decay,
            List<MeasuredFold.Displacement> displacement)
            implements Serializable {

        static Sample of(MeasuredFold fold, double[] greys) {
            return new Sample(
                    fold.length(),
                    fold.normalAngle(),
                    fold.curvature(),
                    fold.waviness(),
                    fold.fold().halfWidth(),
                    (fold.grey() - greys[0]) / Math.max(1e-12, greys[1] - greys[0]),
                    fold.texture() / Math.max(1e-12, greys[2]),
                    fold.rim(),
                    fold.displaced() ? fold.fold().foldWidth() : Double.NaN,
                    fold.displaced() && fold.decayError() < DECAY_ERROR
                            ? fold.fold().decay()
                            : Double.NaN,
                    fold.displacement());
        }
    }

    private final List<Double> counts = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();

    /** Measures a section; returns the number of its folds. */
    int add(Task task) {
        List<MeasuredFold> found = FoldSurvey.of(task);
        if (found.isEmpty()) {
            return 0;
        }
        double[] greys = greys(task.source(), task.firstZ());
        counts.add((double) found.size());
        for (MeasuredFold fold : found) {
            samples.add(Sample.of(fold, greys));
        }
        return found.size();
    }

    void add(FoldSamples other) {
        counts.addAll(other.counts);
        samples.addAll(other.samples);
    }

    /** Black, mean and standard deviation of a section; black is 0 for grey values within 0 to 1, else the least. */
    private static double[] greys(SectionSource source, int z) {
        Moments moments = new Moments();
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        int step = Math.max(1, source.height() / ROWS);
        for (int y = step / 2; y < source.height(); y += step) {
            for (float v : source.read(z, new Area(0, y, source.width(), 1)).pixels()) {
                moments.add(v);
                least = Math.min(least, v);
                most = Math.max(most, v);
            }
        }
        return new double[] {least >= 0 && most <= 1 ? 0 : least, moments.mean(), moments.sd()};
    }

    FoldFigures figures(Rate rate) {
        return new FoldFigures(
                rate,
                Figure.of(counts),
                figure(Sample::length),
                figure(Sample::normalAngle),
                figure(Sample::curvature),
                figure(Sample::waviness),
                figure(Sample::halfWidth),
                figure(Sample::grey),
                figure(Sample::texture),
                figure(Sample::rim),
                figure(Sample::foldWidth),
                figure(Sample::decay),
                amplitude(0),
                amplitude(1),
                amplitude(-1));
    }

    private Figure figure(ToDoubleFunction<Sample> value) {
        return Figure.of(samples.stream().map(value::applyAsDouble).toList());
    }

    /** One side, or with 0 the mean of both, of folds that have both. */
    private List<CurvePoint> amplitude(int side) {
        Map<Double, List<Double>> byDistance = new TreeMap<>();
        for (Sample sample : samples) {
            Map<Double, double[]> sums = new TreeMap<>();
            for (MeasuredFold.Displacement d : sample.displacement()) {
                if (side == 0 || d.side() == side) {
                    double[] sum = sums.computeIfAbsent(d.distance(), x -> new double[2]);
                    sum[0] += d.mean();
                    sum[1]++;
                }
            }
            sums.forEach((distance, sum) -> {
                if (sum[1] == (side == 0 ? 2 : 1)) {
                    byDistance.computeIfAbsent(distance, x -> new ArrayList<>()).add(sum[0] / sum[1]);
                }
            });
        }
        List<CurvePoint> points = new ArrayList<>();
        byDistance.forEach((distance, values) -> points.add(CurvePoint.of(distance, values)));
        return points;
    }

    /** What a simulator draws from; the published look if there was no fold. */
    FoldDistribution distribution(FoldFigures figures, CutFigures nature) {
        FoldDistribution law = law(figures);
        if (!natural(nature)) {
            return law;
        }
        FoldDistribution assumed = FoldDistribution.natural();
        FoldDistribution.Band band = new FoldDistribution.Band(
                clamped(nature.grey(), 0, 1, assumed.band().grey()),
                clamped(nature.texture(), 0, 2, assumed.band().texture()),
                clamped(figures.rim(), 0, 100, assumed.band().rim()));
        return new FoldDistribution(
                law.geometry(),
                band,
                law.box(),
                Optional.of(CutSamples.distribution(nature, assumed.nature().orElseThrow())));
    }

    /** Folds of the published law run through, do not branch and are equally wide everywhere. */
    private static boolean natural(CutFigures nature) {
        return nature.ends().mean() > 0
                || nature.branched().mean() > 0
                || nature.widthVariation().mean() > EVEN_WIDTH;
    }

    private FoldDistribution law(FoldFigures figures) {
        FoldDistribution published = FoldDistribution.published();
        if (samples.isEmpty()) {
            return published;
        }
        FoldDistribution.Geometry geometry = new FoldDistribution.Geometry(
                figures.count().quantiles().orElseThrow(),
                clamped(figures.halfWidth(), 0.5, 1e4, published.geometry().halfWidth()),
                clamped(figures.foldWidth(), 0.5, 1e5, published.geometry().foldWidth()),
                clamped(figures.decay(), 0, 0.99, published.geometry().decay()),
                figures.orientation().quantiles(),
                eitherSign(figures.curvature()),
                clamped(figures.waviness(), 0, 1e4, published.geometry().waviness()));
        FoldDistribution.Band band = new FoldDistribution.Band(
                clamped(figures.grey(), 0, 1, published.band().grey()),
                clamped(figures.texture(), 0, 2, published.band().texture()),
                clamped(figures.rim(), 0, 100, published.band().rim()));
        // Rectangles of altered contrast are an augmentation; nothing of the kind is measured.
        FoldDistribution.Box box = new FoldDistribution.Box(
                0, published.box().side(), published.box().contrast());
        return new FoldDistribution(geometry, band, box);
    }

    /** To which side a fold bends has no meaning of its own. */
    private static Distribution eitherSign(Figure figure) {
        return eitherSign(figure, Distribution.constant(0));
    }

    /** The same, with something else where nothing was measured. */
    static Distribution eitherSign(Figure figure, Distribution otherwise) {
        if (figure.quantiles().isEmpty()) {
            return otherwise;
        }
        List<Double> both = new ArrayList<>();
        figure.quantiles().get().quantiles().forEach(c -> {
            both.add(c);
            both.add(-c);
        });
        return Distribution.of(both.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static Distribution clamped(Figure figure, double min, double max, Distribution otherwise) {
        Optional<Distribution> quantiles = figure.quantiles();
        return quantiles
                .map(q -> new Distribution(q.quantiles().stream()
                        .map(v -> Math.max(min, Math.min(max, v)))
                        .toList()))
                .orElse(otherwise);
    }
}
