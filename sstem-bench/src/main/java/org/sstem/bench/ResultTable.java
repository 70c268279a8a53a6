package org.sstem.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Renders results as Markdown. */
final class ResultTable {

    private ResultTable() {}

    static String render(ResultFile file) {
        StringBuilder text = new StringBuilder();
        text.append("| | |\n|---|---|\n");
        line(text, "machine", file.machine());
        line(text, "Java", file.java());
        line(text, "commit", file.commit());
        line(text, "date", file.date());
        line(text, "profile", file.profile() + ", " + file.threads() + " threads");
        line(text, "load average before", number(file.load()));
        double peak = rate(file, "MachineBenchmark.multiplyAdd").orElse(0.0);
        double copy = rate(file, "MachineBenchmark.copy").orElse(0.0);
        Map<String, List<Result>> groups = new TreeMap<>();
        file.results().forEach(r -> groups.computeIfAbsent(r.group(), g -> new ArrayList<>())
                .add(r));
        groups.forEach((group, results) -> {
            text.append("\n### ").append(group).append("\n\n");
            text.append("| benchmark | best | median | forks | rate | share of peak |\n");
            text.append("|---|---:|---:|---:|---:|---:|\n");
            results.forEach(r -> text.append(row(r, peak, copy)));
        });
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private static String row(Result r, double peak, double copy) {
        String unit = r.primaryMetric().scoreUnit().replace("/op", "");
        String rate = "";
        String share = "";
        if (r.cost().operations() > 0) {
            rate = number(r.cost().operations() / r.best() / 1e6) + " GFLOP/s";
            share = peak > 0 ? percent(r.cost().operations() / r.best() / peak) : "";
        } else if (r.cost().bytes() > 0) {
            rate = number(r.cost().bytes() / r.best() / 1e6) + " GB/s";
            share = copy > 0 ? percent(r.cost().bytes() / r.best() / copy) : "";
        } else if (r.cost().megapixels() > 0) {
            rate = number(r.best() / r.cost().megapixels()) + " " + unit + " a megapixel";
        }
        return "| " + r.key() + " | " + number(r.best()) + " " + unit + " | " + number(r.median()) + " " + unit + " | "
                + r.forks() + " | " + rate + " | " + share + " |\n";
    }

    /** Operations or bytes a millisecond of the yardstick. */
    private static Optional<Double> rate(ResultFile file, String yardstick) {
        return file.results().stream()
                .filter(r -> r.shortName().equals(yardstick))
                .map(r -> Math.max(r.cost().operations(), r.cost().bytes()) / r.best())
                .findFirst();
    }

    /** Best against best, the worst change first. */
    static String compare(ResultFile before, ResultFile after) {
        Map<String, Result> old = new TreeMap<>();
        before.results().forEach(r -> old.put(r.key(), r));
        List<Result> both = after.results().stream()
                .filter(r -> old.containsKey(r.key()))
                .sorted((a, b) -> Double.compare(change(old, b), change(old, a)))
                .toList();
        StringBuilder text = new StringBuilder();
        text.append("| benchmark | ").append(before.commit()).append(" | ").append(after.commit());
        text.append(" | after / before |\n|---|---:|---:|---:|\n");
        for (Result r : both) {
            String unit = r.primaryMetric().scoreUnit().replace("/op", "");
            text.append("| ").append(r.key()).append(" | ");
            text.append(number(old.get(r.key()).best()))
                    .append(' ')
                    .append(unit)
                    .append(" | ");
            text.append(number(r.best())).append(' ').append(unit).append(" | ");
            text.append(String.format(Locale.ROOT, "%.2f", change(old, r))).append(" |\n");
        }
        return text.toString();
    }

    private static double change(Map<String, Result> old, Result r) {
        return r.best() / old.get(r.key()).best();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }
}
