package org.sstem.missing;

import org.sstem.image.Plane;

/**
 * An area of a section as its neighbours let expect it.
 *
 * @param pixels     grey values, scaled as {@link Plane} says
 * @param confidence one value a pixel from 0, the neighbours disagree, to 1, they agree
 */
public record Interpolated(Plane pixels, Plane confidence) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Interpolated {
        if (!pixels.sameSize(confidence)) {
            throw new IllegalArgumentException("confidence must be " + pixels.width() + " x " + pixels.height()
                    + ", was " + confidence.width() + " x " + confidence.height());
        }
    }
}
