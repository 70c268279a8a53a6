package org.sstem.internal.image;

import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.Optional;

/** Blurs only what is needed of a plane: a gap in it is filled from its surroundings. Stateless and thread-safe. */
public final class LocalBlur {

    /** What is blurred at a time, pixels. */
    private static final int BLOCK = 128;

    private LocalBlur() {}

    /**
     * Continues what is valid smoothly into what is not.
     *
     * @param grey     grey values
     * @param gaps     which pixels to replace
     * @param sigma    standard deviation of the Gaussian, pixels
     * @param fallback what a gap gets if nothing valid is within reach
     * @return the grey values, gaps filled; the plane itself if there are none
     */
    public static Plane continued(Plane grey, boolean[] gaps, double sigma, float fallback) {
        Plane valid = new Plane(grey.width(), grey.height());
        boolean any = false;
        for (int i = 0; i < gaps.length; i++) {
            valid.pixels()[i] = gaps[i] ? 0 : 1;
            any |= gaps[i];
        }
        if (!any) {
            return grey;
        }
        Plane smooth = of(gaps, grey, valid, sigma, fallback);
        Plane out = grey.copy();
        for (int i = 0; i < gaps.length; i++) {
            if (gaps[i]) {
                out.pixels()[i] = smooth.pixels()[i];
            }
        }
        return out;
    }

    /**
     * Blurs what is valid as {@link Filters#gaussian(Plane, Plane, double, float)} does.
     *
     * @param wanted   which pixels are needed; where all these are valid the weights must be 1 throughout
     * @param plane    the values
     * @param weight   how much each pixel counts, not negative, same size
     * @param sigma    standard deviation of the Gaussian, pixels
     * @param fallback the result where no weight is within reach
     * @return the weighted local mean of the pixels that are needed; others hold anything
     */
    public static Plane of(boolean[] wanted, Plane plane, Plane weight, double sigma, float fallback) {
        int reach = Filters.gaussianReach(sigma);
        Plane out = new Plane(plane.width(), plane.height());
        Area whole = new Area(0, 0, plane.width(), plane.height());
        for (Area block : new Tiles(plane.width(), plane.height(), BLOCK).all()) {
            Optional<Area> box = Boxes.of(wanted, whole, block);
            if (box.isPresent()) {
                Area target = box.get();
                Area read = target.grow(reach).intersect(whole);
                Plane blurred = Filters.gaussian(
                        Boxes.crop(plane, whole, read), Boxes.crop(weight, whole, read), sigma, fallback);
                Boxes.paste(Boxes.crop(blurred, read, target), target, out, whole);
            }
        }
        return out;
    }
}
