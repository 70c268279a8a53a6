package org.sstem.damage;

import java.util.Locale;

/**
 * One number that was measured to decide about a section, with the limit it was held against. Immutable.
 *
 * @param z        the section, from 0
 * @param kind     the kind of damage that it speaks for or against
 * @param quantity what was measured, for people
 * @param value    what came out
 * @param limit    the limit in this stack; part of the limits are learnt from the stack
 * @param above    true if values from the limit up speak for damage, false if values below it do
 */
public record Measured(int z, DamageKind kind, String quantity, double value, double limit, boolean above) {

    /**
     * Returns whether this number speaks for damage. Several numbers may have to, for a section to be called damaged.
     *
     * @return true if the value is on the damaged side of the limit
     */
    public boolean beyond() {
        return above ? value >= limit : value < limit;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.3g (damage %s %.3g)", quantity, value, above ? "from" : "below", limit);
    }
}
