package org.sstem.cli.internal.study;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.sstem.internal.metric.SegmentationScores;
import org.sstem.internal.report.ReportPage;
import org.sstem.internal.report.RestorationJson;
import org.sstem.metric.EvaluationResult.Statistic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a study has found, for people and for machines. Means are over the damaged sections, each first averaged over the
 * seeds; what is paired is compared section by section before it is averaged.
 *
 * @param scores all lines
 */
record StudyReport(List<StudyScore> scores) {

    private static final String ROW = "  %-14s %9s %9s %16s %16s %6s %20s %13s\n";

    /** A table for every damage, in 2-D and in 3-D. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Table table : tables()) {
            text.append(table.title).append('\n');
            table.cells().forEach(cells -> text.append(String.format(Locale.ROOT, ROW, cells.toArray())));
            text.append('\n');
        }
        return text.toString();
    }

    /** Writes the tables as a page; an older one of the same name is replaced. */
    void writeHtml(Path file, List<String> stacks) throws IOException {
        ReportPage page = new ReportPage("Study of segmentation", String.join(", ", stacks), List.of());
        for (Table table : tables()) {
            List<List<String>> cells = table.cells();
            page.card(table.title).table("VOI in bits", cells.get(0), cells.subList(1, cells.size()));
        }
        page.write(file);
    }

    private List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        for (StudyDamage damage : StudyDamage.values()) {
            for (int dimensions = 2; dimensions <= 3; dimensions++) {
                List<Summary> rows = summaries(damage, dimensions);
                if (!rows.isEmpty()) {
                    String title = String.format(
                            Locale.ROOT,
                            "%s, %d-D, %d sections; mean +- standard error",
                            damage,
                            dimensions,
                            rows.get(0).voi.count());
                    tables.add(new Table(title, rows));
                }
            }
        }
        return tables;
    }

    /** What is said of one damage. */
    private record Table(String title, List<Summary> rows) {

        List<List<String>> cells() {
            List<List<String>> cells = new ArrayList<>();
            cells.add(List.of(
                    "section",
                    "VOI split",
                    "VOI merge",
                    "VOI, bits",
                    "VOI over true",
                    "cut",
                    "ARAND (scikit-image)",
                    "ARAND (CREMI)"));
            rows.forEach(row -> cells.add(row.cells()));
            return cells;
        }
    }

    /** The tables and every line. */
    String json() {
        JsonObject all = new JsonObject();
        JsonArray tables = new JsonArray();
        for (StudyDamage damage : StudyDamage.values()) {
            for (int dimensions = 2; dimensions <= 3; dimensions++) {
                summaries(damage, dimensions).forEach(row -> tables.add(row.json()));
            }
        }
        all.add("means", tables);
        JsonArray lines = new JsonArray();
        for (StudyScore score : scores) {
            JsonObject line = head(score.damage(), score.dimensions(), score.treatment());
            line.addProperty("stack", score.stack());
            line.addProperty("seed", score.seed());
            line.addProperty("z", score.z());
            line.add("voiSplit", RestorationJson.number(score.scores().split()));
            line.add("voiMerge", RestorationJson.number(score.scores().merge()));
            line.add("arand", RestorationJson.number(score.scores().arand()));
            line.add("arandCremi", RestorationJson.number(score.scores().arandCremi()));
            lines.add(line);
        }
        all.add("sections", lines);
        return new GsonBuilder().setPrettyPrinting().serializeNulls().create().toJson(all);
    }

    /** Every line, with a head. */
    String csv() {
        StringBuilder csv =
                new StringBuilder("stack,damage,seed,z,treatment,dimensions,voi_split,voi_merge,arand,arand_cremi\n");
        for (StudyScore score : scores) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%d,%d,%s,%d,%.6f,%.6f,%.6f,%.6f\n",
                    score.stack(),
                    score.damage().option(),
                    score.seed(),
                    score.z(),
                    score.treatment(),
                    score.dimensions(),
                    score.scores().split(),
                    score.scores().merge(),
                    score.scores().arand(),
                    score.scores().arandCremi()));
        }
        return csv.toString();
    }

    private static JsonObject head(StudyDamage damage, int dimensions, Treatment treatment) {
        JsonObject head = new JsonObject();
        head.addProperty("damage", damage.option());
        head.addProperty("dimensions", dimensions);
        head.addProperty("treatment", treatment.toString());
        return head;
    }

    private List<Summary> summaries(StudyDamage damage, int dimensions) {
        List<Summary> rows = new ArrayList<>();
        double[] truth = values(damage, dimensions, Treatment.TRUE, SegmentationScores::variationOfInformation);
        Treatment worst = damage.missing() ? Treatment.MEAN : Treatment.DAMAGED;
        double[] before = values(damage, dimensions, worst, SegmentationScores::variationOfInformation);
        for (Treatment treatment : Treatment.values()) {
            double[] voi = values(damage, dimensions, treatment, SegmentationScores::variationOfInformation);
            if (voi.length == 0) {
                continue;
            }
            Statistic excess = Statistic.of(difference(voi, truth));
            double lost = Statistic.of(difference(before, truth)).mean();
            rows.add(new Summary(
                    damage,
                    dimensions,
                    treatment,
                    Statistic.of(values(damage, dimensions, treatment, SegmentationScores::split)),
                    Statistic.of(values(damage, dimensions, treatment, SegmentationScores::merge)),
                    Statistic.of(voi),
                    excess,
                    1 - excess.mean() / lost,
                    Statistic.of(values(damage, dimensions, treatment, SegmentationScores::arand)),
                    Statistic.of(values(damage, dimensions, treatment, SegmentationScores::arandCremi))));
        }
        return rows;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] out = new double[a.length];
        Arrays.setAll(out, i -> a[i] - b[i]);
        return out;
    }

    /** One value a damaged section, in their order. */
    private double[] values(
            StudyDamage damage, int dimensions, Treatment treatment, ToDoubleFunction<SegmentationScores> measure) {
        Map<Long, List<Double>> bySection = new TreeMap<>();
        for (StudyScore score : scores) {
            if (score.damage() == damage && score.dimensions() == dimensions && score.treatment() == treatment) {
                bySection
                        .computeIfAbsent((long) score.stack() << 32 | score.z(), place -> new ArrayList<>())
                        .add(measure.applyAsDouble(score.scores()));
            }
        }
        return bySection.values().stream()
                .mapToDouble(values -> values.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /**
     * One row.
     *
     * @param excess by how much VOI is above the true section's, paired
     * @param cut    which share of that of the damaged section, or of the neighbours' mean, is gone
     */
    private record Summary(
            StudyDamage damage,
            int dimensions,
            Treatment treatment,
            Statistic split,
            Statistic merge,
            Statistic voi,
            Statistic excess,
            double cut,
            Statistic arand,
            Statistic cremi) {

        List<String> cells() {
            return List.of(
                    treatment.toString(),
                    number(split.mean()),
                    number(merge.mean()),
                    withError(voi),
                    withError(excess),
                    Double.isFinite(cut) ? String.format(Locale.ROOT, "%.0f %%", 100 * cut) : "-",
                    withError(arand),
                    number(cremi.mean()));
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, "%.3f", value);
        }

        private static String withError(Statistic value) {
            return value.count() < 2
                    ? number(value.mean())
                    : String.format(Locale.ROOT, "%.3f +- %.3f", value.mean(), value.standardError());
        }

        JsonObject json() {
            JsonObject row = head(damage, dimensions, treatment);
            row.addProperty("sections", voi.count());
            row.add("voiSplit", RestorationJson.number(split.mean()));
            row.add("voiMerge", RestorationJson.number(merge.mean()));
            add(row, "voi", voi);
            add(row, "voiOverTrue", excess);
            if (Double.isFinite(cut)) {
                row.addProperty("cut", cut);
            }
            add(row, "arand", arand);
            add(row, "arandCremi", cremi);
            return row;
        }

        private static void add(JsonObject row, String name, Statistic value) {
            row.add(name, RestorationJson.number(value.mean()));
            if (value.count() > 1) {
                row.add(name + "StandardError", RestorationJson.number(value.standardError()));
            }
        }
    }
}
