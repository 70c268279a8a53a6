package org.sstem.damage;

import java.util.Optional;

/**
 * One damage of one section. A section with several kinds of damage has several of these.
 *
 * @param z    the section, from 0
 * @param kind what is wrong with it
 * @param mask where it is damaged, if that is known; never there for {@link DamageKind#MISSING}
 */
public record DamagedSection(int z, DamageKind kind, Optional<MaskImage> mask) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if z is negative, or a missing section has a mask
     */
    public DamagedSection {
        if (z < 0) {
            throw new IllegalArgumentException("z must be 0 or more, was " + z);
        }
        if (kind == DamageKind.MISSING && mask.isPresent()) {
            throw new IllegalArgumentException("section " + z + " is missing as a whole, so it must not have a mask");
        }
    }

    /**
     * Makes a damage that may be anywhere in its section.
     *
     * @param z    the section, from 0
     * @param kind what is wrong with it
     */
    public DamagedSection(int z, DamageKind kind) {
        this(z, kind, Optional.empty());
    }

    /**
     * Makes a damage whose place is known.
     *
     * @param z    the section, from 0
     * @param kind what is wrong with it, not {@link DamageKind#MISSING}
     * @param mask where it is damaged
     */
    public DamagedSection(int z, DamageKind kind, MaskImage mask) {
        this(z, kind, Optional.of(mask));
    }

    @Override
    public String toString() {
        return "section " + z + " (" + kind.id() + ")";
    }
}
