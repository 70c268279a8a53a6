package org.sstem.missing;

import org.sstem.image.Plane;

/** Puts two planes of one size together. */
final class Blend {

    private Blend() {}

    static Plane weighted(Plane below, Plane above, double fraction) {
        Plane out = new Plane(below.width(), below.height());
        float weight = (float) fraction;
        for (int i = 0; i < out.pixels().length; i++) {
            float a = below.pixels()[i];
            out.pixels()[i] = a + weight * (above.pixels()[i] - a);
        }
        return out;
    }
}
