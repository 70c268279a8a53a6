package org.sstem.internal.precipitate.blob;

import org.sstem.internal.precipitate.Background;
import org.sstem.internal.precipitate.Blur;
import org.sstem.internal.precipitate.Working;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds blobs in a section of which nothing is known: places that are darker than the neighbours let expect, by more
 * than tissue ever is and over more than a few independent samples. Stateless.
 */
final class BlobFinder {

    private static final double[] SCALES_PX = {5, 10, 20};
    /** Gain in log-likelihood that a place needs to be a blob, and that belongs to one that has been found. */
    private static final double CERTAIN = 10;

    private static final double LIKELY = 2;
    /**
     * Logarithms of the transmission at which blobs are cut out: the first is that of a blob's outskirts, the others
     * part blobs that touch.
     */
    private static final double[] LEVELS = {-0.12, -0.2, -0.3};

    private static final double DEEPER = 0.2;

    private static final double THINNEST_PX = 4;
    private static final double SMALLEST_PX = 100;
    private static final int REFINEMENTS = 3;
    /** Logarithms of the transmission that a blob is tried with as a whole. */
    private static final double[] DEPTHS = {-0.15, -0.3, -0.6, -1.2};

    private BlobFinder() {}

    /**
     * Guesses what is undamaged, with no knowledge but that blobs are dark: smoothed grey values that are not far below
     * their median, judged by how far they scatter above it.
     */
    static boolean[] bright(Plane section, Working grid) {
        float[] smooth = Blur.gaussian(section, grid.cells(8)).pixels();
        float[] sorted = new float[(smooth.length + 30) / 31];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = smooth[31 * i];
        }
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        double above = sorted[(int) (sorted.length * 0.84)] - median;
        boolean[] bright = new boolean[smooth.length];
        for (int i = 0; i < bright.length; i++) {
            bright[i] = smooth[i] > median - 2.5 * above;
        }
        return bright;
    }

    /** Finds what may be blobs; where several touch, a core of each. */
    static List<Blob> find(Background background, Working grid) {
        int width = grid.width();
        int height = grid.height();
        Plane depth = new Plane(width, height);
        Plane most = new Plane(width, height);
        for (double scale : SCALES_PX) {
            double sigma = Math.max(1, grid.cells(scale));
            Plane shift = shift(background, sigma, width, height);
            Plane gain = new Plane(width, height);
            GreyLikelihood likelihood = background.likelihood(true);
            for (int i = 0; i < gain.pixels().length; i++) {
                double e = background.deviation(i);
                int c = background.classOf(i);
                gain.pixels()[i] =
                        (float) (likelihood.logarithm(e - shift.pixels()[i], c) - likelihood.logarithm(e, c));
            }
            gain = Blur.gaussian(gain, sigma);
            float samples = (float) (4 * Math.PI * sigma * sigma / background.pixelsPerSample());
            for (int i = 0; i < gain.pixels().length; i++) {
                if (shift.pixels()[i] < 0) {
                    most.pixels()[i] = Math.max(most.pixels()[i], samples * gain.pixels()[i]);
                }
            }
            if (scale == SCALES_PX[0]) {
                depth = shift;
            }
        }
        List<Blob> found = new ArrayList<>();
        for (Blob blob : level(depth, most, null, new Area(0, 0, width, height), 0, grid)) {
            split(blob, depth, most, 1, grid, found);
        }
        return found;
    }

    /** What a blob gathers that lets the same share of the light through everywhere: less than one that is fitted. */
    static double evidence(Blob blob, Background background, Working grid) {
        GreyLikelihood likelihood = background.likelihood(true);
        double[] gained = new double[DEPTHS.length];
        for (int k = 0; k < blob.inside().length; k++) {
            if (blob.inside()[k]) {
                int i = (blob.box().y() + k / blob.box().width()) * grid.width()
                        + blob.box().x()
                        + k % blob.box().width();
                double e = background.deviation(i);
                int c = background.classOf(i);
                double none = likelihood.logarithm(e, c);
                for (int depth = 0; depth < DEPTHS.length; depth++) {
                    gained[depth] += likelihood.logarithm(e - DEPTHS[depth], c) - none;
                }
            }
        }
        return Arrays.stream(gained).max().orElseThrow() / background.pixelsPerSample();
    }

    /** Connected parts of an area below a level, without what is thin, that hold at least one certain cell. */
    private static List<Blob> level(Plane depth, Plane gain, Blob within, Area area, int level, Working grid) {
        boolean[] mask = new boolean[area.width() * area.height()];
        for (int y = 0; y < area.height(); y++) {
            int at = (area.y() + y) * depth.width() + area.x();
            for (int x = 0; x < area.width(); x++) {
                int i = y * area.width() + x;
                mask[i] = depth.pixels()[at + x] < LEVELS[level]
                        && gain.pixels()[at + x] > LIKELY
                        && (within == null || within.inside()[i]);
            }
        }
        List<Blob> blobs = new ArrayList<>();
        for (Blob part : Blob.of(mask, area.width(), area.height())) {
            // A part of what is too small or uncertain as a whole is so too.
            if (counts(part.moved(area.x(), area.y()), gain, grid)) {
                for (Blob thick : part.withoutThin(grid.cells(THINNEST_PX), area.width(), area.height())) {
                    Blob blob = thick.moved(area.x(), area.y());
                    if (counts(blob, gain, grid)) {
                        blobs.add(blob);
                    }
                }
            }
        }
        blobs.sort(Comparator.comparingInt((Blob blob) -> blob.box().y()).thenComparingInt(BlobFinder::firstColumn));
        return blobs;
    }

    private static boolean counts(Blob blob, Plane gain, Working grid) {
        return blob.pixels() >= SMALLEST_PX / (grid.step() * grid.step()) && most(blob, gain) > CERTAIN;
    }

    /** The column of the first pixel in the first row. */
    private static int firstColumn(Blob blob) {
        int x = 0;
        while (!blob.inside()[x]) {
            x++;
        }
        return blob.box().x() + x;
    }

    private static float most(Blob blob, Plane plane) {
        float most = Float.NEGATIVE_INFINITY;
        for (int y = blob.box().y(); y < blob.box().y() + blob.box().height(); y++) {
            for (int x = blob.box().x(); x < blob.box().x() + blob.box().width(); x++) {
                if (blob.contains(x, y)) {
                    most = Math.max(most, plane.get(x, y));
                }
            }
        }
        return most;
    }

    private static float least(Blob blob, Plane plane) {
        float least = Float.POSITIVE_INFINITY;
        for (int y = blob.box().y(); y < blob.box().y() + blob.box().height(); y++) {
            for (int x = blob.box().x(); x < blob.box().x() + blob.box().width(); x++) {
                if (blob.contains(x, y)) {
                    least = Math.min(least, plane.get(x, y));
                }
            }
        }
        return least;
    }

    /** Parts a blob where two or more of its parts are much darker than the level at which they come apart. */
    private static void split(Blob blob, Plane depth, Plane gain, int level, Working grid, List<Blob> found) {
        for (int k = level; k < LEVELS.length; k++) {
            double deep = LEVELS[k] - DEEPER;
            List<Blob> parts = level(depth, gain, blob, blob.box(), k, grid).stream()
                    .filter(part -> least(part, depth) < deep)
                    .toList();
            if (parts.size() > 1) {
                for (Blob part : parts) {
                    split(part, depth, gain, k + 1, grid, found);
                }
                return;
            }
        }
        found.add(blob);
    }

    /** Local estimate of the logarithm of the transmission: the maximum of the likelihood under a Gaussian window. */
    private static Plane shift(Background background, double sigma, int width, int height) {
        Plane shift = new Plane(width, height);
        for (int i = 0; i < shift.pixels().length; i++) {
            shift.pixels()[i] = (float) background.deviation(i);
        }
        shift = Blur.gaussian(shift, sigma);
        for (int k = 0; k < REFINEMENTS; k++) {
            Plane step = Blur.gaussian(new Plane(width, height, background.shifts(shift.pixels())), sigma);
            for (int i = 0; i < step.pixels().length; i++) {
                shift.pixels()[i] += step.pixels()[i];
            }
        }
        return shift;
    }
}
