package org.sstem.simulate.internal.draw;

import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;
import org.sstem.simulate.LostDistribution;
import org.sstem.simulate.LostDistribution.Shape;

/**
 * Takes a part of a section away: a quarter, a strip, a tile, a hole, a corner, or burns it or puts it out of focus.
 * Everything else stays bit-identical. What happens depends on the seed, the section's number and its size alone.
 * Immutable and thread-safe.
 */
public final class LostSimulator {

    /** Of the choices of this purpose those from here on are not used for anything else. */
    private static final int INDEX = 1 << 20;

    private static final double BURNT_CONTRAST = 0.08;
    private static final double LEAST_BLUR_PX = 3.5;
    private static final double MORE_BLUR_PX = 2;

    private final long seed;
    private final LostDistribution distribution;

    /**
     * Makes a simulator.
     *
     * @param seed         any number
     * @param distribution what lost parts look like
     */
    public LostSimulator(long seed, LostDistribution distribution) {
        this.seed = seed;
        this.distribution = distribution;
    }

    /** One part: its pixels and what is seen there. */
    private record Part(Shape shape, boolean[] mask, double grey, double blur) {}

    /**
     * Says which part of a section is lost.
     *
     * @param width  pixels in x, at least 32
     * @param height pixels in y, at least 32
     * @param z      the section
     * @return one flag a pixel, row-major
     * @throws IllegalArgumentException if the section is smaller
     */
    public boolean[] mask(int width, int height, int z) {
        return part(width, height, z).mask;
    }

    /**
     * Takes the part away.
     *
     * @param section the section; not changed
     * @param z       its number
     * @return the section without the part
     * @throws IllegalArgumentException if the section is smaller than 32 x 32
     */
    public Plane apply(Plane section, int z) {
        Part part = part(section.width(), section.height(), z);
        float lowest = Float.POSITIVE_INFINITY;
        float highest = Float.NEGATIVE_INFINITY;
        double mean = 0;
        for (float value : section.pixels()) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
            mean += value / section.pixels().length;
        }
        Plane out = section.copy();
        Plane blurred = part.shape == Shape.DEFOCUSED ? Filters.gaussian(section, part.blur) : section;
        double bright = lowest + 0.9 * (highest - lowest);
        for (int i = 0; i < part.mask.length; i++) {
            if (part.mask[i]) {
                out.pixels()[i] = switch (part.shape) {
                    case DEFOCUSED -> blurred.pixels()[i];
                    case BURNT -> (float) Math.min(highest, bright + BURNT_CONTRAST * (section.pixels()[i] - mean));
                    default -> (float) (lowest + part.grey * (highest - lowest));
                };
            }
        }
        return out;
    }

    private Part part(int width, int height, int z) {
        if (width < 32 || height < 32) {
            throw new IllegalArgumentException(
                    "a section must be at least 32 x 32 px to lose a part, was " + width + " x " + height);
        }
        Draws draws = new Draws(seed, z, Draws.Purpose.CHOICE, INDEX);
        Shape shape =
                distribution.shapes().get(draws.below(distribution.shapes().size()));
        double side = Math.min(width, height);
        double w = draws.from(distribution.size()) * side;
        double h = draws.from(distribution.size()) * side;
        double atX = draws.unit();
        double atY = draws.unit();
        double grey = 0.5 * draws.below(3);
        double blur = LEAST_BLUR_PX + MORE_BLUR_PX * draws.unit();
        boolean[] mask = new boolean[Math.multiplyExact(width, height)];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                mask[y * width + x] = inside(shape, x, y, width, height, w, h, atX, atY);
            }
        }
        return new Part(shape, mask, grey, blur);
    }

    private static boolean inside(
            Shape shape, int x, int y, int width, int height, double w, double h, double atX, double atY) {
        // seen from the corner that the two places choose
        double u = atX < 0.5 ? x : width - 1.0 - x;
        double v = atY < 0.5 ? y : height - 1.0 - y;
        double left = atX * (width - w);
        double top = atY * (height - h);
        return switch (shape) {
            case QUARTER -> u < 0.5 * width && v < 0.5 * height;
            case STRIP -> atX < 0.5 ? y >= top && y < top + h : x >= left && x < left + w;
            case TILE -> u < w && v < h;
            case CORNER -> u / w + v / h < 1;
            case HOLE -> {
                double dx = (x - left - 0.5 * w) / (0.5 * w);
                double dy = (y - top - 0.5 * h) / (0.5 * h);
                double wobble = 1 + 0.15 * Math.cos(3 * Math.atan2(dy, dx) + 6 * atX);
                yield dx * dx + dy * dy < wobble * wobble * 0.75;
            }
            case RECTANGLE, BURNT, DEFOCUSED -> x >= left && x < left + w && y >= top && y < top + h;
        };
    }
}
