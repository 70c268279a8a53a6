package org.sstem.net.internal.report;

import j2html.tags.DomContent;
import org.sstem.internal.output.AtomicFile;
import org.sstem.internal.report.HtmlFrame;
import org.sstem.method.Plane;
import org.sstem.net.TrainingResult;
import org.sstem.net.ValidationScores;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.img;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

/** The report of a training: one page that needs nothing else. */
public final class TrainingReport {

    /** Validations in the table at most; of more, some are left out evenly. */
    private static final int ROWS = 40;

    private final Map<String, String> settings;
    private final LogFile log;
    private final TrainingResult result;
    private final List<Sample> samples;

    /** What a network made of one validation example. */
    public record Sample(List<Plane> inputs, List<Plane> output, List<Plane> target) {}

    public TrainingReport(Map<String, String> settings, LogFile log, TrainingResult result, List<Sample> samples) {
        this.settings = settings;
        this.log = log;
        this.result = result;
        this.samples = samples;
    }

    public void write(Path file) throws IOException {
        List<LogFile.Line> validations = new ArrayList<>();
        log.read(line -> {
            if (line.validation() != null) {
                validations.add(line);
            }
        });
        StringWriter out = new StringWriter();
        HtmlFrame.write(
                out,
                "Training report",
                styleSheet(),
                body(
                        h1("Training report"),
                        summary(),
                        section(h2("Curves"), img().withAlt("curves").withSrc(uri(TrainingCurves.png(log)))),
                        validationTable(validations),
                        examples(),
                        settingsTable()));
        AtomicFile.write(file, out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private DomContent summary() {
        List<String> facts = new ArrayList<>();
        facts.add(String.format(
                Locale.ROOT,
                "%,d steps%s; median loss of the last steps %s.",
                result.steps(),
                result.early() ? ", ended early because the validation no longer improved" : "",
                number(result.loss())));
        result.best()
                .ifPresent(best -> facts.add(String.format(
                        Locale.ROOT,
                        "Best validation after step %,d, whose parameters the network has: %s.",
                        result.bestStep(),
                        words(best))));
        return section(each(facts, fact -> p(fact)));
    }

    private static String words(ValidationScores scores) {
        List<String> words = new ArrayList<>();
        words.add("loss " + number(scores.loss()));
        if (Double.isNaN(scores.endpointError())) {
            words.add("PSNR " + number(scores.psnr()) + " dB");
            words.add("SSIM " + number(scores.ssim()));
            words.add("sharpness " + number(scores.sharpness()) + " (true sections " + number(scores.trueSharpness())
                    + ")");
        } else {
            words.add("endpoint error " + number(scores.endpointError()) + " px");
        }
        return String.join(", ", words);
    }

    private DomContent validationTable(List<LogFile.Line> validations) {
        if (validations.isEmpty()) {
            return p("There was no validation.");
        }
        int stride = (validations.size() + ROWS - 1) / ROWS;
        List<LogFile.Line> shown = new ArrayList<>();
        for (int i = (validations.size() - 1) % stride; i < validations.size(); i += stride) {
            shown.add(validations.get(i));
        }
        boolean flows =
                shown.stream().allMatch(line -> Double.isNaN(line.validation().psnr()));
        List<String> names = flows
                ? List.of("step", "loss", "endpoint error, px")
                : List.of("step", "loss", "PSNR, dB", "SSIM", "sharpness", "of true sections");
        List<List<String>> rows = new ArrayList<>();
        shown.forEach(line -> rows.add(cells(line.step(), line.validation(), flows)));
        return section(
                h2("Validations"),
                table(
                        thead(tr(each(names, name -> th(name)))),
                        tbody(each(rows, row -> tr(each(row, cell -> td(cell)))))));
    }

    private static List<String> cells(long step, ValidationScores scores, boolean flows) {
        List<String> cells = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d", step), number(scores.loss())));
        double[] figures = flows
                ? new double[] {scores.endpointError()}
                : new double[] {scores.psnr(), scores.ssim(), scores.sharpness(), scores.trueSharpness()};
        for (double figure : figures) {
            cells.add(number(figure));
        }
        return cells;
    }

    private DomContent examples() throws IOException {
        List<DomContent> rows = new ArrayList<>();
        for (Sample sample : samples) {
            List<DomContent> row = new ArrayList<>();
            add(row, "input", sample.inputs, sample.inputs);
            add(row, "output", sample.output, sample.target);
            add(row, "target", sample.target, sample.target);
            rows.add(div(each(row, picture -> picture)).withClass("row"));
        }
        return rows.isEmpty()
                ? p("There are no example pictures.")
                : section(h2("Examples"), div(each(rows, row -> row)));
    }

    private static void add(List<DomContent> row, String name, List<Plane> planes, List<Plane> range)
            throws IOException {
        for (int i = 0; i < planes.size(); i++) {
            String caption = planes.size() == 1 ? name : name + " " + (i + 1);
            row.add(figure(
                    img().withAlt(caption).withSrc(uri(grey(planes.get(i), range.get(i)))), figcaption(caption)));
        }
    }

    private DomContent settingsTable() {
        return section(h2("Settings"), table(tbody(each(settings, (name, value) -> tr(th(name), td(value))))));
    }

    /** Draws a plane with the least value of another as black and its largest as white. */
    private static byte[] grey(Plane plane, Plane range) throws IOException {
        float black = Float.POSITIVE_INFINITY;
        float white = Float.NEGATIVE_INFINITY;
        for (float value : range.pixels()) {
            black = Math.min(black, value);
            white = Math.max(white, value);
        }
        BufferedImage image = new BufferedImage(plane.width(), plane.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bytes.length; i++) {
            double share = (plane.pixels()[i] - black) / Math.max(1e-6, white - black);
            bytes[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
        }
        return TrainingCurves.encode(image);
    }

    private static String uri(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4g", value);
    }

    private static String styleSheet() throws IOException {
        try (InputStream in = TrainingReport.class.getResourceAsStream("training-report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
