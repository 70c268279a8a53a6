package org.sstem.internal.registration;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.image.Resampler.Interpolation;
import org.sstem.internal.math.Moments;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How two whole sections lie to each other that were not aligned: {@code moving(m(x, y)) ~ fixed(x, y)} for a turn and a shift
 * m. All turns up to 20 degrees are tried with all shifts up to a quarter of the section.
 *
 * @param motion    from the fixed section to the moving one, pixels
 * @param agreement their correlation after this motion, times the root of the part of the section in which they overlap
 * @param chance    the same for the best of the turns that differ from this one by 8 degrees and more
 */
public record RigidDrift(RigidMotion motion, double agreement, double chance) {

    private static final int MOST_DEGREES = 20;
    private static final int STEP_DEGREES = 2;
    private static final int APART_DEGREES = 8;
    private static final double FINEST_DEGREES = 0.125;

    /** How many times better than chance two sections agree that surely show the same tissue. */
    public static final double SURE = 1.4;

    /** How far the fine search looks beyond what the coarse one has found, cells. */
    private static final int FINE_REACH = 3;

    /**
     * A section reduced for comparison: brightness and contrast taken out locally.
     *
     * @param fine   its texture
     * @param coarse the same at half the resolution
     * @param scale  pixels of the section that a pixel of the fine texture stands for, in x and in y
     */
    public record Reduced(Plane fine, Plane coarse, int scale) {

        /** Longest side of the fine texture. */
        private static final int CELLS = 256;

        private static final double WINDOW = 8;
        /** Neighbours share the outlines of cells; what is finer differs, and would decide by chance. */
        private static final double FINE_SIGMA = 2;

        private static final double COARSE_SIGMA = 0.7;
        private static final double CONTRAST_FLOOR = 0.2;
        /** Damage is darker or brighter than any tissue; it must not outweigh the rest. */
        private static final float GREATEST = 2;

        private static final int STRIP_PIXELS = 1 << 21;

        /** Reduces a section by the mean of squares of pixels, strip by strip. */
        public static Reduced of(SectionSource source, int z) {
            int scale = Math.max(1, (Math.max(source.width(), source.height()) + CELLS - 1) / CELLS);
            Plane out = new Plane(Math.max(1, source.width() / scale), Math.max(1, source.height() / scale));
            int rows = Math.max(1, STRIP_PIXELS / source.width() / scale);
            for (int y0 = 0; y0 < out.height(); y0 += rows) {
                int count = Math.min(rows, out.height() - y0);
                Plane grey = source.read(z, new Area(0, y0 * scale, out.width() * scale, count * scale));
                for (int y = 0; y < count; y++) {
                    for (int x = 0; x < out.width(); x++) {
                        out.set(x, y0 + y, mean(grey, x * scale, y * scale, scale));
                    }
                }
            }
            return new Reduced(
                    texture(Filters.gaussian(out, FINE_SIGMA), 2 * WINDOW),
                    texture(Filters.gaussian(halved(out), COARSE_SIGMA), WINDOW),
                    scale);
        }

        private static float mean(Plane grey, int x0, int y0, int size) {
            float sum = 0;
            for (int y = y0; y < y0 + size; y++) {
                for (int x = x0; x < x0 + size; x++) {
                    sum += grey.get(x, y);
                }
            }
            return sum / (size * size);
        }

        private static Plane halved(Plane plane) {
            Plane out = new Plane(Math.max(1, plane.width() / 2), Math.max(1, plane.height() / 2));
            for (int y = 0; y < out.height(); y++) {
                for (int x = 0; x < out.width(); x++) {
                    out.set(x, y, mean(plane, 2 * x, 2 * y, 2));
                }
            }
            return out;
        }

        private static Plane texture(Plane grey, double window) {
            double sd = Moments.of(grey.pixels()).sd();
            Plane all = Plane.filled(grey.width(), grey.height(), 1);
            Plane out = Filters.normalise(grey, all, window, CONTRAST_FLOOR * (sd > 0 ? sd : 1));
            for (int i = 0; i < out.pixels().length; i++) {
                out.pixels()[i] = Math.min(Math.max(out.pixels()[i], -GREATEST), GREATEST);
            }
            return out;
        }
    }

    /** How many times better they agree than by chance. */
    public double certainty() {
        return chance > 0 ? agreement / chance : 0;
    }

    /** Tells whether they surely show the same tissue. */
    public boolean isSure() {
        return certainty() >= SURE;
    }

    /** A turn with its best shift. */
    private record Try(double degrees, int dx, int dy, double agreement) {}

    /**
     * Compares two sections of one size; uses the caller's threads, same result on any number of them.
     *
     * @param fixed  the section that stays
     * @param moving the other one
     */
    public static RigidDrift between(Reduced fixed, Reduced moving) {
        List<Integer> turns = IntStream.rangeClosed(-MOST_DEGREES / STEP_DEGREES, MOST_DEGREES / STEP_DEGREES)
                .mapToObj(i -> i * STEP_DEGREES)
                .toList();
        int reach = Math.min(fixed.coarse.width(), fixed.coarse.height()) / 4;
        List<Try> all = Parallelization.getTaskExecutor()
                .forEachApply(turns, degrees -> best(fixed.coarse, moving.coarse, degrees, 0, 0, reach));
        Try best = all.stream().max(Comparator.comparingDouble(Try::agreement)).orElseThrow();
        double chance = all.stream()
                .filter(other -> Math.abs(other.degrees - best.degrees) >= APART_DEGREES)
                .mapToDouble(Try::agreement)
                .max()
                .orElse(0);
        Try fine = best(fixed.fine, moving.fine, best.degrees, 2 * best.dx, 2 * best.dy, FINE_REACH);
        for (double step = STEP_DEGREES / 2.0; step >= FINEST_DEGREES; step /= 2) {
            Try middle = fine;
            for (int side = -1; side <= 1; side += 2) {
                Try turned =
                        best(fixed.fine, moving.fine, middle.degrees + side * step, middle.dx, middle.dy, FINE_REACH);
                fine = turned.agreement > fine.agreement ? turned : fine;
            }
        }
        // Pixel i of the texture lies at scale * i + (scale - 1) / 2 in the section.
        double scale = fixed.scale;
        RigidMotion turn = RigidMotion.about(
                (scale * fixed.fine.width() - 1) / 2,
                (scale * fixed.fine.height() - 1) / 2,
                Math.toRadians(fine.degrees));
        RigidMotion motion = turn.after(new RigidMotion(0, scale * fine.dx, scale * fine.dy));
        return new RigidDrift(motion, best.agreement, chance);
    }

    /** The best shift of all around a place under a turn. */
    private static Try best(Plane fixed, Plane moving, double degrees, int x0, int y0, int reach) {
        Plane turned = turned(moving, Math.toRadians(degrees));
        double[] own = squares(fixed);
        double[] other = squares(turned);
        Try best = new Try(degrees, x0, y0, -1);
        for (int dy = y0 - reach; dy <= y0 + reach; dy++) {
            for (int dx = x0 - reach; dx <= x0 + reach; dx++) {
                double agreement = agreement(fixed, turned, own, other, dx, dy);
                if (agreement > best.agreement) {
                    best = new Try(degrees, dx, dy, agreement);
                }
            }
        }
        return best;
    }

    private static double agreement(Plane a, Plane b, double[] aSquares, double[] bSquares, int dx, int dy) {
        int width = a.width();
        int x0 = Math.max(0, -dx);
        int x1 = Math.min(width, width - dx);
        int y0 = Math.max(0, -dy);
        int y1 = Math.min(a.height(), a.height() - dy);
        if (x1 <= x0 || y1 <= y0) {
            return -1;
        }
        double sum = 0;
        for (int y = y0; y < y1; y++) {
            sum += product(a.pixels(), y * width, b.pixels(), (y + dy) * width + dx, x0, x1);
        }
        double norm = Math.sqrt(
                within(aSquares, width, x0, y0, x1, y1) * within(bSquares, width, x0 + dx, y0 + dy, x1 + dx, y1 + dy));
        double overlap = (double) (x1 - x0) * (y1 - y0) / (width * a.height());
        return norm > 0 ? sum / norm * Math.sqrt(overlap) : 0;
    }

    private static float product(float[] a, int atA, float[] b, int atB, int from, int to) {
        float sum = 0;
        for (int x = from; x < to; x++) {
            sum += a[atA + x] * b[atB + x];
        }
        return sum;
    }

    /** Sums of squares left of and above each corner of pixels. */
    private static double[] squares(Plane plane) {
        int across = plane.width() + 1;
        double[] sums = new double[across * (plane.height() + 1)];
        for (int y = 0; y < plane.height(); y++) {
            double row = 0;
            for (int x = 0; x < plane.width(); x++) {
                float value = plane.get(x, y);
                row += value * value;
                sums[(y + 1) * across + x + 1] = sums[y * across + x + 1] + row;
            }
        }
        return sums;
    }

    private static double within(double[] squares, int width, int x0, int y0, int x1, int y1) {
        int across = width + 1;
        return Math.max(
                0,
                squares[y1 * across + x1]
                        - squares[y0 * across + x1]
                        - squares[y1 * across + x0]
                        + squares[y0 * across + x0]);
    }

    /** A texture turned about its middle; what comes from outside is 0 and counts nothing. */
    private static Plane turned(Plane plane, double turn) {
        RigidMotion motion = RigidMotion.about((plane.width() - 1) / 2.0, (plane.height() - 1) / 2.0, turn);
        Flow flow = new Flow(plane.width(), plane.height());
        for (int y = 0; y < plane.height(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                flow.u().set(x, y, (float) (motion.x(x, y) - x));
                flow.v().set(x, y, (float) (motion.y(x, y) - y));
            }
        }
        Plane out = Resampler.warp(plane, flow, Interpolation.BILINEAR);
        for (int y = 0; y < plane.height(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                float sx = x + flow.u().get(x, y);
                float sy = y + flow.v().get(x, y);
                if (sx < 0 || sy < 0 || sx > plane.width() - 1 || sy > plane.height() - 1) {
                    out.set(x, y, 0);
                }
            }
        }
        return out;
    }
}
