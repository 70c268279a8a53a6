package org.sstem.simulate;

import org.sstem.damage.DamageKind;
import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldCurve;
import org.sstem.internal.fold.law.FoldSpline;
import org.sstem.internal.report.ReportPage;
import org.sstem.internal.report.SectionPicture;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;
import org.sstem.simulate.internal.draw.Cut;
import org.sstem.simulate.internal.draw.CutDecay;
import org.sstem.simulate.internal.draw.Sheet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A simulation as a page: every damaged section beside the clean one, as a whole and at full size, with the mask and all
 * that was drawn at random. One HTML file that needs nothing else; sections beyond the first {@value #ILLUSTRATED} are
 * listed without pictures, so that memory is bounded. The same simulation gives the same file to the byte. Immutable
 * and thread-safe.
 */
public final class SimulationReport {

    /** Longer side of a picture, pixels. */
    static final int EDGE = 360;
    /** Sections that have pictures. */
    static final int ILLUSTRATED = 60;

    private final String name;
    private final StackSimulation simulation;

    /**
     * Makes a report.
     *
     * @param name       the stack that was damaged, for people
     * @param simulation what was done to it
     */
    public SimulationReport(String name, StackSimulation simulation) {
        this.name = name;
        this.simulation = simulation;
    }

    /**
     * Writes the page, aside and then moved into place; an older one of the same name is replaced. Simulates every damaged
     * section again.
     *
     * @param html where it goes; its folder must exist
     * @throws IOException if it cannot be written; the message names it
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public void write(Path html) throws IOException {
        SectionSource truth = simulation.truth();
        ReportPage page = new ReportPage(
                "Simulated damage",
                name,
                List.of(truth.width() + " × " + truth.height() + " px, " + truth.sections() + " sections"));
        ReportPage.Card summary = page.card("Summary");
        summary.tiles(List.of(
                new ReportPage.Tile(
                        simulation.damage().damagedSections().size() + " of " + truth.sections(),
                        "sections damaged",
                        false),
                new ReportPage.Tile(count(DamageKind.FOLD), "folded", false),
                new ReportPage.Tile(count(DamageKind.CRACK), "cracked", false),
                new ReportPage.Tile(count(DamageKind.PRECIPITATE), "stained", false),
                new ReportPage.Tile(count(DamageKind.MISSING), "missing", false)));
        int illustrated = 0;
        for (int z : simulation.damage().damagedSections()) {
            ReportPage.Card card = page.card("Section " + z)
                    .beside(simulation.damage().kinds(z).stream()
                            .map(DamageKind::id)
                            .collect(Collectors.joining(", ")));
            simulation.fold(z).ifPresent(fold -> describe(card, fold));
            simulation.crack(z).ifPresent(crack -> describe(card, "Cracks as drawn", crack.sheet()));
            simulation.precipitate(z).ifPresent(stain -> describe(card, stain));
            if (illustrated++ < ILLUSTRATED) {
                card.figures(pictures(z));
            }
        }
        page.write(html);
    }

    private String count(DamageKind kind) {
        return String.valueOf(simulation.damage().entries().stream()
                .filter(e -> e.kind() == kind)
                .count());
    }

    private static void describe(ReportPage.Card card, String title, Sheet sheet) {
        List<List<String>> rows = new ArrayList<>();
        for (Cut cut : sheet.cuts()) {
            rows.add(List.of(
                    String.valueOf(rows.size() + 1),
                    course(cut.base())
                            + cut.beside()
                                    .map(b -> ", ends at " + (b.cut() + 1))
                                    .orElse(""),
                    range(cut, Cut.Point::halfWidth),
                    range(cut, Cut.Point::pull),
                    range(cut, Cut.Point::otherPull),
                    range(cut, p -> p.shear() + p.otherShear()),
                    cut.decay().law().name().toLowerCase(Locale.ROOT)
                            + (cut.decay().law() == CutDecay.Law.NONE
                                    ? ""
                                    : ", " + number(cut.decay().length()) + " px")));
        }
        card.table(
                title,
                List.of(
                        "Cut",
                        "Base",
                        "Half-width, px",
                        "Pull on one side, px",
                        "Pull on the other, px",
                        "Jump along, px",
                        "Decay"),
                rows);
    }

    private static String range(Cut cut, ToDoubleFunction<Cut.Point> figure) {
        DoubleSummaryStatistics all = cut.points().stream().mapToDouble(figure).summaryStatistics();
        return number(all.getMin()) + " to " + number(all.getMax());
    }

    private static void describe(ReportPage.Card card, FoldSimulation simulated) {
        if (simulated.sheet().isPresent()) {
            describe(card, "Folds as drawn", simulated.sheet().get());
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (Fold fold : simulated.folds()) {
            rows.add(List.of(
                    String.valueOf(rows.size() + 1),
                    course(fold.curve()),
                    number(fold.halfWidth()),
                    number(fold.foldWidth()),
                    number(fold.decay()),
                    number(fold.foldWidth() - fold.halfWidth())));
        }
        card.table(
                "Folds as drawn",
                List.of(
                        "Fold",
                        "Course",
                        "Half-width of the band, px",
                        "Fold width, px",
                        "Decay, px a px",
                        "Displacement at the band, px"),
                rows);
    }

    private static String course(FoldCurve curve) {
        if (curve instanceof FoldArc arc) {
            String bend = arc.curvature() == 0
                    ? "straight"
                    : String.format(Locale.ROOT, "bent with a radius of %.0f px", 1 / Math.abs(arc.curvature()));
            return String.format(
                    Locale.ROOT,
                    "%s, through (%.0f, %.0f), its normal at %.0f° from x",
                    bend,
                    arc.x(),
                    arc.y(),
                    Math.toDegrees(arc.normalAngle()));
        }
        if (!(curve instanceof FoldSpline spline)) {
            return "some other curve";
        }
        List<FoldSpline.Point> points = spline.points();
        FoldSpline.Point first = points.get(0);
        FoldSpline.Point last = points.get(points.size() - 1);
        return String.format(
                Locale.ROOT,
                "winding from (%.0f, %.0f) to (%.0f, %.0f), a spline through %d points",
                first.x(),
                first.y(),
                last.x(),
                last.y(),
                points.size());
    }

    private static void describe(ReportPage.Card card, PrecipitateSimulation stain) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("contrast", number(stain.gain()));
        facts.put("blobs", String.valueOf(stain.blobs().size()));
        facts.put("found no place", String.valueOf(stain.unplaced()));
        card.facts(facts);
        card.table(
                "Blobs as drawn",
                List.of("Centre, px", "Area, px", "Darkest transmission"),
                stain.blobs().stream()
                        .map(b -> List.of(
                                "(" + b.x() + ", " + b.y() + ")",
                                String.format(Locale.ROOT, "%.0f", b.area()),
                                number(b.darkest())))
                        .toList());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private List<ReportPage.Figure> pictures(int z) {
        SectionSource truth = simulation.truth();
        Optional<SectionMask> mask = simulation.damage().entries().stream()
                .filter(e -> e.z() == z)
                .flatMap(e -> e.mask().stream())
                .findFirst();
        List<ReportPage.Figure> figures = new ArrayList<>();
        add(figures, SectionPicture.of(truth, z, EDGE), z, mask, "");
        if (mask.isPresent() && Math.max(truth.width(), truth.height()) > EDGE * 3 / 2) {
            Area area = SectionPicture.detail(mask.get(), truth.width(), truth.height(), EDGE);
            String where = String.format(Locale.ROOT, " at full size, from (%d, %d)", area.x(), area.y());
            add(figures, SectionPicture.of(truth, z, area, EDGE), z, mask, where);
        }
        return figures;
    }

    private void add(
            List<ReportPage.Figure> figures, SectionPicture clean, int z, Optional<SectionMask> mask, String where) {
        SectionPicture damaged = clean.same(simulation.degraded(), z);
        figures.add(new ReportPage.Figure(clean.draw(), "clean" + where));
        figures.add(new ReportPage.Figure(damaged.draw(), "damaged" + where));
        mask.ifPresent(m -> figures.add(new ReportPage.Figure(damaged.draw(m), "the mask" + where)));
    }
}
