package org.sstem.restore;

import org.sstem.image.Plane;

import java.util.Optional;

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
 * @param below      the nearest intact section below, in register and at the brightness of the section; at the start of
 *     the stack the one above
 * @param above      the same above; at the end of the stack the one below
 * @param result     what {@link SectionRestoration#restore} writes; where that keeps the pixel, the pixel
 * @param provenance one code of {@link Provenance} a pixel, row-major
 * @param stain      what lies over the tissue of a section with precipitates; empty for other damage
 */
public record Evidence(
        Plane own, Plane trust, Plane below, Plane above, Plane result, byte[] provenance, Optional<Stain> stain) {

    /**
     * Precipitates over the tissue, as they are estimated.
     *
     * @param light    how much of the light comes through at each pixel, 0 to 1; 1 where nothing is in its way
     * @param outlined whether the precipitates' outlines were given; if they had to be found, the estimate errs in other
     *     ways
     */
    public record Stain(Plane light, boolean outlined) {}

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Evidence {
        if (!own.sameSize(trust)
                || !own.sameSize(below)
                || !own.sameSize(above)
                || !own.sameSize(result)
                || !stain.map(Stain::light).orElse(own).sameSize(own)
                || provenance.length != own.pixels().length) {
            throw new IllegalArgumentException(
                    "all parts of the evidence must be " + own.width() + " x " + own.height() + " pixels");
        }
    }

    /**
     * Evidence of a section without precipitates.
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
        this(own, trust, below, above, result, provenance, Optional.empty());
    }
}
