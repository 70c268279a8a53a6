package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Rows;
import org.sstem.internal.math.Deviations;
import org.sstem.internal.tile.Tiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The displacement of one whole section against another: {@code moving(x + dx, y + dy) ~ fixed(x, y)}.
 *
 * @param dx          pixels in x
 * @param dy          pixels in y
 * @param correlation correlation of the two sections after this displacement, brightness and contrast taken out
 *     locally, -1 to 1
 */
public record Drift(double dx, double dy, double correlation) {

    /** Sections are looked at reduced to at most this many pixels a side. */
    private static final int OVERVIEW = 512;

    private static final int TILE = 2048;

    /** Seam-free reduction needs the reach of the smoothing on every level. */
    private static final int MARGIN_AT_LOWEST = 4;

    private static final int WIDEST_SEARCH = 6;
    /** What sections share is the shape of cells, not the course of single membranes, pixels of the overview. */
    private static final double CELL_SIGMA = 4;

    private static final double NORMALISATION_SIGMA = 16;
    /** Decides between displacements that correlate equally. */
    private static final double NEARER_WINS = 1e-7;

    private static final double CONTRAST_FLOOR = 0.2;
    /** Share of tissue above which a cell counts. */
    private static final float WHOLE = 0.999f;

    /**
     * Estimates the drift between two sections from a reduced overview of both, tile by tile in bounded memory.
     *
     * <p>Only what is tissue counts. Precision is about half a pixel of the overview, whose longer side has 257 to 512 pixels (sections smaller than
     * that: of the section). The caller's threads are used, same result on any number of them.
     *
     * @param source reads the sections
     * @param fixed  number of the section that stays
     * @param moving number of the section that has drifted
     * @param maxPx  greatest drift to look for in x and in y, pixels, at least 1; no more than a quarter of the section
     *     is ever looked for
     * @return the drift
     * @throws IllegalArgumentException      if maxPx is below 1
     * @throws java.io.UncheckedIOException  if a section cannot be read
     */
    public static Drift between(SectionSource source, int fixed, int moving, int maxPx) {
        if (maxPx < 1) {
            throw new IllegalArgumentException("maxPx must be at least 1, was " + maxPx);
        }
        int halvings = 0;
        while (Math.max(source.width(), source.height()) >> halvings > OVERVIEW) {
            halvings++;
        }
        int reach = Math.min(maxPx, Math.min(source.width(), source.height()) / 4);
        List<Level> a = pyramid(overview(source, fixed, halvings), reach >> halvings);
        List<Level> b = pyramid(overview(source, moving, halvings), reach >> halvings);
        int x = 0;
        int y = 0;
        for (int level = a.size() - 1; level >= 0; level--) {
            int radius = level == a.size() - 1 ? Math.max(reach >> (halvings + level), 1) : 2;
            int[] best = best(a.get(level), b.get(level), 2 * x, 2 * y, radius);
            x = best[0];
            y = best[1];
        }
        return peak(a.get(0), b.get(0), x, y, 1 << halvings);
    }

    /**
     * A section at one scale.
     *
     * @param grey   brightness and contrast taken out locally
     * @param tissue 1 where a cell shows nothing but tissue, else 0
     */
    private record Level(Plane grey, Plane tissue) {

        static Level of(Plane grey, Plane tissue, double sigma) {
            return new Level(normalised(Filters.gaussian(grey, tissue, sigma, 0), tissue), tissue);
        }
    }

    /** Levels until the search has become narrow; the first is the overview. */
    private static List<Level> pyramid(Plane[] overview, int reach) {
        List<Level> levels = new ArrayList<>();
        Plane grey = overview[0];
        Plane tissue = overview[1];
        levels.add(Level.of(grey, whole(tissue), CELL_SIGMA));
        for (int r = reach; r > WIDEST_SEARCH && Math.min(grey.width(), grey.height()) > 96; r /= 2) {
            grey = Filters.halve(grey);
            tissue = Filters.halve(tissue);
            levels.add(Level.of(grey, whole(tissue), CELL_SIGMA / 2));
        }
        return levels;
    }

    private static Plane whole(Plane share) {
        Plane whole = new Plane(share.width(), share.height());
        for (int i = 0; i < whole.pixels().length; i++) {
            whole.pixels()[i] = share.pixels()[i] > WHOLE ? 1 : 0;
        }
        return whole;
    }

    private static Plane normalised(Plane plane, Plane tissue) {
        boolean[] counts = new boolean[tissue.pixels().length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = tissue.pixels()[i] > 0;
        }
        Deviations deviations = Deviations.of(plane.pixels(), counts);
        double mean = deviations.mean();
        double sd = deviations.sd();
        // A section without any contrast: every floor will do, there is nothing to be seen.
        double floor = sd * sd > 1e-12 * mean * mean ? CONTRAST_FLOOR * sd : CONTRAST_FLOOR;
        return Filters.normalise(plane, tissue, NORMALISATION_SIGMA, floor);
    }

    /** Grey values and the share of tissue of a reduced section. */
    private static Plane[] overview(SectionSource source, int z, int halvings) {
        int scale = 1 << halvings;
        int margin = MARGIN_AT_LOWEST * scale;
        int width = (source.width() + scale - 1) / scale;
        int height = (source.height() + scale - 1) / scale;
        Plane[] out = {new Plane(width, height), new Plane(width, height)};
        for (Area area : new Tiles(source.width(), source.height(), TILE).all()) {
            Plane[] tile = {source.read(z, area.grow(margin)), source.tissue(z, area.grow(margin))};
            for (int k = 0; k < tile.length; k++) {
                for (int i = 0; i < halvings; i++) {
                    tile[k] = Filters.halve(tile[k]);
                }
                for (int y = 0; y < (area.height() + scale - 1) / scale; y++) {
                    for (int x = 0; x < (area.width() + scale - 1) / scale; x++) {
                        out[k].set(
                                area.x() / scale + x,
                                area.y() / scale + y,
                                tile[k].get(MARGIN_AT_LOWEST + x, MARGIN_AT_LOWEST + y));
                    }
                }
            }
        }
        return out;
    }

    private static int[] best(Level a, Level b, int x0, int y0, int radius) {
        int[] best = {x0, y0};
        double highest = Double.NEGATIVE_INFINITY;
        for (int dy = y0 - radius; dy <= y0 + radius; dy++) {
            for (int dx = x0 - radius; dx <= x0 + radius; dx++) {
                double sure = alike(a, b, dx, dy).sureness() - NEARER_WINS * (Math.abs(dx) + Math.abs(dy));
                if (sure > highest) {
                    highest = sure;
                    best[0] = dx;
                    best[1] = dy;
                }
            }
        }
        return best;
    }

    private static Drift peak(Level a, Level b, int x, int y, int scale) {
        double centre = correlation(a, b, x, y);
        double dx = vertex(correlation(a, b, x - 1, y), centre, correlation(a, b, x + 1, y));
        double dy = vertex(correlation(a, b, x, y - 1), centre, correlation(a, b, x, y + 1));
        return new Drift(scale * (x + dx), scale * (y + dy), centre);
    }

    /** Where the parabola through three values has its top, -0.5 to 0.5. */
    private static double vertex(double left, double centre, double right) {
        double curvature = left - 2 * centre + right;
        double top = curvature < 0 ? 0.5 * (left - right) / curvature : 0;
        return Math.min(Math.max(top, -0.5), 0.5);
    }

    /**
     * How alike two sections are under a displacement.
     *
     * @param correlation of what is tissue in both, -1 to 1
     * @param shared      how much that is, as part of the section
     */
    private record Alike(double correlation, double shared) {

        static final Alike NOT = new Alike(-1, 1);

        /** In standard errors, but for a factor: of less tissue chance makes more. */
        double sureness() {
            return correlation * Math.sqrt(shared);
        }
    }

    private static double correlation(Level a, Level b, int dx, int dy) {
        return alike(a, b, dx, dy).correlation();
    }

    private static Alike alike(Level first, Level second, int dx, int dy) {
        Plane a = first.grey();
        Plane b = second.grey();
        int x0 = Math.max(0, -dx);
        int x1 = Math.min(a.width(), a.width() - dx);
        int y0 = Math.max(0, -dy);
        int y1 = Math.min(a.height(), a.height() - dy);
        if (x1 <= x0 || y1 <= y0) {
            return Alike.NOT;
        }
        double[] rows = new double[y1 - y0];
        double[] aSquares = new double[y1 - y0];
        double[] bSquares = new double[y1 - y0];
        double[] counts = new double[y1 - y0];
        Rows.forEach(y1 - y0, (from, to) -> {
            for (int row = from; row < to; row++) {
                int y = y0 + row;
                float ab = 0;
                float aa = 0;
                float bb = 0;
                float n = 0;
                for (int x = x0; x < x1; x++) {
                    int i = y * a.width() + x;
                    int j = (y + dy) * a.width() + x + dx;
                    float both = first.tissue().pixels()[i] * second.tissue().pixels()[j];
                    float p = a.pixels()[i];
                    float q = b.pixels()[j];
                    ab += both * p * q;
                    aa += both * p * p;
                    bb += both * q * q;
                    n += both;
                }
                rows[row] = ab;
                aSquares[row] = aa;
                bSquares[row] = bb;
                counts[row] = n;
            }
        });
        double shared = Arrays.stream(counts).sum() / a.pixels().length;
        double norm = Math.sqrt(
                Arrays.stream(aSquares).sum() * Arrays.stream(bSquares).sum());
        return new Alike(norm > 0 ? Arrays.stream(rows).sum() / norm : 0, shared);
    }
}
