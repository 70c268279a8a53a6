package org.sstem.net.internal.architecture;

import org.sstem.internal.method.Evidence;
import org.sstem.method.Plane;
import org.sstem.net.Role;

import java.util.List;

/**
 * What the compact networks see of the evidence, in training as in use. The names of the channels are those of the evidence;
 * doubt is {@code sqrt(1 - trust)}, the relative standard error of the section's own tissue. Stateless.
 */
public final class RefinementInputs {

    private RefinementInputs() {}

    /**
     * The channels of a role in their order. Grey values are cut to [0, 1]: where hardly any light is left, what it says
     * about the tissue may be fifty times as bright as white.
     */
    public static List<Plane> of(Role role, Evidence e) {
        Plane own = cut(e.own());
        Plane below = cut(e.below());
        Plane above = cut(e.above());
        Plane result = cut(e.result());
        return switch (role) {
            case INTERPOLATION, INTERPOLATION_OF_TWO -> List.of(below, above, result);
            case FOLD_FUSION -> List.of(own, e.trust(), below, above, result);
            case PRECIPITATE_CORRECTION -> List.of(result, doubt(e.trust()), e.light(), below, above, own);
            case PRECIPITATE_FUSION -> List.of(own, doubt(e.trust()), e.light(), below, above, result);
            case UNFOLDING, MOTION, MEMBRANE ->
                throw new IllegalArgumentException("a network for " + role + " sees no evidence");
        };
    }

    /** How many channels a role has. */
    static int count(Role role) {
        return switch (role) {
            case INTERPOLATION, INTERPOLATION_OF_TWO -> 3;
            case MOTION -> MotionInputs.COUNT;
            case UNFOLDING, FOLD_FUSION -> 5;
            case PRECIPITATE_CORRECTION, PRECIPITATE_FUSION -> 6;
            case MEMBRANE -> 1;
        };
    }

    private static Plane cut(Plane grey) {
        Plane cut = grey.copy();
        for (int i = 0; i < cut.pixels().length; i++) {
            cut.pixels()[i] = cut(cut.pixels()[i]);
        }
        return cut;
    }

    /** The grey value that a network sees of one. */
    public static float cut(float grey) {
        return Math.min(Math.max(grey, 0), 1);
    }

    /**
     * How uncertain the section's own tissue is: its standard error, relative to that of everything there is to go by. Trust
     * says the same, but below most of a blob it is so near to 1 that a network could not tell.
     */
    private static Plane doubt(Plane trust) {
        Plane doubt = new Plane(trust.width(), trust.height());
        for (int i = 0; i < doubt.pixels().length; i++) {
            doubt.pixels()[i] = (float) Math.sqrt(1 - trust.pixels()[i]);
        }
        return doubt;
    }

    /**
     * The evidence with the section's own tissue seen otherwise, and the result changed with it.
     *
     * @param change what is added to the own tissue, cut to [0, 1]; where it is 0 everything stays as it is
     */
    public static Evidence corrected(Evidence e, float[] change) {
        Plane own = e.own().copy();
        Plane result = e.result().copy();
        for (int i = 0; i < change.length; i++) {
            if (change[i] != 0) {
                float before = own.pixels()[i];
                own.pixels()[i] = cut(before) + change[i];
                result.pixels()[i] += e.trust().pixels()[i] * (own.pixels()[i] - before);
            }
        }
        return new Evidence(own, e.trust(), e.light(), e.below(), e.above(), result, e.provenance());
    }
}
