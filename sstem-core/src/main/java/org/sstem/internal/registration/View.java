package org.sstem.internal.registration;

import org.sstem.internal.image.Boxes;
import org.sstem.internal.image.Filters;
import org.sstem.internal.image.LocalBlur;
import org.sstem.internal.image.Rows;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/**
 * One section as registration sees it: a pyramid of planes whose local brightness and contrast are taken out, and how
 * much each pixel counts: not at all where it is not valid, little where there is nothing to see. Where they are asked for,
 * the {@linkplain Ridges ridges} of the section come as a second image beside its grey values, at the same weight.
 *
 * <p>Level 0 is the section at half its resolution: a membrane is several pixels thick, and what is finer is grain.
 * Each further level is half of the one before. The levels hold what a target needs.
 *
 * @param levels  the finest first
 * @param windows what they hold
 */
record View(List<Level> levels, Windows windows) {

    /**
     * A level of the pyramid.
     *
     * @param images grey values, and ridges if there are any
     * @param weight how much each pixel counts
     */
    record Level(List<Plane> images, Plane weight) {

        Plane grey() {
            return images.get(0);
        }
    }

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
     * @param ridges whether it has ridges, too
     * @param target where the motion is wanted
     */
    static View of(Plane section, Plane validity, int levels, double greySd, boolean ridges, Area target) {
        Windows windows = Windows.of(section.width(), section.height(), levels, target);
        List<Level> held = new ArrayList<>();
        boolean allValid = allValid(validity);
        // Outside the valid part a smooth continuation keeps the blurs of the pyramid from carrying its edge inwards.
        Plane grey = Filters.gaussian(Filters.halve(allValid ? section : filled(section, validity)), GRAIN_SIGMA);
        Plane ridge = ridges ? Ridges.of(grey) : null;
        Plane weight = halved(validity, allValid);
        for (int i = 0; i < levels; i++) {
            if (i > 0) {
                grey = Filters.halve(grey);
                ridge = ridges ? Filters.halve(ridge) : null;
                weight = halved(weight, allValid);
            }
            // Mean and deviation are exact in what is held, how much structure there is in all but its edge.
            Area wide = windows.around(i, 2 * Filters.gaussianReach(NORMALISATION_SIGMA));
            Area inside = Boxes.within(windows.held(i), wide);
            Plane wideWeight = Windows.part(weight, wide);
            Plane normalised = normalised(Windows.part(grey, wide), wideWeight, greySd);
            Plane seen = Windows.part(structured(wideWeight, normalised), inside);
            List<Plane> images = new ArrayList<>(List.of(limited(Windows.part(normalised, inside))));
            if (ridges) {
                Plane ridged = normalised(Windows.part(ridge, wide), wideWeight, Ridges.CONTRAST * greySd);
                images.add(limited(Windows.part(ridged, inside)));
            }
            held.add(new Level(images, seen));
        }
        return new View(held, windows);
    }

    private static Plane normalised(Plane plane, Plane weight, double sd) {
        return Filters.normalise(plane, weight, NORMALISATION_SIGMA, CONTRAST_FLOOR * sd);
    }

    private static Plane halved(Plane validity, boolean allValid) {
        return allValid
                ? Plane.filled((validity.width() + 1) / 2, (validity.height() + 1) / 2, 1)
                : Filters.halve(validity);
    }

    private static boolean allValid(Plane validity) {
        for (float w : validity.pixels()) {
            if (w < 1) {
                return false;
            }
        }
        return true;
    }

    private static Plane filled(Plane section, Plane validity) {
        boolean[] gaps = new boolean[validity.pixels().length];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = validity.pixels()[i] < 1;
        }
        Plane near = LocalBlur.of(gaps, section, validity, NORMALISATION_SIGMA, Float.NaN);
        boolean[] wide = new boolean[gaps.length];
        for (int i = 0; i < gaps.length; i++) {
            wide[i] = gaps[i] && Float.isNaN(near.pixels()[i]);
        }
        Plane far = LocalBlur.of(wide, section, validity, 4 * NORMALISATION_SIGMA, Float.NaN);
        Plane out = section.copy();
        for (int i = 0; i < gaps.length; i++) {
            if (gaps[i]) {
                float w = validity.pixels()[i];
                float fill = wide[i] ? far.pixels()[i] : near.pixels()[i];
                out.pixels()[i] = Float.isNaN(fill) ? 0 : w * out.pixels()[i] + (1 - w) * fill;
            }
        }
        return out;
    }

    /** Where there is hardly any contrast, nothing can be in register with it: such a place counts little. */
    private static Plane structured(Plane weight, Plane normalised) {
        Plane squares = new Plane(normalised.width(), normalised.height());
        Rows.forEachPixel(squares, (from, to) -> {
            for (int i = from; i < to; i++) {
                squares.pixels()[i] = normalised.pixels()[i] * normalised.pixels()[i];
            }
        });
        Plane out = Filters.gaussian(squares, NORMALISATION_SIGMA);
        Rows.forEachPixel(out, (from, to) -> {
            for (int i = from; i < to; i++) {
                out.pixels()[i] = Math.min(2 * out.pixels()[i], 1) * weight.pixels()[i];
            }
        });
        return out;
    }

    /** A few very dark or bright pixels are not to decide alone. */
    private static Plane limited(Plane plane) {
        Rows.forEachPixel(plane, (from, to) -> {
            for (int i = from; i < to; i++) {
                plane.pixels()[i] = Math.min(Math.max(plane.pixels()[i], -GREATEST_VALUE), GREATEST_VALUE);
            }
        });
        return plane;
    }
}
