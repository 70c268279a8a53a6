package org.sstem.internal.detect;

import org.sstem.internal.image.Closing;
import org.sstem.internal.image.Filters;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.ArrayList;
import java.util.List;

/**
 * A reduced section in units of its own contrast: how far each cell lies above or below the tissue around it, in local
 * standard deviations of the grey values. Cells outside the tissue are 0.
 *
 * @param cell   pixels a cell, in each direction
 * @param values the cells
 * @param valid  false where there is no tissue, one flag a cell
 */
record BandMap(int cell, Plane values, boolean[] valid) {

    /** Cells of the longest side at most: a band of 10 px is seen in sections up to 4,600 px in cells as small as 3 px. */
    private static final int MOST_CELLS = 1536;

    private static final int SMALLEST_CELL = 2;
    /** Cells of a map in cells of the finer one before. */
    private static final int COARSER = 2;
    /** Maps of a section: a line of the finest is long for bands of up to 20 px, of the coarsest of up to 80 px. */
    private static final int SCALES = 3;
    /** Cells that the shorter side of a map has at least. */
    private static final int FEWEST_CELLS = 32;
    /** Reach of the surroundings, cells: wide bands must not make up most of them. */
    private static final int SURROUNDINGS = 50;
    /** Cells around a cell that are averaged with it: in the finer map a width that leaves membranes pale. */
    private static final int SMOOTH = 1;

    /** Half the side of the square that fits into what is dark in a closed map, in cells of the finest. */
    private static final int CLOSING = 3;

    private static final int STRIP_PIXELS = 1 << 20;
    /** Part of the whole section's contrast below which a place has no texture to be compared with. */
    private static final double FAINT = 0.25;

    /** Tells whether a place of the section, pixels, shows tissue. */
    boolean tissue(double x, double y) {
        int column = Math.min(values.width() - 1, Math.max(0, (int) (x + 0.5) / cell));
        int row = Math.min(values.height() - 1, Math.max(0, (int) (y + 0.5) / cell));
        return valid[row * values.width() + column];
    }

    /** Reduces a section, to small cells and to larger ones. */
    static List<BandMap> of(SectionSource source, int z) {
        int cell = Math.max(SMALLEST_CELL, (Math.max(source.width(), source.height()) + MOST_CELLS - 1) / MOST_CELLS);
        int columns = Math.max(1, source.width() / cell);
        int rows = Math.max(1, source.height() / cell);
        Plane mean = new Plane(columns, rows);
        Plane square = new Plane(columns, rows);
        boolean[] tissue = new boolean[columns * rows];
        int strip = Math.max(1, STRIP_PIXELS / source.width() / cell) * cell;
        for (int y0 = 0; y0 < rows * cell && y0 < source.height(); y0 += strip) {
            Plane grey = source.read(z, new Area(0, y0, source.width(), Math.min(strip, source.height() - y0)));
            pool(grey, y0 / cell, cell, mean, square);
            pool(source.tissue(z, new Area(0, y0, grey.width(), grey.height())), y0 / cell, cell, columns, tissue);
        }
        boolean[] valid = shrunk(tissue, columns, rows);
        List<BandMap> maps = new ArrayList<>();
        while (true) {
            boolean last = maps.size() + 1 == SCALES || Math.min(mean.width(), mean.height()) / COARSER < FEWEST_CELLS;
            Plane coarseMean = last ? null : coarser(mean);
            Plane coarseSquare = last ? null : coarser(square);
            maps.add(new BandMap(cell, normalised(mean, square, valid, SMOOTH), valid));
            if (last) {
                return maps;
            }
            valid = coarser(valid, mean.width(), mean.height());
            mean = coarseMean;
            square = coarseSquare;
            cell *= COARSER;
        }
    }

    /**
     * This map without what is dark and narrow, as membranes are: closed by a square of 7 cells, in larger cells, and in units of
     * the contrast that is left. A band that is hardly darker than tissue on average, but holds nothing bright, stands out.
     */
    BandMap closed() {
        Plane tissueOnly = values.copy();
        for (int i = 0; i < valid.length; i++) {
            tissueOnly.pixels()[i] = valid[i] ? tissueOnly.pixels()[i] : Float.NaN;
        }
        Plane mean = coarser(Closing.closed(tissueOnly, CLOSING, CLOSING));
        boolean[] tissue = coarser(valid, values.width(), values.height());
        Plane square = mean.copy();
        for (int i = 0; i < tissue.length; i++) {
            square.pixels()[i] *= square.pixels()[i];
        }
        return new BandMap(COARSER * cell, normalised(mean, square, tissue, 0), tissue);
    }

    private static Plane coarser(Plane fine) {
        Plane out = new Plane(fine.width() / COARSER, fine.height() / COARSER);
        for (int y = 0; y < out.height(); y++) {
            for (int x = 0; x < out.width(); x++) {
                float sum = 0;
                for (int i = 0; i < COARSER * COARSER; i++) {
                    sum += fine.get(x * COARSER + i % COARSER, y * COARSER + i / COARSER);
                }
                out.set(x, y, sum / (COARSER * COARSER));
            }
        }
        return out;
    }

    /** Tissue is where all of it is. */
    private static boolean[] coarser(boolean[] fine, int columns, int rows) {
        int width = columns / COARSER;
        boolean[] out = new boolean[width * (rows / COARSER)];
        for (int i = 0; i < out.length; i++) {
            out[i] = true;
            for (int k = 0; k < COARSER * COARSER; k++) {
                out[i] &= fine[(i / width * COARSER + k / COARSER) * columns + i % width * COARSER + k % COARSER];
            }
        }
        return out;
    }

    private static void pool(Plane grey, int row0, int cell, Plane mean, Plane square) {
        int columns = mean.width();
        float[] in = grey.pixels();
        float n = cell * cell;
        for (int row = row0; row < mean.height() && (row - row0) * cell + cell <= grey.height(); row++) {
            for (int column = 0; column < columns; column++) {
                int at = (row - row0) * cell * grey.width() + column * cell;
                float sum = 0;
                float squares = 0;
                for (int dy = 0; dy < cell; dy++) {
                    for (int dx = 0; dx < cell; dx++) {
                        float v = in[at + dy * grey.width() + dx];
                        sum += v;
                        squares += v * v;
                    }
                }
                int i = row * columns + column;
                mean.pixels()[i] = sum / n;
                square.pixels()[i] = squares / n;
            }
        }
    }

    /** A cell shows tissue where every pixel of it does. */
    private static void pool(Plane weights, int row0, int cell, int columns, boolean[] tissue) {
        for (int row = row0; row * columns < tissue.length && (row - row0) * cell + cell <= weights.height(); row++) {
            for (int column = 0; column < columns; column++) {
                boolean all = true;
                for (int k = 0; k < cell * cell && all; k++) {
                    all = weights.get(column * cell + k % cell, (row - row0) * cell + k / cell) > 0;
                }
                tissue[row * columns + column] = all;
            }
        }
    }

    private static Plane normalised(Plane mean, Plane square, boolean[] valid, int together) {
        int n = valid.length;
        Plane weight = new Plane(mean.width(), mean.height());
        double total = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            if (valid[i]) {
                weight.pixels()[i] = 1;
                total++;
                sum += mean.pixels()[i];
                squares += square.pixels()[i];
            } else {
                mean.pixels()[i] = 0;
                square.pixels()[i] = 0;
            }
        }
        Plane out = new Plane(mean.width(), mean.height());
        if (total == 0) {
            return out;
        }
        double sdAll = Math.sqrt(Math.max(0, squares / total - sum / total * (sum / total)));
        Plane share = Filters.boxMean(weight, SURROUNDINGS);
        Plane localMean = Filters.boxMean(mean, SURROUNDINGS);
        Plane localSquare = Filters.boxMean(square, SURROUNDINGS);
        Plane smooth = Filters.boxMean(mean, together);
        Plane smoothShare = Filters.boxMean(weight, together);
        for (int i = 0; i < n; i++) {
            if (!valid[i]) {
                continue;
            }
            double m = localMean.pixels()[i] / share.pixels()[i];
            double sd = Math.sqrt(Math.max(0, localSquare.pixels()[i] / share.pixels()[i] - m * m));
            double v = smooth.pixels()[i] / smoothShare.pixels()[i];
            sd = Math.max(sd, FAINT * sdAll);
            out.pixels()[i] = sd > 0 ? (float) ((v - m) / sd) : 0;
        }
        return out;
    }

    /** Without the cells at its edge, part of which may lie outside. */
    private static boolean[] shrunk(boolean[] tissue, int columns, int rows) {
        boolean[] out = tissue.clone();
        for (int i = 0; i < tissue.length; i++) {
            if (!tissue[i]) {
                int x = i % columns;
                int y = i / columns;
                for (int py = Math.max(0, y - 1); py <= Math.min(rows - 1, y + 1); py++) {
                    for (int px = Math.max(0, x - 1); px <= Math.min(columns - 1, x + 1); px++) {
                        out[py * columns + px] = false;
                    }
                }
            }
        }
        return out;
    }
}
