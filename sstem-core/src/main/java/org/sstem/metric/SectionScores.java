package org.sstem.metric;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The scores of one section. The maps are unmodifiable and in the order of {@link Measure}.
 *
 * @param z        section number
 * @param restored scores of the restored section
 * @param degraded scores of the section before it was restored; empty if that was not given
 * @param truth    what the true section scores itself: its sharpness, and its segmentation if that is measured
 */
public record SectionScores(
        int z, Map<Measure, Double> restored, Map<Measure, Double> degraded, Map<Measure, Double> truth) {

    /** Copies the maps. */
    public SectionScores {
        restored = ordered(restored);
        degraded = ordered(degraded);
        truth = ordered(truth);
    }

    private static Map<Measure, Double> ordered(Map<Measure, Double> scores) {
        Map<Measure, Double> copy = new EnumMap<>(Measure.class);
        copy.putAll(scores);
        return Collections.unmodifiableMap(copy);
    }
}
