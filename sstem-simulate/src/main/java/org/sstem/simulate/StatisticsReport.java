package org.sstem.simulate;

import org.sstem.damage.Damage;
import org.sstem.damage.DamageKind;
import org.sstem.damage.DamagedSection;
import org.sstem.damage.SectionMask;
import org.sstem.internal.precipitate.blob.TransmissionLaw;
import org.sstem.internal.report.ReportPage;
import org.sstem.internal.report.SectionPicture;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;
import org.sstem.simulate.ArtifactStatistics.CutFigures;
import org.sstem.simulate.ArtifactStatistics.FoldFigures;
import org.sstem.simulate.ArtifactStatistics.PrecipitateFigures;
import org.sstem.simulate.ArtifactStatistics.SpeckFigures;
import org.sstem.simulate.Figure.CurvePoint;
import org.sstem.simulate.Figure.Rate;
import org.sstem.simulate.internal.statistics.Charts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Artifact statistics as a page with plots: histograms, displacement against distance on both sides of the folds,
 * transmission with its data points and the fitted cubic by class of area, areas, and examples of the damage. Every
 * figure comes with the number of its samples and its 95 % confidence interval. Published figures are drawn beside the
 * measured ones. One HTML file that needs nothing else; the same statistics give the same file to the byte where the
 * same fonts are installed (drawing needs at least one, but no display). Not thread-safe.
 */
public final class StatisticsReport {

    private static final String BARS = "bars are 95 % confidence, from three samples on";
    /** Longer side of an example, pixels. */
    private static final int EDGE = 360;
    /** Examples of each kind. */
    private static final int EXAMPLES = 6;

    private final ArtifactStatistics statistics;
    private final ArtifactStatistics published = ArtifactStatistics.published();
    private final List<ReportPage.Figure> foldExamples = new ArrayList<>();
    private final List<ReportPage.Figure> stainExamples = new ArrayList<>();

    /**
     * Makes a report.
     *
     * @param statistics what was measured, or the published numbers
     */
    public StatisticsReport(ArtifactStatistics statistics) {
        this.statistics = statistics;
    }

    /**
     * Adds examples: details of the first damaged sections that have a mask, at full size.
     *
     * @param sections the damaged stack
     * @param damage   what is damaged
     * @return this report
     * @throws java.io.UncheckedIOException if a section or a mask cannot be read
     */
    public StatisticsReport examples(SectionSource sections, Damage damage) {
        examples(sections, damage, DamageKind.FOLD, foldExamples);
        examples(sections, damage, DamageKind.PRECIPITATE, stainExamples);
        return this;
    }

    private static void examples(
            SectionSource sections, Damage damage, DamageKind kind, List<ReportPage.Figure> examples) {
        List<DamagedSection> masked = damage.entries().stream()
                .filter(e -> e.kind() == kind && e.mask().isPresent())
                .limit(EXAMPLES)
                .toList();
        for (DamagedSection entry : masked) {
            SectionMask mask = entry.mask().orElseThrow();
            Area area = SectionPicture.detail(mask, sections.width(), sections.height(), EDGE);
            String caption = String.format(Locale.ROOT, "section %d, from (%d, %d)", entry.z(), area.x(), area.y());
            examples.add(new ReportPage.Figure(
                    SectionPicture.of(sections, entry.z(), area, EDGE).draw(mask), caption));
        }
    }

    /**
     * Writes the page, aside and then moved into place; an older one of the same name is replaced.
     *
     * @param html where it goes; its folder must exist
     * @throws IOException if it cannot be written; the message names it
     */
    public void write(Path html) throws IOException {
        ReportPage page = new ReportPage("Damage statistics", statistics.source(), List.of());
        ReportPage.Card summary = page.card("Summary");
        summary.tiles(List.of(
                tile(statistics.folds().rate(), "sections folded"),
                tile(statistics.precipitates().rate(), "sections stained"),
                tile(statistics.missing().rate(), "sections missing")));
        summary.text("Intervals hold the true value with 95 % confidence: Wilson's for shares, Student's for means."
                + " Dashed lines are published figures (Deng et al., IEEE TMI 41(12), 2022; Huang et al., ECCV"
                + " Workshops 2020).");
        summary.list(statistics.remarks());
        folds(page);
        precipitates(page);
        cuts(page, "Folds along their course", statistics.nature().folds());
        cuts(page, "Cracks", statistics.nature().cracks());
        if (statistics.nature().specks().diameter().n() > 0) {
            SpeckFigures specks = statistics.nature().specks();
            table(
                    page.card("Specks"),
                    List.of(
                            new Named("specks a section", "specks", specks.count()),
                            new Named("diameter", "px", specks.diameter()),
                            new Named("transmission of the core", "", specks.transmission())));
        }
        missing(page);
        page.write(html);
    }

    private static ReportPage.Tile tile(Rate rate, String what) {
        String share = String.format(Locale.ROOT, "%.1f %%", 100 * rate.share());
        String of = rate.of() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ": %d of %d, %.1f to %.1f %%",
                        rate.count(),
                        rate.of(),
                        100 * rate.low(),
                        100 * rate.high());
        return new ReportPage.Tile(share, what + of, false);
    }

    private void folds(ReportPage page) {
        FoldFigures folds = statistics.folds();
        ReportPage.Card card = page.card("Folds");
        List<Named> figures = List.of(
                new Named("folds a section", "folds", folds.count()),
                new Named("length", "px", folds.length()),
                new Named("direction of the normal", "rad", folds.orientation()),
                new Named("curvature", "1/px", folds.curvature()),
                new Named("waviness", "px rms", folds.waviness()),
                new Named("half-width of the band", "px", folds.halfWidth()),
                new Named("grey of the band", "share of the way from black to the mean", folds.grey()),
                new Named("texture of the band", "share of the section's", folds.texture()),
                new Named("rim of the band", "px", folds.rim()),
                new Named("fold width", "px", folds.foldWidth()),
                new Named("decay", "px a px", folds.decay()));
        table(card, figures);
        List<ReportPage.Figure> plots = new ArrayList<>();
        if (!folds.amplitude().isEmpty()) {
            plots.add(new ReportPage.Figure(
                    Charts.curves(
                            "Displacement towards the fold",
                            "distance from the fold, px",
                            "displacement, px",
                            List.of(
                                    new Charts.Curve("both sides", folds.amplitude(), Charts.Look.POINTS, 0),
                                    new Charts.Curve("side of the normal", folds.positiveSide(), Charts.Look.LINE, 1),
                                    new Charts.Curve("other side", folds.negativeSide(), Charts.Look.LINE, 2),
                                    new Charts.Curve(
                                            "published", published.folds().amplitude(), Charts.Look.DASHED_LINE, 3)),
                            false,
                            false),
                    "displacement against distance; " + BARS + ", " + samples(folds.amplitude())));
        }
        histograms(plots, figures);
        card.figures(plots);
        examples(card, foldExamples);
    }

    private void precipitates(ReportPage page) {
        PrecipitateFigures stain = statistics.precipitates();
        ReportPage.Card card = page.card("Precipitates");
        List<Named> figures = List.of(
                new Named("area of a blob", "px", stain.area()),
                new Named("contrast over the neighbours'", "ratio", stain.gain()),
                new Named("paler than the neighbours by", "share of their mean", stain.rise()),
                new Named("brightness of the ring", "transmission - 1", stain.ring()));
        table(card, figures);
        card.table(
                "Blobs by class of area, in 1250 x 1250 px",
                List.of("Area, px", "Blobs seen", "Mean", "95 % interval", "Sections"),
                stain.classes().stream().map(StatisticsReport::row).toList());
        List<ReportPage.Figure> plots = new ArrayList<>();
        for (PrecipitateFigures.Transmission curve : stain.transmission()) {
            transmission(curve, plots);
        }
        plots.add(new ReportPage.Figure(
                Charts.curves(
                        "Mean transmission of blobs",
                        "area, px (logarithmic)",
                        "transmission",
                        List.of(
                                new Charts.Curve("blobs", stain.meanTransmission(), Charts.Look.POINTS, 0),
                                new Charts.Curve(
                                        "published",
                                        published.precipitates().meanTransmission(),
                                        Charts.Look.DASHED_LINE,
                                        3)),
                        true,
                        false),
                "one point a blob"));
        List<CurvePoint> spectrum = IntStream.range(0, stain.spectrum().size())
                .mapToObj(i -> point(i + 2, stain.spectrum().get(i)))
                .toList();
        if (!spectrum.isEmpty()) {
            plots.add(new ReportPage.Figure(
                    Charts.curves(
                            "Shape of the rim",
                            "order of the harmonic",
                            "rms over the mean radius",
                            List.of(new Charts.Curve("rim", spectrum, Charts.Look.POINTS, 0)),
                            false,
                            false),
                    "how far rims stray from circles; " + BARS + ", " + samples(spectrum)));
        }
        histograms(plots, figures);
        card.figures(plots);
        examples(card, stainExamples);
    }

    private static void transmission(PrecipitateFigures.Transmission curve, List<ReportPage.Figure> plots) {
        if (curve.points().isEmpty() && curve.cubic().isEmpty()) {
            return;
        }
        String range = curve.maxArea() >= 1e9
                ? String.format(Locale.ROOT, "above %,.0f px", curve.minArea())
                : String.format(Locale.ROOT, "%,.0f to %,.0f px", curve.minArea(), curve.maxArea());
        List<CurvePoint> fit = new ArrayList<>();
        List<CurvePoint> law = new ArrayList<>();
        double area = curve.maxArea() >= 1e9 ? 2 * curve.minArea() : 0.5 * (curve.minArea() + curve.maxArea());
        for (double r = 0; r <= 1.0001; r += 0.05) {
            fit.add(CurvePoint.stated(r, curve.at(r)));
            law.add(CurvePoint.stated(r, TransmissionLaw.MEASURED.transmission(Math.min(1, r), area)));
        }
        plots.add(new ReportPage.Figure(
                Charts.curves(
                        "Transmission, blobs of " + range,
                        "r (0 centre, 1 rim)",
                        "transmission",
                        List.of(
                                new Charts.Curve("measured", curve.points(), Charts.Look.POINTS, 0),
                                new Charts.Curve("fitted cubic", fit, Charts.Look.LINE, 1),
                                new Charts.Curve("published law", law, Charts.Look.DASHED_LINE, 3)),
                        false,
                        true),
                curve.points().isEmpty()
                        ? "the published cubic"
                        : BARS + ", " + samples(curve.points()) + "; cubic " + cubic(curve.cubic())));
    }

    private static String cubic(List<Double> p) {
        return p.isEmpty()
                ? "not fitted: too few points"
                : String.format(Locale.ROOT, "%.3f r³ %+.3f r² %+.3f r %+.3f", p.get(0), p.get(1), p.get(2), p.get(3));
    }

    /** What is beyond the published laws: nothing is published of it to draw beside. */
    private static void cuts(ReportPage page, String title, CutFigures cuts) {
        if (cuts.count().n() == 0) {
            return;
        }
        table(
                page.card(title),
                List.of(
                        new Named("cuts a section", "cuts", cuts.count()),
                        new Named("share that branches", "", cuts.branched()),
                        new Named("ends inside the section", "", cuts.ends()),
                        new Named("half-width across the course", "px", cuts.halfWidth()),
                        new Named("variation of its logarithm", "", cuts.widthVariation()),
                        new Named("correlated over", "px", cuts.correlation()),
                        new Named("jump of the sides", "px", cuts.jump()),
                        new Named("variation of its logarithm ", "", cuts.jumpVariation()),
                        new Named("difference of the sides", "", cuts.imbalance()),
                        new Named("shear over jump", "", cuts.shear()),
                        new Named("decay length", "px", cuts.decayLength()),
                        new Named("share without decay", "", cuts.undecayed()),
                        new Named("grey over the mean", "", cuts.grey()),
                        new Named("texture over the section's", "", cuts.texture())));
    }

    private void missing(ReportPage page) {
        ReportPage.Card card = page.card("Missing sections");
        List<Named> figures = List.of(new Named(
                "sections lost at a time", "sections", statistics.missing().run()));
        table(card, figures);
        List<ReportPage.Figure> plots = new ArrayList<>();
        histograms(plots, figures);
        card.figures(plots);
    }

    private record Named(String name, String unit, Figure figure) {}

    private static void table(ReportPage.Card card, List<Named> figures) {
        card.table(
                "Measured, with the number of samples",
                List.of("Figure", "Unit", "n", "Mean", "95 % interval", "5 %", "Median", "95 %"),
                figures.stream().map(StatisticsReport::row).toList());
    }

    private static List<String> row(Named named) {
        Figure f = named.figure();
        return List.of(
                named.name(),
                named.unit(),
                f.n() == 0 && f.quantiles().isPresent() ? "published" : String.valueOf(f.n()),
                number(f.mean()),
                Double.isNaN(f.low()) ? "–" : number(f.low()) + " to " + number(f.high()),
                quantile(f, 0.05),
                quantile(f, 0.5),
                quantile(f, 0.95));
    }

    private static List<String> row(PrecipitateFigures.AreaClass c) {
        Figure count = c.count();
        return List.of(
                c.maxArea() >= 1e9
                        ? String.format(Locale.ROOT, "from %,.0f", c.minArea())
                        : String.format(Locale.ROOT, "%,.0f to %,.0f", c.minArea(), c.maxArea()),
                String.valueOf(c.blobs()),
                number(count.mean()),
                Double.isNaN(count.low()) ? "–" : number(count.low()) + " to " + number(count.high()),
                String.valueOf(count.n()));
    }

    private static String quantile(Figure figure, double share) {
        return figure.quantiles().map(q -> number(q.quantile(share))).orElse("–");
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "–";
    }

    private static String samples(List<CurvePoint> points) {
        int least = points.stream().mapToInt(CurvePoint::n).min().orElse(0);
        int most = points.stream().mapToInt(CurvePoint::n).max().orElse(0);
        return least == most ? "n = " + least : "n = " + least + " to " + most + " a point";
    }

    private static CurvePoint point(double x, Figure figure) {
        return new CurvePoint(x, figure.n(), figure.mean(), figure.low(), figure.high());
    }

    private static void histograms(List<ReportPage.Figure> plots, List<Named> figures) {
        for (Named named : figures) {
            Distribution distribution = named.figure().quantiles().orElse(null);
            if (distribution != null) {
                Figure f = named.figure();
                plots.add(new ReportPage.Figure(
                        Charts.histogram(named.name(), named.unit(), f),
                        f.n() == 0
                                ? "published distribution"
                                : String.format(Locale.ROOT, "n = %d, mean %s", f.n(), number(f.mean()))
                                        + (Double.isNaN(f.low())
                                                ? ""
                                                : " (" + number(f.low()) + " to " + number(f.high()) + ")")));
            }
        }
    }

    private static void examples(ReportPage.Card card, List<ReportPage.Figure> examples) {
        if (!examples.isEmpty()) {
            card.subheading("Examples at full size, with their masks");
            card.figures(examples);
        }
    }
}
