package org.sstem.damage;

import java.util.Optional;

/**
 * What was decided about one section and one kind of damage, and why.
 *
 * @param z          the section, from 0
 * @param kind       the kind of damage
 * @param damaged    whether the section was judged damaged; false for what came near to it
 * @param confidence how sure it is that there is such damage, 0 to 1; at least 0.5 if and only if {@code damaged}
 * @param mask       the damaged pixels; only where {@code damaged}, never for {@link DamageKind#MISSING}
 * @param why        the reason, one sentence with the numbers that decided
 */
public record Finding(
        int z, DamageKind kind, boolean damaged, double confidence, Optional<MaskImage> mask, String why) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if z is negative or the confidence does not fit the decision
     */
    public Finding {
        if (z < 0) {
            throw new IllegalArgumentException("z must be 0 or more, was " + z);
        }
        if (!(confidence >= 0 && confidence <= 1) || confidence >= 0.5 != damaged) {
            throw new IllegalArgumentException(
                    "confidence must be 0.5 to 1 for damage and 0 to below 0.5 for none, was " + confidence
                            + " for damaged = " + damaged);
        }
    }

    /**
     * Makes a verdict of damage.
     *
     * @param z          the section, from 0
     * @param kind       the kind of damage
     * @param confidence how sure it is; raised to 0.5, cut to 1
     * @param mask       the damaged pixels
     * @param why        the reason
     * @return the finding
     */
    public static Finding damage(int z, DamageKind kind, double confidence, Optional<MaskImage> mask, String why) {
        return new Finding(z, kind, true, Math.min(Math.max(confidence, 0.5), 1), mask, why);
    }

    /**
     * Makes a verdict of something that came near to damage.
     *
     * @param z          the section, from 0
     * @param kind       the kind of damage
     * @param confidence how sure it is that there is such damage; cut to below 0.5
     * @param why        the reason
     * @return the finding
     */
    public static Finding doubt(int z, DamageKind kind, double confidence, String why) {
        return new Finding(z, kind, false, Math.min(Math.max(confidence, 0), 0.49), Optional.empty(), why);
    }
}
