package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;

/**
 * One section as registration sees it: a pyramid of planes whose local brightness and contrast are taken out, and how
 * much each pixel counts: not at all where it is not valid, little where there is nothing to see.
 *
 * <p>Level 0 is the section at half its resolution: a membrane is several pixels thick, and what is finer is grain.
 * Each further level is half of the one before.
 */
record View(Plane[] grey, Plane[] weight) {

    /** Pixels of the section a pixel of level 0. */
    static final int SCALE = 2;

    /** Window of the local normalisation, pixels of each level. */
    static final double NORMALISATION_SIGMA = 8;

    /** Takes the grain off, pixels of level 0. */
    static final double GRAIN_SIGMA = 1;

    private static final double CONTRAST_FLOOR = 0.2;
    private static final float GREATEST_VALUE = 3;

    /**
     * Builds the pyramid.
     *
     * @param greySd standard deviation of the grey values of the whole section
     */
    static View of(Plane section, Plane validity, int levels, double greySd) {
        Plane[] grey = new Plane[levels];
        Plane[] weight = new Plane[levels];
        // Outside the valid part a smooth continuation keeps the blurs of the pyramid from carrying its edge inwards.
        Plane level = Filters.gaussian(Filters.halve(filled(section, validity)), GRAIN_SIGMA);
        Plane levelWeight = Filters.halve(validity);
        for (int i = 0; i < levels; i++) {
            if (i > 0) {
                level = Filters.halve(level);
                levelWeight = Filters.halve(levelWeight);
            }
            Plane normalised = Filters.normalise(level, levelWeight, NORMALISATION_SIGMA, CONTRAST_FLOOR * greySd);
            weight[i] = structured(levelWeight, normalised);
            grey[i] = limited(normalised);
        }
        return new View(grey, weight);
    }

    int levels() {
        return grey.length;
    }

    private static Plane filled(Plane section, Plane validity) {
        boolean allValid = true;
        for (float w : validity.pixels()) {
            allValid &= w >= 1;
        }
        if (allValid) {
            return section;
        }
        Plane near = Filters.gaussian(section, validity, NORMALISATION_SIGMA, Float.NaN);
        Plane far = Filters.gaussian(section, validity, 4 * NORMALISATION_SIGMA, Float.NaN);
        Plane out = section.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            float w = validity.pixels()[i];
            if (w < 1) {
                float fill = Float.isNaN(near.pixels()[i]) ? far.pixels()[i] : near.pixels()[i];
                out.pixels()[i] = Float.isNaN(fill) ? 0 : w * out.pixels()[i] + (1 - w) * fill;
            }
        }
        return out;
    }

    /** Where there is hardly any contrast, nothing can be in register with it: such a place counts little. */
    private static Plane structured(Plane weight, Plane normalised) {
        Plane squares = new Plane(normalised.width(), normalised.height());
        for (int i = 0; i < squares.pixels().length; i++) {
            squares.pixels()[i] = normalised.pixels()[i] * normalised.pixels()[i];
        }
        Plane out = Filters.gaussian(squares, NORMALISATION_SIGMA);
        for (int i = 0; i < squares.pixels().length; i++) {
            out.pixels()[i] = Math.min(2 * out.pixels()[i], 1) * weight.pixels()[i];
        }
        return out;
    }

    /** A few very dark or bright pixels are not to decide alone. */
    private static Plane limited(Plane plane) {
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = Math.min(Math.max(plane.pixels()[i], -GREATEST_VALUE), GREATEST_VALUE);
        }
        return plane;
    }
}
