package org.sstem.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import org.sstem.internal.report.RestorationJson;
import org.sstem.internal.report.WholeFile;
import org.sstem.metric.EndpointError;
import org.sstem.metric.EvaluationResult;
import org.sstem.metric.EvaluationResult.Measure;
import org.sstem.metric.EvaluationResult.SectionScores;
import org.sstem.metric.EvaluationResult.Statistic;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of an evaluation as a table for people and as JSON for machines. Immutable and thread-safe; numbers are
 * written with a decimal point whatever the locale.
 */
public final class EvaluationReport {

    private final EvaluationResult result;
    private final Map<Integer, EndpointError.Summary> flows;

    /**
     * Makes a report.
     *
     * @param result what was measured
     */
    public EvaluationReport(EvaluationResult result) {
        this(result, Map.of());
    }

    /**
     * Makes a report that also says how far flows are from the true ones.
     *
     * @param result what was measured
     * @param flows  endpoint errors by section; none says nothing about flows
     */
    public EvaluationReport(EvaluationResult result, Map<Integer, EndpointError.Summary> flows) {
        this.result = result;
        this.flows = Collections.unmodifiableMap(new TreeMap<>(flows));
    }

    /**
     * Formats two tables of plain text: every measure summarised (mean and standard error over the sections, the paired
     * difference, how many sections came out worse), then every section. Degraded sections and the truth's own scores
     * have columns where they are known.
     *
     * @return lines that end with a line feed
     */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d sections, data range %s, margin %d px; mean +- standard error%n",
                result.sections().size(),
                number(result.dataRange(), 6),
                result.margin()));
        text.append('\n').append(TextTable.format(summary())).append('\n');
        text.append(TextTable.format(sections()));
        if (!flows.isEmpty()) {
            text.append('\n').append(TextTable.format(flowRows()));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    /**
     * Formats the result as JSON: settings, one entry a section, and the summary of every measure with count, mean,
     * standard deviation and standard error. What is undefined is null, what is infinite {@code "Infinity"}.
     *
     * @return a JSON object
     */
    public String json() {
        StringWriter out = new StringWriter();
        RestorationJson.write(tree(), out);
        return out.toString();
    }

    /**
     * Writes the JSON into a file, aside and then moved into place.
     *
     * @param file where to
     * @throws IOException if it cannot be written; the message names it
     */
    public void writeJson(Path file) throws IOException {
        WholeFile.write(file, out -> RestorationJson.write(tree(), out));
    }

    private List<List<String>> summary() {
        boolean paired = paired();
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                paired
                        ? List.of("", "degraded", "restored", "difference", "true section", "worse")
                        : List.of("", "restored", "true section"));
        for (Measure measure : result.measures()) {
            List<String> row = new ArrayList<>();
            row.add(name(measure));
            if (paired) {
                row.add(statistic(result.degraded(measure), measure));
            }
            row.add(statistic(result.restored(measure), measure));
            if (paired) {
                row.add(statistic(result.difference(measure), measure));
            }
            row.add(statistic(result.truth(measure), measure));
            if (paired) {
                boolean neutral = measure == Measure.SHARPNESS || measure == Measure.RELATIVE_SHARPNESS;
                row.add(
                        neutral
                                ? "-"
                                : result.worsened(measure).size() + " of "
                                        + result.difference(measure).count());
            }
            rows.add(row);
        }
        return rows;
    }

    private List<List<String>> sections() {
        boolean paired = paired();
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("section"));
        result.measures().stream()
                .map(measure -> name(measure) + (paired ? " before > after" : ""))
                .forEach(head::add);
        rows.add(head);
        for (SectionScores scores : result.sections()) {
            List<String> row = new ArrayList<>(List.of(String.valueOf(scores.z())));
            for (Measure measure : result.measures()) {
                String after = value(scores.restored(), measure);
                row.add(paired ? value(scores.degraded(), measure) + " > " + after : after);
            }
            rows.add(row);
        }
        return rows;
    }

    private List<List<String>> flowRows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("endpoint error [px]", "pixels", "mean", "median", "95 %"));
        flows.forEach((z, error) -> rows.add(List.of(
                String.valueOf(z),
                String.valueOf(error.pixels()),
                number(error.mean(), 3),
                number(error.median(), 3),
                number(error.most(), 3))));
        return rows;
    }

    private boolean paired() {
        return result.sections().stream().anyMatch(s -> !s.degraded().isEmpty());
    }

    private static String name(Measure measure) {
        return measure.unit().isEmpty() ? measure.label() : measure.label() + " [" + measure.unit() + "]";
    }

    private static String value(Map<Measure, Double> scores, Measure measure) {
        return scores.containsKey(measure) ? number(scores.get(measure), decimals(measure)) : "-";
    }

    private static String statistic(Statistic statistic, Measure measure) {
        if (statistic.count() == 0) {
            return "-";
        }
        String mean = number(statistic.mean(), decimals(measure));
        return statistic.count() == 1 || !Double.isFinite(statistic.standardError())
                ? mean
                : mean + " +- " + number(statistic.standardError(), decimals(measure));
    }

    private static int decimals(Measure measure) {
        return measure == Measure.PSNR || measure == Measure.DRIFT_FREE_PSNR ? 2 : measure == Measure.SHARPNESS ? 5 : 4;
    }

    /** A number that rounds to zero has no sign. */
    private static String number(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "-";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "infinite" : "-infinite";
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        if (decimals > 5) {
            text = text.replaceAll("\\.?0+$", "");
        }
        return text.matches("-0\\.?0*") ? text.substring(1) : text;
    }

    private JsonObject tree() {
        JsonObject root = new JsonObject();
        root.addProperty("version", RestorationJson.VERSION);
        root.addProperty("marginPx", result.margin());
        root.add("dataRange", RestorationJson.number(result.dataRange()));
        JsonObject summary = new JsonObject();
        for (Measure measure : result.measures()) {
            JsonObject one = new JsonObject();
            one.addProperty("label", measure.label());
            one.addProperty("unit", measure.unit());
            one.add("restored", json(result.restored(measure)));
            one.add("degraded", json(result.degraded(measure)));
            one.add("difference", json(result.difference(measure)));
            one.add("truth", json(result.truth(measure)));
            JsonArray worsened = new JsonArray();
            result.worsened(measure).forEach(worsened::add);
            one.add("worsened", worsened);
            summary.add(key(measure), one);
        }
        root.add("summary", summary);
        JsonArray sections = new JsonArray();
        for (SectionScores scores : result.sections()) {
            JsonObject section = new JsonObject();
            section.addProperty("z", scores.z());
            section.add("restored", json(scores.restored()));
            section.add("degraded", json(scores.degraded()));
            section.add("truth", json(scores.truth()));
            sections.add(section);
        }
        root.add("sections", sections);
        if (!flows.isEmpty()) {
            root.add("flows", flowTree());
        }
        return root;
    }

    private JsonArray flowTree() {
        JsonArray all = new JsonArray();
        flows.forEach((z, error) -> {
            JsonObject one = new JsonObject();
            one.addProperty("z", z);
            one.addProperty("pixels", error.pixels());
            one.add("meanPx", RestorationJson.number(error.mean()));
            one.add("medianPx", RestorationJson.number(error.median()));
            one.add("percentile95Px", RestorationJson.number(error.most()));
            all.add(one);
        });
        return all;
    }

    private static JsonObject json(Map<Measure, Double> scores) {
        JsonObject json = new JsonObject();
        scores.forEach((measure, value) -> json.add(key(measure), RestorationJson.number(value)));
        return json;
    }

    private static JsonElement json(Statistic statistic) {
        if (statistic.count() == 0) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = new JsonObject();
        json.addProperty("count", statistic.count());
        json.add("mean", RestorationJson.number(statistic.mean()));
        json.add("sd", RestorationJson.number(statistic.sd()));
        json.add("standardError", RestorationJson.number(statistic.standardError()));
        return json;
    }

    private static String key(Measure measure) {
        return measure.name().toLowerCase(Locale.ROOT);
    }

    /** Aligns columns: the first to the left, the others to the right. */
    private static final class TextTable {

        static String format(List<List<String>> rows) {
            int[] widths = new int[rows.get(0).size()];
            for (List<String> row : rows) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], row.get(i).length());
                }
            }
            return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
        }

        private static String line(List<String> row, int[] widths) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(i == 0 ? row.get(i) + padding : "  " + padding + row.get(i));
            }
            return line.toString().stripTrailing() + "\n";
        }
    }
}
