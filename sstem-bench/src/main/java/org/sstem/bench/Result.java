package org.sstem.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * One line of a JMH result file, as far as it is used here.
 *
 * @param benchmark     fully qualified class and method
 * @param mode          JMH's short name of the mode
 * @param forks         virtual machines started
 * @param params        parameters, or null
 * @param primaryMetric the times
 */
record Result(String benchmark, String mode, int forks, Map<String, String> params, Metric primaryMetric) {

    /**
     * The times of one benchmark.
     *
     * @param score            mean
     * @param scoreUnit        unit, as in {@code "ms/op"}
     * @param scorePercentiles time of a call by the share, in percent, of the calls that take no longer
     */
    record Metric(double score, String scoreUnit, Map<String, Double> scorePercentiles) {}

    /** Class and method without the package. */
    String shortName() {
        String[] parts = benchmark.split("\\.");
        return parts[parts.length - 2] + "." + parts[parts.length - 1];
    }

    /** The package under this one: the group. */
    String group() {
        String[] parts = benchmark.split("\\.");
        return parts[parts.length - 3];
    }

    Map<String, String> parameters() {
        return params == null ? Map.of() : new TreeMap<>(params);
    }

    /** Name and parameters: what is compared with its like in another file. */
    String key() {
        StringBuilder key = new StringBuilder(shortName());
        parameters()
                .forEach((name, value) ->
                        key.append(' ').append(name).append('=').append(value));
        return key.toString();
    }

    /** The fastest call: on a machine that does other things too, the least disturbed. */
    double best() {
        return primaryMetric.scorePercentiles.get("0.0");
    }

    double median() {
        return primaryMetric.scorePercentiles.get("50.0");
    }

    Cost cost() {
        return Cost.of(shortName(), parameters());
    }
}
