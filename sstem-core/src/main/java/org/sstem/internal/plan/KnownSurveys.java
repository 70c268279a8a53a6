package org.sstem.internal.plan;

import org.sstem.method.RestorationMethod.Survey;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * What was estimated of sections before, looked up when one is restored and not kept here. Immutable.
 *
 * @param sections those that were estimated
 * @param lookup   gives the parameters of a section's repairs
 */
public record KnownSurveys(Set<Integer> sections, IntFunction<List<Survey>> lookup) {

    /** Copies the set, in ascending order. */
    public KnownSurveys {
        sections = Collections.unmodifiableSortedSet(new TreeSet<>(sections));
    }

    /** What is at hand. */
    public static KnownSurveys of(Map<Integer, List<Survey>> known) {
        Map<Integer, List<Survey>> copy = Map.copyOf(known);
        return new KnownSurveys(copy.keySet(), copy::get);
    }
}
