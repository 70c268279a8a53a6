package org.sstem.net.internal.training;

import org.sstem.net.LearningRate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What must be the same for a run to be continued, in words, because a checkpoint keeps it: a schedule by its rates at
 * some steps, everything else by its description.
 *
 * @param values name to description
 */
public record RunSettings(Map<String, String> values) {

    private static final long[] SAMPLED_STEPS = {0, 1, 10, 100, 1_000, 10_000, 30_000, 100_000, 300_000};

    public RunSettings {
        values = new LinkedHashMap<>(values);
    }

    /** Describes the schedules: one if they are all the same. */
    public static String describe(List<LearningRate> rates) {
        return rates.stream().map(RunSettings::describe).distinct().collect(Collectors.joining("; "));
    }

    private static String describe(LearningRate rate) {
        List<String> rates = new ArrayList<>();
        for (long step : SAMPLED_STEPS) {
            rates.add("step " + step + ": " + rate.at(step));
        }
        return String.join(", ", rates);
    }

    /**
     * Compares with the settings of a checkpoint.
     *
     * @throws IllegalArgumentException if they differ; the message says where
     */
    void checkSame(RunSettings checkpoint) {
        values.forEach((name, value) -> {
            String before = checkpoint.values.get(name);
            if (!value.equals(before)) {
                throw new IllegalArgumentException("this run cannot be continued with other settings: " + name + " was "
                        + before + ", is now " + value);
            }
        });
    }
}
