package org.sstem.spark.internal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Neighbouring sections that one task looks after.
 *
 * @param first the first one
 * @param end   the one after the last
 */
public record Slab(int first, int end) implements Serializable {

    /** Cuts a stack into slabs of equal depth, but for the last one; those of which no section is wanted are left out. */
    public static List<Slab> of(int sections, int depth, IntPredicate wanted) {
        List<Slab> slabs = new ArrayList<>();
        for (int first = 0; first < sections; first += depth) {
            Slab slab = new Slab(first, Math.min(first + depth, sections));
            for (int z = slab.first; z < slab.end; z++) {
                if (wanted.test(z)) {
                    slabs.add(slab);
                    break;
                }
            }
        }
        return slabs;
    }

    @Override
    public String toString() {
        return end - first == 1 ? "section " + first : "sections " + first + " to " + (end - 1);
    }
}
