package org.sstem;

import org.sstem.damage.DamageKind;

import java.io.Serializable;
import java.util.List;

/**
 * One repair of one kind of damage in a section.
 *
 * @param kind     the damage
 * @param method   name of the method
 * @param sources  intact sections that were read, nearest first
 * @param findings what was found and how sure it is
 */
public record Repair(DamageKind kind, String method, List<Integer> sources, Findings findings) implements Serializable {

    /** Copies the list. */
    public Repair {
        sources = List.copyOf(sources);
    }

    /**
     * What a method found in a section, how sure it is of it, and what the reader of the report should know.
     *
     * @param confidence from 0, a guess, to 1, certain
     * @param estimates  the parameters that were estimated
     * @param remarks    sentences for a person: what was unusual, which fallback was taken
     * @param doubtful   true if the restoration should be looked at before it is used
     */
    public record Findings(double confidence, List<Estimate> estimates, List<String> remarks, boolean doubtful)
            implements Serializable {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if the confidence is not within [0, 1]
         */
        public Findings {
            if (!(confidence >= 0 && confidence <= 1)) {
                throw new IllegalArgumentException("confidence must be within [0, 1], was " + confidence);
            }
            estimates = List.copyOf(estimates);
            remarks = List.copyOf(remarks);
        }

        /**
         * One estimated parameter.
         *
         * @param name       what was estimated, as in {@code "fold width"}
         * @param value      the estimate
         * @param unit       its unit, empty for a pure number
         * @param confidence from 0 to 1
         */
        public record Estimate(String name, double value, String unit, double confidence) implements Serializable {}
    }
}
