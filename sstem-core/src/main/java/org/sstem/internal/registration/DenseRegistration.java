package org.sstem.internal.registration;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Rows;
import org.sstem.internal.math.Moments;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.List;
import java.util.function.Supplier;

/**
 * Finds the dense motion between two sections of the same tissue, tens of nanometres apart.
 *
 * <p>Both are seen through a pyramid whose local brightness and contrast are taken out, so that neither a paler section
 * nor uneven staining matters; if asked for, {@linkplain Builder#ridges how much a pixel lies on a membrane} counts as much as
 * grey values. At the coarsest level all displacements within reach are tried; every finer level
 * refines by Gauss-Newton steps over two windows, robust against what has no counterpart. Where there is nothing to
 * see, or nothing valid, the motion continues that of the surroundings and tends to rest.
 *
 * <p><b>Tiles.</b> The motion at a pixel depends on its surroundings up to {@link #margin} only, if the area starts at
 * multiples of {@link #alignment} and the {@linkplain Builder#greySd contrast of the sections} is given:
 * {@link #readArea} says what to read for a target.
 *
 * <p>Borders are replicated; float precision; the threads of the caller's
 * {@link net.imglib2.parallel.Parallelization} context are used, with the same result on any number of them. Instances
 * are immutable and thread-safe.
 */
public final class DenseRegistration {

    private static final double CONFIDENCE_SIGMA = 4;

    private final int levels;
    private final double fixedSd;
    private final double movingSd;
    private final boolean ridges;

    private DenseRegistration(Builder builder) {
        this.levels = builder.levels;
        this.fixedSd = builder.fixedSd;
        this.movingSd = builder.movingSd;
        this.ridges = builder.ridges;
    }

    /**
     * Starts with the defaults: displacements up to 24 px, contrast measured in the planes that are registered.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Registers two planes that are valid throughout.
     *
     * @param fixed  the section that stays, finite values of any range
     * @param moving the section that is to be warped onto it, same size
     * @return the motion with {@code warp(moving, flow) ~ fixed}
     * @throws IllegalArgumentException if the sizes differ
     */
    public Motion register(Plane fixed, Plane moving) {
        return register(fixed, all(fixed), moving, all(moving));
    }

    /**
     * Registers two planes of which parts are not valid.
     *
     * @param fixed          the section that stays, finite values of any range, also where not valid
     * @param fixedValidity  how much each of its pixels counts, 0 to 1, same size
     * @param moving         the section that is to be warped onto it, same size
     * @param movingValidity how much each of its pixels counts, 0 to 1, same size
     * @return the motion with {@code warp(moving, flow) ~ fixed}
     * @throws IllegalArgumentException if the sizes differ
     */
    public Motion register(Plane fixed, Plane fixedValidity, Plane moving, Plane movingValidity) {
        return fixed(fixed, fixedValidity, area(fixed)).register(moving, movingValidity);
    }

    /**
     * Looks at a section that several others are to be registered to, of which parts are not valid.
     *
     * @param fixed    the section that stays, finite values of any range, also where not valid
     * @param validity how much each of its pixels counts, 0 to 1, same size
     * @param target   where in the plane the motion is wanted; the less, the less work
     * @return the section as registration sees it
     * @throws IllegalArgumentException if the sizes differ
     */
    public Fixed fixed(Plane fixed, Plane validity, Area target) {
        requireSameSize(fixed, validity, "fixedValidity");
        return new Fixed(fixed, view(fixed, validity, fixedSd, target), target);
    }

    /** A section that others are registered to. Immutable and thread-safe. */
    public final class Fixed {

        private final Plane plane;
        private final View view;
        private final Area target;

        private Fixed(Plane plane, View view, Area target) {
            this.plane = plane;
            this.view = view;
            this.target = target;
        }

        /**
         * Registers another section to this one.
         *
         * @param moving   the section that is to be warped onto it, same size
         * @param validity how much each of its pixels counts, 0 to 1, same size
         * @return the motion in the target
         * @throws IllegalArgumentException if the sizes differ
         */
        public Motion register(Plane moving, Plane validity) {
            requireSameSize(plane, moving, "moving");
            requireSameSize(plane, validity, "movingValidity");
            View other = view(moving, validity, movingSd, target);
            return match(new Pair(view, 0, other, 1));
        }
    }

    /**
     * Finds the motion from one section to another as seen from a place between them:
     * {@code below(x - fraction * w) ~ above(x + (1 - fraction) * w)}.
     *
     * @param below    one section
     * @param above    the other, same size
     * @param fraction where the place lies, 0 on {@code below}, 1 on {@code above}
     * @return the whole motion w from below to above
     * @throws IllegalArgumentException if the sizes differ or the fraction is not within [0, 1]
     */
    public Motion between(Plane below, Plane above, double fraction) {
        return between(below, all(below), above, all(above), fraction, area(below));
    }

    /**
     * Finds the same between two sections of which parts are not valid.
     *
     * @param below         one section
     * @param belowValidity how much each of its pixels counts, 0 to 1, same size
     * @param above         the other, same size
     * @param aboveValidity how much each of its pixels counts, 0 to 1, same size
     * @param fraction      where the place lies, 0 on {@code below}, 1 on {@code above}
     * @param target        where in the planes the motion is wanted; the less, the less work
     * @return the whole motion w from below to above, in the target
     * @throws IllegalArgumentException if the sizes differ or the fraction is not within [0, 1]
     */
    public Motion between(
            Plane below, Plane belowValidity, Plane above, Plane aboveValidity, double fraction, Area target) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction must be within [0, 1], was " + fraction);
        }
        requireSameSize(below, belowValidity, "belowValidity");
        requireSameSize(below, above, "above");
        requireSameSize(below, aboveValidity, "aboveValidity");
        List<Supplier<View>> views = List.of(
                () -> view(below, belowValidity, fixedSd, target), () -> view(above, aboveValidity, movingSd, target));
        List<View> seen = Parallelization.getTaskExecutor().forEachApply(views, Supplier::get);
        return match(new Pair(seen.get(0), -fraction, seen.get(1), 1 - fraction));
    }

    /**
     * Returns how far around a pixel its motion depends on the sections, within a tenth of a pixel.
     *
     * @return pixels
     */
    public int margin() {
        return 32 << levels;
    }

    /**
     * Returns what the coordinates of a tile's origin must be a multiple of.
     *
     * @return pixels
     */
    public int alignment() {
        return 1 << levels;
    }

    /**
     * Says what to read of both sections to find the motion in a target area: the target with the margin, its origin on
     * the grid, cut at the section's borders.
     *
     * @param target the area where the motion is wanted
     * @param width  width of the section
     * @param height height of the section
     * @return the area to register
     */
    public Area readArea(Area target, int width, int height) {
        int x0 = Math.max(target.x() - margin(), 0) / alignment() * alignment();
        int y0 = Math.max(target.y() - margin(), 0) / alignment() * alignment();
        int x1 = Math.min(target.x() + target.width() + margin(), width);
        int y1 = Math.min(target.y() + target.height() + margin(), height);
        return new Area(x0, y0, x1 - x0, y1 - y0);
    }

    /**
     * Says what the levels of the pyramid hold for the motion in a target.
     *
     * @param width  columns of both planes
     * @param height rows of both planes
     * @param target where in the planes the motion is wanted
     * @return the windows that {@link #between} works in
     */
    public Windows windows(int width, int height, Area target) {
        return Windows.of(width, height, levels, target);
    }

    private View view(Plane section, Plane validity, double givenSd, Area target) {
        return View.of(section, validity, levels, sd(section, validity, givenSd), ridges, target);
    }

    private static Motion match(Pair pair) {
        Flow flow = Matcher.match(pair);
        Windows windows = pair.a().windows();
        return new Motion(windows.finer(flow, -1), windows.finer(agreement(pair, flow), -1));
    }

    /** How far grey values agree. */
    private static Plane agreement(Pair pair, Flow flow) {
        Pair.Moved moved = pair.moved(0, flow);
        Plane a = moved.a().grey();
        Plane b = moved.b().grey();
        Plane aWeight = moved.a().weight();
        Plane bWeight = moved.b().weight();
        Plane ab = new Plane(a.width(), a.height());
        Plane squares = new Plane(a.width(), a.height());
        Plane weight = new Plane(a.width(), a.height());
        Rows.forEachPixel(a, (from, to) -> {
            for (int i = from; i < to; i++) {
                float w = aWeight.pixels()[i] * bWeight.pixels()[i];
                float x = a.pixels()[i];
                float y = b.pixels()[i];
                ab.pixels()[i] = w * x * y;
                squares.pixels()[i] = w * 0.5f * (x * x + y * y);
                weight.pixels()[i] = w;
            }
        });
        Plane common = Filters.gaussian(ab, CONFIDENCE_SIGMA);
        Plane all = Filters.gaussian(squares, CONFIDENCE_SIGMA);
        Plane covered = Filters.gaussian(weight, CONFIDENCE_SIGMA);
        Plane out = new Plane(a.width(), a.height());
        Rows.forEachPixel(out, (from, to) -> {
            for (int i = from; i < to; i++) {
                float correlation = common.pixels()[i] / (all.pixels()[i] + 1e-6f);
                out.pixels()[i] = Math.min(covered.pixels()[i], 1) * Math.min(Math.max(correlation, 0), 1);
            }
        });
        return out;
    }

    /** The weight of a plane whose every pixel counts. */
    private static Plane all(Plane plane) {
        return Plane.filled(plane.width(), plane.height(), 1);
    }

    private static Area area(Plane plane) {
        return new Area(0, 0, plane.width(), plane.height());
    }

    private static double sd(Plane plane, Plane weight, double given) {
        return given > 0 ? given : sd(plane, weight);
    }

    /** The contrast of what counts; 1 where there is none. */
    static double sd(Plane plane, Plane weight) {
        Moments moments = new Moments();
        for (int i = 0; i < plane.pixels().length; i++) {
            moments.add(plane.pixels()[i], weight.pixels()[i]);
        }
        double mean = moments.mean();
        double variance = moments.variance();
        // A section without any contrast: every floor will do, there is nothing to be seen.
        return variance > 1e-12 * (mean * mean) ? Math.sqrt(variance) : 1;
    }

    private static void requireSameSize(Plane plane, Plane other, String name) {
        if (!plane.sameSize(other)) {
            throw new IllegalArgumentException(name + " must be " + plane.width() + " x " + plane.height() + ", was "
                    + other.width() + " x " + other.height());
        }
    }

    /** Settings of a {@link DenseRegistration}. */
    public static final class Builder {

        private int levels = 3;
        private double fixedSd;
        private double movingSd;
        private boolean ridges;

        private Builder() {}

        /**
         * Sets how large displacements may be; more costs margin, and a wrong match becomes more likely.
         *
         * @param pixels greatest displacement, 6 to 192 px; rounded up to the next of 6, 12, 24, 48, 96, 192
         * @return this builder
         * @throws IllegalArgumentException if it is outside this range
         */
        public Builder maxDisplacementPx(int pixels) {
            if (pixels < 6 || pixels > 192) {
                throw new IllegalArgumentException("maxDisplacementPx must be 6 to 192, was " + pixels);
            }
            levels = 1;
            while (Matcher.SEARCH_RADIUS << levels < pixels) {
                levels++;
            }
            return this;
        }

        /**
         * Gives the contrast of the whole sections, so that it need not be measured in the planes that are registered:
         * needed for tiles to fit together.
         *
         * @param fixed  standard deviation of the grey values of the fixed section, greater than 0
         * @param moving standard deviation of the grey values of the moving section, greater than 0
         * @return this builder
         * @throws IllegalArgumentException if one is not a positive number
         */
        public Builder greySd(double fixed, double moving) {
            if (!(fixed > 0) || !(moving > 0)) {
                throw new IllegalArgumentException("greySd must be positive, was " + fixed + " and " + moving);
            }
            fixedSd = fixed;
            movingSd = moving;
            return this;
        }

        /**
         * Lets dark lines count as much as grey values: between sections whose cytoplasm has changed, membranes say more.
         *
         * @return this builder
         */
        public Builder ridges() {
            ridges = true;
            return this;
        }

        /**
         * Makes the registration.
         *
         * @return an immutable registration with these settings
         */
        public DenseRegistration build() {
            return new DenseRegistration(this);
        }
    }
}
