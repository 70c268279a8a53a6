package org.sstem.damage;

import java.util.Optional;

/**
 * One damage of one section. A section with several kinds of damage has several of these.
 *
 * @param z    the section, from 0
 * @param kind what is wrong with it
 * @param mask where it is damaged, if that is known; never there for {@link DamageKind#MISSING}
 * @param found whether the mask is what a {@linkplain org.sstem.damage.DamageDetector detector} made out, and not what
 *     somebody knows
 */
public record DamagedSection(int z, DamageKind kind, Optional<SectionMask> mask, boolean found) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if z is negative, a missing section has a mask, or a mask is found that is not
     *     there
     */
    public DamagedSection {
        if (z < 0) {
            throw new IllegalArgumentException("z must be 0 or more, was " + z);
        }
        if (kind == DamageKind.MISSING && mask.isPresent()) {
            throw new IllegalArgumentException("section " + z + " is missing as a whole, so it must not have a mask");
        }
        if (found && mask.isEmpty()) {
            throw new IllegalArgumentException("section " + z + " has no mask, so it must not have a found one");
        }
    }

    /**
     * Makes a damage that may be anywhere in its section.
     *
     * @param z    the section, from 0
     * @param kind what is wrong with it
     */
    public DamagedSection(int z, DamageKind kind) {
        this(z, kind, Optional.empty(), false);
    }

    /**
     * Makes a damage whose place is known.
     *
     * @param z    the section, from 0
     * @param kind what is wrong with it, not {@link DamageKind#MISSING}
     * @param mask where it is damaged
     */
    public DamagedSection(int z, DamageKind kind, SectionMask mask) {
        this(z, kind, Optional.of(mask), false);
    }

    @Override
    public String toString() {
        return "section " + z + " (" + kind.id() + ")";
    }
}
