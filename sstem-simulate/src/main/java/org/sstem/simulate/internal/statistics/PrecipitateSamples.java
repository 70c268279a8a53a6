package org.sstem.simulate.internal.statistics;

import org.sstem.internal.precipitate.PrecipitateSurvey;
import org.sstem.internal.precipitate.blob.MeasuredBlob;
import org.sstem.method.RestorationMethod.Task;
import org.sstem.simulate.ArtifactStatistics.PrecipitateFigures;
import org.sstem.simulate.ArtifactStatistics.SpeckFigures;
import org.sstem.simulate.Distribution;
import org.sstem.simulate.Figure;
import org.sstem.simulate.Figure.CurvePoint;
import org.sstem.simulate.Figure.Rate;
import org.sstem.simulate.PrecipitateDistribution;
import org.sstem.simulate.PrecipitateDistribution.BlobOutline;
import org.sstem.simulate.PrecipitateDistribution.SpeckDistribution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Collects what is measured of precipitates, section by section. Not thread-safe. */
final class PrecipitateSamples implements Serializable {

    /** The published classes of area. */
    private static final double[] CLASSES = {0, 5_000, 15_000, 30_000, 80_000, 1e9};

    /** The published classes of transmission. */
    private static final double[] CURVES = {0, 10_000, 60_000, 1e9};

    private static final int MOST_POINTS = 500;

    /** Smaller outlines are more staircase than shape. */
    private static final double SHAPELY_PX = 400;

    /** Specks are smaller than a disc of 60 px diameter. */
    private static final double SPECK_AREA = Math.PI * 30 * 30;

    private static final double USUAL_CONTRAST = 0.8;

    private final List<PrecipitateSurvey> sections = new ArrayList<>();

    void add(Task task) {
        sections.add(PrecipitateSurvey.of(task));
    }

    void add(PrecipitateSamples other) {
        sections.addAll(other.sections);
    }

    /** Figures of sections of so many pixels. */
    PrecipitateFigures figures(Rate rate, double pixels) {
        return new PrecipitateFigures(
                rate,
                classes(pixels),
                Figure.of(whole().stream().map(MeasuredBlob::area).toList()),
                spectrum(),
                curves(),
                means(),
                Figure.of(sections.stream().map(PrecipitateSurvey::gain).toList()),
                Figure.of(sections.stream().map(PrecipitateSurvey::rise).toList()),
                Figure.of(whole().stream().map(b -> b.ring() - 1).toList()));
    }

    private List<MeasuredBlob> whole() {
        return sections.stream()
                .flatMap(s -> s.blobs().stream())
                .filter(MeasuredBlob::whole)
                .toList();
    }

    private List<PrecipitateFigures.AreaClass> classes(double pixels) {
        List<PrecipitateFigures.AreaClass> classes = new ArrayList<>();
        for (int c = 0; c + 1 < CLASSES.length; c++) {
            double min = CLASSES[c];
            double max = CLASSES[c + 1];
            List<Double> counts = new ArrayList<>();
            int blobs = 0;
            for (PrecipitateSurvey section : sections) {
                long n = section.blobs().stream()
                        .filter(b -> b.area() >= min && b.area() < max)
                        .count();
                blobs += (int) n;
                counts.add(n * PrecipitateDistribution.REFERENCE_AREA / pixels);
            }
            classes.add(new PrecipitateFigures.AreaClass(min, max, blobs, Figure.of(counts)));
        }
        return classes;
    }

    private List<Figure> spectrum() {
        List<List<Double>> orders = new ArrayList<>();
        for (MeasuredBlob blob : whole()) {
            for (int i = 0; blob.area() >= SHAPELY_PX && i < blob.spectrum().size(); i++) {
                if (orders.size() <= i) {
                    orders.add(new ArrayList<>());
                }
                orders.get(i).add(blob.spectrum().get(i));
            }
        }
        return orders.stream().map(Figure::of).toList();
    }

    private List<PrecipitateFigures.Transmission> curves() {
        List<PrecipitateFigures.Transmission> curves = new ArrayList<>();
        for (int c = 0; c + 1 < CURVES.length; c++) {
            Map<Double, List<Double>> byPlace = new TreeMap<>();
            for (MeasuredBlob blob : whole()) {
                if (blob.area() > CURVES[c] && blob.area() <= CURVES[c + 1]) {
                    blob.profile().forEach(p -> byPlace.computeIfAbsent(p.r(), r -> new ArrayList<>())
                            .add(p.transmission()));
                }
            }
            List<CurvePoint> points = new ArrayList<>();
            byPlace.forEach((r, values) -> points.add(CurvePoint.of(r, values)));
            curves.add(new PrecipitateFigures.Transmission(CURVES[c], CURVES[c + 1], points, Cubic.fit(points)));
        }
        return curves;
    }

    private List<CurvePoint> means() {
        List<MeasuredBlob> blobs = new ArrayList<>(whole());
        blobs.sort(Comparator.comparingDouble(MeasuredBlob::area));
        int kept = Math.min(blobs.size(), MOST_POINTS);
        List<CurvePoint> points = new ArrayList<>();
        for (int i = 0; i < kept; i++) {
            MeasuredBlob blob = blobs.get((int) ((long) i * blobs.size() / kept));
            points.add(new CurvePoint(blob.area(), 1, blob.mean(), Double.NaN, Double.NaN));
        }
        return points;
    }

    /** Figures of those that are small. */
    SpeckFigures specks() {
        List<Double> counts = new ArrayList<>();
        List<Double> diameters = new ArrayList<>();
        List<Double> cores = new ArrayList<>();
        for (PrecipitateSurvey section : sections) {
            double n = 0;
            for (MeasuredBlob blob : section.blobs()) {
                if (blob.area() < SPECK_AREA) {
                    n++;
                    diameters.add(2 * Math.sqrt(blob.area() / Math.PI));
                    blob.profile().stream().findFirst().ifPresent(p -> cores.add(p.transmission()));
                }
            }
            counts.add(n);
        }
        return new SpeckFigures(Figure.of(counts), Figure.of(diameters), Figure.of(cores));
    }

    /** Small ones are drawn as specks where sections keep their contrast, and by the published law where they do not. */
    private static boolean specks(PrecipitateFigures figures, SpeckFigures specks) {
        return figures.gain().mean() > USUAL_CONTRAST && specks.diameter().n() > 0;
    }

    /** What a simulator draws from; the published look if there was no precipitate with a mask. */
    PrecipitateDistribution distribution(PrecipitateFigures figures, SpeckFigures small) {
        if (sections.isEmpty()) {
            return PrecipitateDistribution.published();
        }
        boolean specks = specks(figures, small);
        List<PrecipitateDistribution.AreaClass> classes = new ArrayList<>();
        for (PrecipitateFigures.AreaClass c : figures.classes()) {
            double[] areas = sections.stream()
                    .flatMap(s -> s.blobs().stream())
                    .mapToDouble(MeasuredBlob::area)
                    .filter(a -> a >= c.minArea() && a < c.maxArea())
                    .filter(a -> !specks || a >= SPECK_AREA)
                    .sorted()
                    .toArray();
            if (areas.length > 0) {
                Distribution counts = FoldSamples.clamped(c.count(), 0, 10_000, Distribution.constant(0));
                classes.add(new PrecipitateDistribution.AreaClass(areas[0], areas[areas.length - 1], counts));
            }
        }
        double rise = Math.max(-1, Math.min(1, figures.rise().mean()));
        return new PrecipitateDistribution(
                classes,
                outline(figures.spectrum()),
                new PrecipitateDistribution.Contrast(
                        FoldSamples.clamped(figures.gain(), 0, 10, Distribution.constant(1)),
                        OptionalDouble.empty(),
                        rise),
                FoldSamples.clamped(figures.ring(), 0, 1, Distribution.constant(0)),
                specks ? Optional.of(distribution(small)) : Optional.empty());
    }

    /** Measured where it can be; edges and grains are assumed, and clouds are blobs of the classes. */
    private static SpeckDistribution distribution(SpeckFigures small) {
        SpeckDistribution assumed = SpeckDistribution.natural();
        return new SpeckDistribution(
                FoldSamples.clamped(small.count(), 0, 1000, assumed.count()),
                FoldSamples.clamped(small.diameter(), 2, 1e4, assumed.diameter()),
                FoldSamples.clamped(small.transmission(), 0, 1, assumed.transmission()),
                assumed.edge(),
                assumed.clusters(),
                assumed.grains(),
                0,
                assumed.cloudDiameter(),
                assumed.cloudTransmission());
    }

    /** The power law that the harmonics follow, by least squares in their logarithms. */
    private static BlobOutline outline(List<Figure> spectrum) {
        BlobOutline.Harmonics published =
                (BlobOutline.Harmonics) PrecipitateDistribution.published().outline();
        double n = 0;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < spectrum.size(); i++) {
            List<Double> samples =
                    spectrum.get(i).quantiles().map(Distribution::quantiles).orElse(List.of());
            double square = samples.stream().mapToDouble(a -> a * a).average().orElse(0);
            if (square > 0) {
                double x = Math.log((i + 2) / 2.0);
                double y = 0.5 * Math.log(square);
                n++;
                sx += x;
                sy += y;
                sxx += x * x;
                sxy += x * y;
            }
        }
        double spread = n * sxx - sx * sx;
        if (n < 2 || spread <= 0) {
            return published;
        }
        double slope = (n * sxy - sx * sy) / spread;
        double irregularity = Math.exp((sy - slope * sx) / n);
        return new BlobOutline.Harmonics(Math.min(0.5, irregularity), Math.max(0.5, -slope), spectrum.size() + 1);
    }
}
