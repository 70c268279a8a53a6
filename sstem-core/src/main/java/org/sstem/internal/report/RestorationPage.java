package org.sstem.internal.report;

import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import org.sstem.Repair;
import org.sstem.Repair.Findings;
import org.sstem.damage.Detection;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static j2html.TagCreator.a;
import static j2html.TagCreator.article;
import static j2html.TagCreator.body;
import static j2html.TagCreator.button;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.fieldset;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.header;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.img;
import static j2html.TagCreator.input;
import static j2html.TagCreator.label;
import static j2html.TagCreator.legend;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.script;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

/** The restoration report as a page. All text is escaped by j2html; only the style sheet, a resource, is not. */
public final class RestorationPage {

    private static final ProvenanceCode[] CODES = ProvenanceCode.values();

    private final StackSummary stack;
    private final StackFacts told;
    private final List<String> remarks;
    private final List<SectionEntry> entries;

    public RestorationPage(StackFacts told, List<SectionEntry> entries) {
        this.told = told;
        this.stack = told.stack();
        this.remarks = told.remarks();
        this.entries = entries;
    }

    public void write(Writer out) throws IOException {
        HtmlFrame.write(
                out,
                "Restoration of " + stack.name(),
                styleSheet(),
                body(top(), main(overview(), each(entries, this::entry)), script(rawHtml(ReportPage.reviewScript()))));
    }

    private DomContent top() {
        List<String> facts = new ArrayList<>();
        facts.add(stack.width() + " × " + stack.height() + " px, " + stack.sections() + " sections");
        facts.add(stack.pixelType());
        stack.voxelSize()
                .ifPresent(size ->
                        facts.add(plain(size.xNm()) + " × " + plain(size.yNm()) + " × " + plain(size.zNm()) + " nm"));
        return header(
                p("Restoration report").withClass("kicker"),
                h1(stack.name()),
                p(String.join(" · ", facts)).withClass("facts"),
                each(told.levels().stream().toList(), levels -> p(levels.sentence())
                        .withClass("facts")));
    }

    private DomContent overview() {
        long doubtful = entries.stream().filter(SectionEntry::doubtful).count();
        long[] totals = new long[CODES.length];
        entries.forEach(entry -> {
            for (int i = 0; i < totals.length; i++) {
                totals[i] += entry.counts()[i];
            }
        });
        return section(
                        h2("Summary"),
                        div(
                                        tile(entries.size() + " of " + stack.sections(), "sections restored"),
                                        tile(String.valueOf(stack.sections() - entries.size()), "sections untouched"),
                                        tile(String.valueOf(doubtful), "doubtful: look at these")
                                                .withCondClass(doubtful > 0, "tile warn"))
                                .withClass("tiles"),
                        iff(!remarks.isEmpty(), remarks(remarks)),
                        iff(!entries.isEmpty(), totals(totals)),
                        iff(!entries.isEmpty(), summaryTable()),
                        iff(entries.isEmpty(), p("No section was restored.")),
                        review())
                .withClass("card");
    }

    /** Shown by the script that saves what was decided; without scripts there is nothing to save. */
    private DomContent review() {
        return div(
                        button("Save the review").withId("save").withType("button"),
                        a().withId("file").attr("download", "review.json").attr("hidden"),
                        span().withId("decided").attr("aria-live", "polite").withClass("quiet"))
                .withId("review")
                .withData("stack", stack.name())
                .withData("sections", String.valueOf(entries.size()))
                .attr("hidden");
    }

    private static DomContent verdict(int z) {
        return fieldset(
                        legend("Your verdict"),
                        each(
                                List.of("accept", "reject", "redo"),
                                verdict -> label(
                                        input().withType("radio")
                                                .withClass("verdict")
                                                .withName("verdict" + z)
                                                .withValue(verdict)
                                                .withData("z", String.valueOf(z)),
                                        text(" " + verdict + " "))))
                .withClass("verdict");
    }

    private static DivTag tile(String number, String what) {
        return div(span(number).withClass("number"), span(what).withClass("what"))
                .withClass("tile");
    }

    private DomContent totals(long[] totals) {
        long all = Stream.of(CODES).mapToLong(code -> totals[code.ordinal()]).sum();
        return div(
                h3("Where the pixels of the restored sections come from"),
                bar(totals, all),
                ul(each(
                                List.of(CODES),
                                code -> li(
                                        swatch(code),
                                        span(code.meaning),
                                        span(percent(totals[code.ordinal()], all))
                                                .withClass("count"),
                                        span(String.format(Locale.ROOT, "%,d px", totals[code.ordinal()]))
                                                .withClass("count quiet"))))
                        .withClass("legend"));
    }

    private static DomContent bar(long[] counts, long all) {
        String text = Stream.of(CODES)
                .filter(code -> counts[code.ordinal()] > 0)
                .map(code -> percent(counts[code.ordinal()], all) + " " + code.meaning)
                .collect(Collectors.joining(", "));
        return div(each(
                        List.of(CODES),
                        code -> iff(
                                counts[code.ordinal()] > 0,
                                span().withClass(code.key())
                                        .withStyle(String.format(
                                                Locale.ROOT, "width:%.3f%%", 100.0 * counts[code.ordinal()] / all)))))
                .withClass("bar")
                .attr("role", "img")
                .attr("aria-label", text)
                .withTitle(text);
    }

    private static DomContent swatch(ProvenanceCode code) {
        return span().withClass("swatch " + code.key()).attr("aria-hidden", "true");
    }

    private DomContent summaryTable() {
        return div(table(
                        caption("All restored sections"),
                        thead(tr(each(
                                List.of("Section", "Damage", "Method", "From sections", "Changed", "Confidence", ""),
                                name -> th(name).attr("scope", "col")))),
                        tbody(each(entries, entry -> tr(
                                        th(a(String.valueOf(entry.z())).withHref("#z" + entry.z()))
                                                .attr("scope", "row"),
                                        td(entry.kinds()),
                                        td(entry.methods()),
                                        td(entry.sources()),
                                        td(bar(entry.counts(), entry.pixels()), span(percent(entry.changed())))
                                                .withClass("changed"),
                                        td(meter(entry.confidence())),
                                        td(iff(entry.doubtful(), doubtfulMark("look at this"))))
                                .withCondClass(entry.doubtful(), "doubtful")))))
                .withClass("scroll")
                .withTabindex(0);
    }

    private DomContent entry(SectionEntry entry) {
        return article(
                        header(
                                h2("Section " + entry.z()),
                                span(entry.kinds()).withClass("kinds"),
                                iff(entry.doubtful(), doubtfulMark("doubtful: look at this"))),
                        verdict(entry.z()),
                        each(entry.repairs(), this::repair),
                        div(bar(entry.counts(), entry.pixels()), provenance(entry))
                                .withClass("provenance"),
                        each(Stream.ofNullable(told.tissue().get(entry.z())).toList(), RestorationPage::tissue),
                        entry.pictures().isEmpty()
                                ? p("No pictures: a report shows those of its first sections and of doubtful ones only.")
                                        .withClass("quiet")
                                : pictures(entry.pictures()))
                .withId("z" + entry.z())
                .withClass(entry.doubtful() ? "card doubtful" : "card");
    }

    private static DomContent tissue(Detection.TissueShare tissue) {
        return p("Tissue in " + percent(tissue.share()) + " of the section; padding of its alignment: "
                        + percent(tissue.padding()) + ".")
                .withClass("quiet");
    }

    private DomContent repair(Repair repair) {
        Findings findings = repair.findings();
        return div(
                        dl(
                                fact("Found", SectionEntry.name(repair.kind())),
                                fact("Done with", repair.method()),
                                fact(
                                        "From sections",
                                        repair.sources().isEmpty()
                                                ? "this one only"
                                                : repair.sources().stream()
                                                        .map(String::valueOf)
                                                        .collect(Collectors.joining(", "))),
                                div(dt("Confidence"), dd(meter(findings.confidence())))),
                        iff(!findings.remarks().isEmpty(), remarks(findings.remarks())),
                        iff(!findings.estimates().isEmpty(), estimates(findings.estimates())))
                .withClass("repair");
    }

    private static DomContent fact(String name, String value) {
        return div(dt(name), dd(value));
    }

    private static DomContent remarks(List<String> sentences) {
        return ul(each(sentences, sentence -> li(sentence))).withClass("remarks");
    }

    private static DomContent estimates(List<Findings.Estimate> estimates) {
        return div(table(
                        caption("Estimated parameters"),
                        thead(tr(each(List.of("Parameter", "Estimate", "Unit", "Confidence"), name -> th(name).attr(
                                        "scope", "col")))),
                        tbody(each(
                                estimates,
                                estimate -> tr(
                                        th(estimate.name()).attr("scope", "row"),
                                        td(plain(estimate.value())).withClass("figure"),
                                        td(estimate.unit()),
                                        td(meter(estimate.confidence())))))))
                .withClass("scroll estimates")
                .withTabindex(0);
    }

    private static DomContent pictures(List<SectionEntry.Captioned> pictures) {
        return div(each(
                        pictures,
                        one -> figure(
                                img().withSrc(one.picture().uri())
                                        .withAlt(one.alternative())
                                        .attr("width", one.picture().width())
                                        .attr("height", one.picture().height()),
                                figcaption(one.caption()))))
                .withClass("pictures");
    }

    private static DomContent meter(double confidence) {
        String grade = confidence >= 0.75 ? "high" : confidence >= 0.4 ? "medium" : "low";
        return span(
                        span(span().withStyle(String.format(Locale.ROOT, "width:%.0f%%", 100 * confidence)))
                                .withClass("meter " + grade)
                                .attr("aria-hidden", "true"),
                        span(String.format(Locale.ROOT, "%.2f %s", confidence, grade)))
                .withClass("confidence");
    }

    private static DomContent doubtfulMark(String text) {
        return span(span("⚠").attr("aria-hidden", "true"), span(" " + text)).withClass("mark");
    }

    private static DomContent provenance(SectionEntry entry) {
        return ul(each(
                        Stream.of(CODES)
                                .filter(code -> entry.counts()[code.ordinal()] > 0)
                                .toList(),
                        code -> li(
                                swatch(code),
                                span(percent(entry.counts()[code.ordinal()], entry.pixels()) + " " + code.meaning))))
                .withClass("legend quiet");
    }

    private static String percent(long part, long all) {
        return percent(all == 0 ? 0 : (double) part / all);
    }

    /** Rounds, but never says none or all of what is not. */
    private static String percent(double share) {
        if (share > 0 && share < 0.001) {
            return "< 0.1 %";
        }
        return share < 1 && share > 0.999 ? "> 99.9 %" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Four significant digits without needless zeros. */
    private static String plain(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private static String styleSheet() {
        StringBuilder css = new StringBuilder(ReportPage.styleSheet());
        for (ProvenanceCode code : CODES) {
            css.append('.')
                    .append(code.key())
                    .append("{background:")
                    .append(code.css())
                    .append("}\n");
        }
        return css.toString();
    }
}
