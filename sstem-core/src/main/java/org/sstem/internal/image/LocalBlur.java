package org.sstem.internal.image;

import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/** Blurs only what is needed of a plane: a gap in it is filled from its surroundings. Stateless and thread-safe. */
public final class LocalBlur {

    /** What is blurred at a time, pixels, unless it is less to blur what is needed part by part. */
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
        for (Area target : targets(wanted, whole, reach)) {
            Area read = target.grow(reach).intersect(whole);
            Plane blurred =
                    Filters.gaussian(Boxes.crop(plane, whole, read), Boxes.crop(weight, whole, read), sigma, fallback);
            Boxes.paste(Boxes.crop(blurred, read, target), target, out, whole);
        }
        return out;
    }

    /** Areas that hold all that is needed: of blocks, or around each part of it, what takes less to read. */
    private static List<Area> targets(boolean[] wanted, Area whole, int reach) {
        List<Area> blocks = new ArrayList<>();
        for (Area block : new Tiles(whole.width(), whole.height(), BLOCK).all()) {
            Boxes.of(wanted, whole, block).ifPresent(blocks::add);
        }
        List<Area> parts = new ArrayList<>();
        for (Area part : Boxes.apart(wanted, whole, reach / 2)) {
            Boxes.of(wanted, whole, part.intersect(whole)).ifPresent(parts::add);
        }
        return read(parts, whole, reach) < read(blocks, whole, reach) ? parts : blocks;
    }

    private static long read(List<Area> targets, Area whole, int reach) {
        return targets.stream()
                .map(target -> target.grow(reach).intersect(whole))
                .mapToLong(area -> (long) area.width() * area.height())
                .sum();
    }
}
