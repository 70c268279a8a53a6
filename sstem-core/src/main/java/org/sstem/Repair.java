package org.sstem;

import org.sstem.damage.DamageKind;

import java.util.List;

/**
 * One repair of one kind of damage in a section.
 *
 * @param kind     the damage
 * @param method   name of the method
 * @param sources  intact sections that were read, nearest first
 * @param findings what was found and how sure it is
 */
public record Repair(DamageKind kind, String method, List<Integer> sources, Findings findings) {

    /** Copies the list. */
    public Repair {
        sources = List.copyOf(sources);
    }
}
