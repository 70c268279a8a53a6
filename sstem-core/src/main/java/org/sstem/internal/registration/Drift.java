package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Rows;
import org.sstem.internal.math.Moments;
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

    /**
     * Estimates the drift between two sections from a reduced overview of both, tile by tile in bounded memory.
     *
     * <p>Precision is about half a pixel of the overview, whose longer side has 257 to 512 pixels (sections smaller than
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
        List<Plane> a = pyramid(overview(source, fixed, halvings), reach >> halvings);
        List<Plane> b = pyramid(overview(source, moving, halvings), reach >> halvings);
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

    /** Levels until the search has become narrow; the first is the overview. */
    private static List<Plane> pyramid(Plane overview, int reach) {
        List<Plane> levels = new ArrayList<>();
        Plane level = overview;
        levels.add(normalised(Filters.gaussian(level, CELL_SIGMA)));
        for (int r = reach; r > WIDEST_SEARCH && Math.min(level.width(), level.height()) > 96; r /= 2) {
            level = Filters.halve(level);
            levels.add(normalised(Filters.gaussian(level, CELL_SIGMA / 2)));
        }
        return levels;
    }

    private static Plane normalised(Plane plane) {
        Plane all = Plane.filled(plane.width(), plane.height(), 1);
        Moments moments = Moments.of(plane.pixels());
        double variance = moments.variance();
        double mean = moments.mean();
        double sd = variance > 1e-12 * mean * mean ? Math.sqrt(variance) : 1;
        return Filters.normalise(plane, all, NORMALISATION_SIGMA, CONTRAST_FLOOR * sd);
    }

    private static Plane overview(SectionSource source, int z, int halvings) {
        int scale = 1 << halvings;
        int margin = MARGIN_AT_LOWEST * scale;
        Plane out = new Plane((source.width() + scale - 1) / scale, (source.height() + scale - 1) / scale);
        for (Area area : new Tiles(source.width(), source.height(), TILE).all()) {
            Plane tile = source.read(z, area.grow(margin));
            for (int i = 0; i < halvings; i++) {
                tile = Filters.halve(tile);
            }
            for (int y = 0; y < (area.height() + scale - 1) / scale; y++) {
                for (int x = 0; x < (area.width() + scale - 1) / scale; x++) {
                    out.set(
                            area.x() / scale + x,
                            area.y() / scale + y,
                            tile.get(MARGIN_AT_LOWEST + x, MARGIN_AT_LOWEST + y));
                }
            }
        }
        return out;
    }

    private static int[] best(Plane a, Plane b, int x0, int y0, int radius) {
        int[] best = {x0, y0};
        double highest = Double.NEGATIVE_INFINITY;
        for (int dy = y0 - radius; dy <= y0 + radius; dy++) {
            for (int dx = x0 - radius; dx <= x0 + radius; dx++) {
                double c = correlation(a, b, dx, dy) - NEARER_WINS * (Math.abs(dx) + Math.abs(dy));
                if (c > highest) {
                    highest = c;
                    best[0] = dx;
                    best[1] = dy;
                }
            }
        }
        return best;
    }

    private static Drift peak(Plane a, Plane b, int x, int y, int scale) {
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

    private static double correlation(Plane a, Plane b, int dx, int dy) {
        int x0 = Math.max(0, -dx);
        int x1 = Math.min(a.width(), a.width() - dx);
        int y0 = Math.max(0, -dy);
        int y1 = Math.min(a.height(), a.height() - dy);
        if (x1 <= x0 || y1 <= y0) {
            return -1;
        }
        double[] rows = new double[y1 - y0];
        double[] aSquares = new double[y1 - y0];
        double[] bSquares = new double[y1 - y0];
        Rows.forEach(y1 - y0, (from, to) -> {
            for (int row = from; row < to; row++) {
                int y = y0 + row;
                float ab = 0;
                float aa = 0;
                float bb = 0;
                for (int x = x0; x < x1; x++) {
                    float p = a.pixels()[y * a.width() + x];
                    float q = b.pixels()[(y + dy) * a.width() + x + dx];
                    ab += p * q;
                    aa += p * p;
                    bb += q * q;
                }
                rows[row] = ab;
                aSquares[row] = aa;
                bSquares[row] = bb;
            }
        });
        double norm = Math.sqrt(
                Arrays.stream(aSquares).sum() * Arrays.stream(bSquares).sum());
        return norm > 0 ? Arrays.stream(rows).sum() / norm : 0;
    }
}
