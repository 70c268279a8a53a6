package org.sstem.internal.method;

import org.sstem.Provenance;
import org.sstem.method.SectionRestoration;
import org.sstem.method.Plane;

/**
 * What a restoration rests on, in one area: the section's own tissue as far as it could be recovered, and what the
 * neighbours show in register with it. A network refines this, and the result without training is one of its parts.
 *
 * <p>All planes have the size of the area; grey values are scaled as {@link Plane} says.
 *
 * @param own        the section's own tissue, recovered: unfolded, or with its contrast restored; where nothing of it is
 *     left, the result
 * @param trust      how much of the result is the section's own, from 0, nothing, to 1, all; below a precipitate less than
 *     1 even where the neighbours add nothing, since how much light comes through is an estimate
 * @param light      how much of the light came through at each pixel, 0 to 1, as estimated; 1 where nothing was in its way,
 *     which outside precipitates is everywhere
 * @param below      the nearest intact section below, in register and at the brightness of the section; at the start of
 *     the stack the one above
 * @param above      the same above; at the end of the stack the one below
 * @param result     what {@link SectionRestoration#restore} writes; where that keeps the pixel, the pixel
 * @param provenance one code of {@link Provenance} a pixel, row-major
 */
public record Evidence(Plane own, Plane trust, Plane light, Plane below, Plane above, Plane result, byte[] provenance) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Evidence {
        if (!own.sameSize(trust)
                || !own.sameSize(light)
                || !own.sameSize(below)
                || !own.sameSize(above)
                || !own.sameSize(result)
                || provenance.length != own.pixels().length) {
            throw new IllegalArgumentException(
                    "all parts of the evidence must be " + own.width() + " x " + own.height() + " pixels");
        }
    }

    /**
     * Evidence where nothing was in the light's way.
     *
     * @param own        the section's own tissue
     * @param trust      how much of the result is the section's own
     * @param below      the neighbour below
     * @param above      the neighbour above
     * @param result     what is written
     * @param provenance one code a pixel
     * @throws IllegalArgumentException if the sizes differ
     */
    public Evidence(Plane own, Plane trust, Plane below, Plane above, Plane result, byte[] provenance) {
        this(own, trust, Plane.filled(own.width(), own.height(), 1), below, above, result, provenance);
    }
}
