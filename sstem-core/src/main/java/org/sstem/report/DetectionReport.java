package org.sstem.report;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.sstem.damage.DamageKind;
import org.sstem.damage.Detection;
import org.sstem.damage.Detection.Agreement;
import org.sstem.damage.Detection.Finding;
import org.sstem.damage.Detection.Measured;
import org.sstem.damage.SectionMask;
import org.sstem.internal.report.ReportPage;
import org.sstem.internal.report.SectionPicture;
import org.sstem.internal.report.StackSummary;
import org.sstem.method.Area;
import org.sstem.method.SectionSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report of a detection: one HTML page that needs nothing else. Every decision explains itself: what was measured in
 * which section and against which limit, for damaged and intact sections alike, and pictures of what was found with the
 * mask over it. What came near to being taken for damage is marked.
 *
 * <p>Pictures have at most {@value #EDGE} pixels a side and are those of the first {@value #ILLUSTRATED} sections with
 * findings, so that memory is bounded whatever the stack. The same input gives the same file to the byte. Immutable and
 * thread-safe.
 */
public final class DetectionReport {

    /** Longer side of a picture, pixels. */
    static final int EDGE = 360;
    /** Sections that have pictures. */
    static final int ILLUSTRATED = 80;

    private final StackSummary stack;
    private final SectionSource sections;
    private final Detection detection;
    private final List<Agreement> agreement;

    /**
     * Makes a report.
     *
     * @param name      where the stack was read from, for people
     * @param stack     the stack that was looked through, axes (x, y, z); its sections are read when the report is written
     * @param detection what was found
     * @throws IllegalArgumentException if the stack is not three-dimensional
     */
    public DetectionReport(String name, RandomAccessibleInterval<? extends RealType<?>> stack, Detection detection) {
        this(name, stack, detection, List.of());
    }

    /**
     * Makes a report that says how far what was found agrees with what is known.
     *
     * @param name      where the stack was read from, for people
     * @param stack     the stack that was looked through, axes (x, y, z); its sections are read when the report is written
     * @param detection what was found
     * @param agreement of it with what is known
     * @throws IllegalArgumentException if the stack is not three-dimensional
     */
    public DetectionReport(
            String name,
            RandomAccessibleInterval<? extends RealType<?>> stack,
            Detection detection,
            List<Agreement> agreement) {
        this.stack = StackSummary.of(name, stack, Optional.empty());
        this.sections = SectionSource.of(stack);
        this.detection = detection;
        this.agreement = List.copyOf(agreement);
    }

    /**
     * Writes the page, aside and then moved into place; an older one of the same name is replaced.
     *
     * @param html where it goes; its folder must exist
     * @throws IOException if it cannot be written; the message names it
     * @throws java.io.UncheckedIOException if a section cannot be read
     */
    public void write(Path html) throws IOException {
        List<String> facts = new ArrayList<>();
        facts.add(stack.width() + " × " + stack.height() + " px, " + stack.sections() + " sections");
        facts.add(stack.pixelType());
        facts.add(detection.levels().sentence());
        ReportPage page = new ReportPage("Detection report", stack.name(), facts);
        summary(page);
        Map<Integer, List<Finding>> bySection = new TreeMap<>();
        Stream.concat(detection.findings().stream(), detection.doubts().stream())
                .forEach(f ->
                        bySection.computeIfAbsent(f.z(), z -> new ArrayList<>()).add(f));
        int illustrated = 0;
        for (Map.Entry<Integer, List<Finding>> entry : bySection.entrySet()) {
            section(page, entry.getKey(), entry.getValue(), illustrated++ < ILLUSTRATED);
        }
        page.write(html);
    }

    private void summary(ReportPage page) {
        int damaged = detection.damage().damagedSections().size();
        ReportPage.Card card = page.card("Summary");
        card.tiles(List.of(
                new ReportPage.Tile(damaged + " of " + detection.sections(), "sections damaged", damaged > 0),
                new ReportPage.Tile(count(DamageKind.FOLD), "folded", false),
                new ReportPage.Tile(count(DamageKind.CRACK), "cracked", false),
                new ReportPage.Tile(count(DamageKind.PRECIPITATE), "stained", false),
                new ReportPage.Tile(count(DamageKind.LOST), "lost in part", false),
                new ReportPage.Tile(count(DamageKind.MISSING), "missing", false),
                new ReportPage.Tile(
                        String.valueOf(detection.doubts().size()),
                        "came near to it",
                        !detection.doubts().isEmpty())));
        if (!agreement.isEmpty()) {
            card.table(
                    "Agreement with the damage that is known",
                    List.of("Kind", "Found", "False alarms", "Missed", "Precision", "Recall", "Overlap of the masks"),
                    agreement.stream().map(DetectionReport::row).toList());
        }
        card.subheading("How it was decided");
        card.text("Every section was looked at for every kind of damage. The table holds what was measured and the"
                + " limit it was held against; limits adapt to what is usual in this stack. A number on the damaged side"
                + " of its limit is in brackets; where several numbers count, all of them have to be.");
        numbers(card);
    }

    private static List<String> row(Agreement a) {
        return List.of(
                a.kind().id(),
                String.valueOf(a.hits().size()),
                a.falseAlarms().isEmpty() ? "none" : join(a.falseAlarms()),
                a.missed().isEmpty() ? "none" : join(a.missed()),
                share(a.precision()),
                share(a.recall()),
                share(a.pooled()));
    }

    private static String join(Iterable<Integer> numbers) {
        List<String> words = new ArrayList<>();
        numbers.forEach(n -> words.add(String.valueOf(n)));
        return String.join(", ", words);
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
    }

    private String count(DamageKind kind) {
        return String.valueOf(
                detection.findings().stream().filter(f -> f.kind() == kind).count());
    }

    /** One row a section, one column a quantity; limits in the head where they are the same for all. */
    private void numbers(ReportPage.Card card) {
        Map<String, List<Measured>> quantities = new LinkedHashMap<>();
        detection.measured().forEach(m -> quantities
                .computeIfAbsent(m.quantity(), q -> new ArrayList<>())
                .add(m));
        List<String> head = new ArrayList<>(List.of("Section", "Decision", "Tissue", "Padding"));
        quantities.forEach(
                (quantity, all) -> head.add(quantity + " (" + (all.get(0).above() ? "damage from " : "damage below ")
                        + number(all.get(0).limit()) + ")"));
        List<List<String>> rows = new ArrayList<>();
        for (int z = 0; z < detection.sections(); z++) {
            Detection.TissueShare tissue = detection.tissue().get(z);
            List<String> row = new ArrayList<>(
                    List.of(String.valueOf(z), decision(z), percent(tissue.share()), percent(tissue.padding())));
            int at = z;
            quantities
                    .values()
                    .forEach(all -> row.add(all.stream()
                            .filter(m -> m.z() == at)
                            .map(m -> m.beyond() ? "[" + number(m.value()) + "]" : number(m.value()))
                            .collect(Collectors.joining(", "))));
            rows.add(row);
        }
        card.table("What was measured", head, rows);
    }

    private String decision(int z) {
        List<String> kinds = detection.findings().stream()
                .filter(f -> f.z() == z)
                .map(f -> f.kind().id())
                .toList();
        return kinds.isEmpty() ? "intact" : String.join(", ", kinds);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(
                Locale.ROOT, size >= 100 || value == Math.rint(value) ? "%.0f" : size >= 1 ? "%.1f" : "%.3f", value);
    }

    private void section(ReportPage page, int z, List<Finding> findings, boolean illustrated) {
        ReportPage.Card card = page.card("Section " + z);
        card.beside(findings.stream()
                .map(f -> (f.damaged() ? "" : "near to ") + f.kind().id())
                .collect(Collectors.joining(", ")));
        if (findings.stream().anyMatch(f -> !f.damaged() || f.confidence() < 0.6)) {
            card.mark("look at this");
        }
        for (Finding finding : findings) {
            String decided = finding.damaged()
                    ? finding.kind().id()
                    : "intact: not " + finding.kind().id();
            card.facts(Map.of(decided, String.format(Locale.ROOT, "confidence %.2f", finding.confidence())));
            card.text(finding.why() + ".");
        }
        card.list(detection.measured().stream()
                .filter(m -> m.z() == z)
                .filter(m -> findings.stream().anyMatch(f -> f.kind() == m.kind()))
                .map(m -> m.kind().id() + ": " + m)
                .toList());
        if (illustrated) {
            card.figures(pictures(z, findings));
        } else {
            card.text("No pictures: a report shows those of the first " + ILLUSTRATED + " sections only.");
        }
    }

    private List<ReportPage.Figure> pictures(int z, List<Finding> findings) {
        List<ReportPage.Figure> figures = new ArrayList<>();
        SectionPicture whole = SectionPicture.of(sections, z, EDGE);
        List<Finding> masked =
                findings.stream().filter(f -> f.mask().isPresent()).toList();
        if (masked.isEmpty() && z > 0) {
            figures.add(new ReportPage.Figure(
                    SectionPicture.of(sections, z - 1, EDGE).draw(), "section " + (z - 1) + ", before it"));
        }
        figures.add(new ReportPage.Figure(whole.draw(), "section " + z));
        if (masked.isEmpty() && z + 1 < sections.sections()) {
            figures.add(new ReportPage.Figure(
                    SectionPicture.of(sections, z + 1, EDGE).draw(), "section " + (z + 1) + ", after it"));
        }
        for (Finding finding : masked) {
            SectionMask mask = finding.mask().orElseThrow();
            String name = finding.kind().id();
            figures.add(new ReportPage.Figure(whole.draw(mask), "the " + name + " as found"));
            if (Math.max(sections.width(), sections.height()) > EDGE * 3 / 2) {
                Area detail = SectionPicture.detail(mask, sections.width(), sections.height(), EDGE);
                figures.add(new ReportPage.Figure(
                        SectionPicture.of(sections, z, detail, EDGE).draw(mask),
                        "the " + name + " at full size, from (" + detail.x() + ", " + detail.y() + ")"));
            }
        }
        return figures;
    }
}
