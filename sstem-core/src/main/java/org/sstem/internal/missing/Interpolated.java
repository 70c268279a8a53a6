package org.sstem.internal.missing;

import org.sstem.method.Area;
import org.sstem.method.Plane;

/**
 * An area of a section as its neighbours let expect it.
 *
 * @param pixels     grey values, scaled as {@link Plane} says
 * @param confidence one value a pixel from 0, the neighbours disagree, to 1, they agree
 * @param below      what of {@code pixels} comes from below: that neighbour in register, at the same brightness and
 *     contrast; at the start of the stack the one above
 * @param above      the same from above
 */
public record Interpolated(Plane pixels, Plane confidence, Plane below, Plane above) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Interpolated {
        if (!pixels.sameSize(confidence) || !pixels.sameSize(below) || !pixels.sameSize(above)) {
            throw new IllegalArgumentException(
                    "all parts of an interpolation must be " + pixels.width() + " x " + pixels.height());
        }
    }

    /** Cuts out a part. */
    Interpolated crop(Area area) {
        return new Interpolated(crop(pixels, area), crop(confidence, area), crop(below, area), crop(above, area));
    }

    private static Plane crop(Plane plane, Area area) {
        return plane.crop(area.x(), area.y(), area.width(), area.height());
    }
}
