package org.sstem.internal.tissue;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.image.Components;
import org.sstem.internal.image.Filters;
import org.sstem.internal.math.Moments;
import org.sstem.internal.math.Quantiles;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Finds places that are burnt or out of focus: they lack the detail of membranes that the neighbours show in the same
 * place, and are not dark as stain is. Detail is the mean square of a difference of Gaussians of 1 and 3 px, each section's
 * in units of its own median, on cells of 4 px or, in large sections, more. Several threads may
 * ask.
 */
final class BlurredPlaces {

    private static final int CELL_PX = 4;
    private static final int MOST_PX = 2048;
    private static final int STRIP_ROWS = 128;
    private static final double FINE_PX = 1;
    private static final double COARSE_PX = 3;
    /** Over what detail is averaged, pixels. */
    private static final double WINDOW_PX = 10;

    /** Part of the neighbours' detail below which a place is surely blurred; intact tissue hardly falls below 0.25. */
    private static final double SURE = 0.1;
    /** Below which it belongs to a blurred place, and up to where its edge lies. */
    private static final double LIKELY = 0.28;

    private static final double EDGE = 0.55;
    private static final double EDGE_PX = 9;
    /** Part of a place that has to be surely blurred. */
    private static final double SURE_PART = 0.25;

    private static final int SMALLEST_PX = 1500;
    private static final double LEAST_SHARE = 0.004;
    /** Places darker than the neighbours by this many standard deviations are stained or folded. */
    private static final double DARK = 0.8;

    /** How far from what was lost its surroundings can be burnt, pixels. */
    private static final double BURNT_PX = 64;

    private static final int FARTHEST = 4;

    private final TissueSource source;
    private final IntPredicate missing;
    private final int cell;
    private final int columns;
    private final int rows;
    private final Map<Integer, Look> looks = new ConcurrentHashMap<>();

    /** Detail and brightness of a section's cells, and how much of each is tissue. */
    private record Look(Plane detail, Plane brightness, Plane weight) {}

    /**
     * Detail of a section's cells as part of what its neighbours show.
     *
     * @param least  of the neighbour that shows less; infinite where the section is darker than stain leaves it, or unknown
     * @param most   of the neighbour that shows more; 0 where that is unknown
     * @param tissue cells with tissue
     */
    private record Ratios(float[] least, float[] most, double tissue) {

        /** Whether there is less than this part of the neighbours' detail, or more by as many times. */
        boolean differs(int i, double part) {
            return least[i] < part || most[i] > 1 / part;
        }
    }

    BlurredPlaces(TissueSource source, IntPredicate missing) {
        this.source = source;
        this.missing = missing;
        this.cell = CELL_PX * (1 + (Math.max(source.width(), source.height()) - 1) / MOST_PX);
        this.columns = (source.width() + cell - 1) / cell;
        this.rows = (source.height() + cell - 1) / cell;
    }

    int cell(int x, int y) {
        return y / cell * columns + x / cell;
    }

    /** One flag a cell, none of them set. */
    boolean[] cells() {
        return new boolean[columns * rows];
    }

    /** Measures side by side what is needed for sections that are looked at next; forgets what comes before that. */
    void see(List<Integer> sections) {
        looks.keySet().removeIf(other -> other < sections.get(0) - FARTHEST);
        List<Integer> unseen = sections.stream()
                .flatMap(z -> Stream.concat(Stream.of(z), neighbours(z).stream()))
                .distinct()
                .filter(z -> !looks.containsKey(z))
                .toList();
        List<Look> seen = Parallelization.getTaskExecutor().forEachApply(unseen, this::measure);
        for (int i = 0; i < seen.size(); i++) {
            looks.put(unseen.get(i), seen.get(i));
        }
    }

    /** One flag a cell; empty if no place is blurred. */
    boolean[] of(int z) {
        List<Integer> others = neighbours(z);
        if (others.size() < 2) {
            return new boolean[0];
        }
        Ratios ratios = ratios(z, others);
        return places(ratios.least, ratios.tissue);
    }

    /**
     * Finds what was burnt around a lost part, where a beam or a spark has made the hole: connected with it, and with far
     * less or far more detail than both neighbours, as charred rims have.
     *
     * @param z    a section that was looked at
     * @param gone cells of the lost part
     * @return one flag a cell; empty if nothing is burnt
     */
    boolean[] burnt(int z, boolean[] gone) {
        List<Integer> others = neighbours(z);
        if (others.size() < 2) {
            return new boolean[0];
        }
        Ratios ratios = ratios(z, others);
        float[] away = away(gone);
        boolean[] unlike = new boolean[gone.length];
        for (int i = 0; i < unlike.length; i++) {
            unlike[i] = gone[i] || away[i] * cell <= BURNT_PX && ratios.differs(i, LIKELY);
        }
        boolean[] burnt = new boolean[gone.length];
        boolean any = false;
        for (int[] part : Components.of(unlike, columns, rows, true)) {
            if (Arrays.stream(part).anyMatch(i -> gone[i])) {
                for (int i : part) {
                    burnt[i] = !gone[i];
                    any |= burnt[i];
                }
            }
        }
        if (!any) {
            return new boolean[0];
        }
        // What is left between the hole and that is too little to measure.
        float[] beyond = away(burnt);
        float[] weight = look(z).weight.pixels();
        for (int i = 0; i < burnt.length; i++) {
            burnt[i] |= beyond[i] * cell <= EDGE_PX && (gone[i] || weight[i] < 0.5f || ratios.differs(i, EDGE));
        }
        return burnt;
    }

    /** Distance of every cell from the nearest one that is flagged. */
    private float[] away(boolean[] flags) {
        boolean[] outside = new boolean[flags.length];
        for (int i = 0; i < outside.length; i++) {
            outside[i] = !flags[i];
        }
        return Depth.open(outside, columns, rows);
    }

    private Ratios ratios(int z, List<Integer> others) {
        Look own = look(z);
        float[] least = new float[columns * rows];
        float[] most = new float[columns * rows];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        double tissue = 0;
        for (int i = 0; i < least.length; i++) {
            if (own.weight.pixels()[i] < 0.5f) {
                continue;
            }
            tissue++;
            double shown = Double.POSITIVE_INFINITY;
            double sharpest = 0;
            double lightest = Double.NEGATIVE_INFINITY;
            for (int other : others) {
                Look there = look(other);
                boolean known = there.weight.pixels()[i] >= 0.5f;
                shown = Math.min(shown, known ? there.detail.pixels()[i] : 0);
                sharpest = Math.max(sharpest, there.detail.pixels()[i]);
                lightest = Math.max(lightest, there.brightness.pixels()[i]);
            }
            boolean dark = own.brightness.pixels()[i] < lightest - DARK;
            if (shown > 0) {
                most[i] = (float) (own.detail.pixels()[i] / sharpest);
                least[i] = dark ? least[i] : (float) (own.detail.pixels()[i] / shown);
            }
        }
        return new Ratios(least, most, tissue);
    }

    /** The nearest section on either side, or the two nearest at an end of the stack. */
    private List<Integer> neighbours(int z) {
        List<Integer> below = new ArrayList<>();
        List<Integer> above = new ArrayList<>();
        for (int k = 1; k <= FARTHEST; k++) {
            if (z - k >= 0 && !missing.test(z - k)) {
                below.add(z - k);
            }
            if (z + k < source.sections() && !missing.test(z + k)) {
                above.add(z + k);
            }
        }
        List<Integer> all = new ArrayList<>();
        for (int k = 0; k < 2 && all.size() < 2; k++) {
            if (k < below.size()) {
                all.add(below.get(k));
            }
            if (k < above.size()) {
                all.add(above.get(k));
            }
        }
        return all;
    }

    private boolean[] places(float[] ratio, double tissue) {
        boolean[] likely = new boolean[ratio.length];
        for (int i = 0; i < likely.length; i++) {
            likely[i] = ratio[i] < LIKELY;
        }
        boolean[] found = new boolean[ratio.length];
        boolean any = false;
        double least = Math.max((double) SMALLEST_PX / cell / cell, LEAST_SHARE * tissue);
        for (int[] part : Components.of(likely, columns, rows, false)) {
            long sure = Arrays.stream(part).filter(i -> ratio[i] < SURE).count();
            if (part.length >= least && sure >= SURE_PART * part.length) {
                for (int i : part) {
                    found[i] = true;
                }
                any = true;
            }
        }
        if (!any) {
            return new boolean[0];
        }
        float[] away = away(found);
        for (int i = 0; i < found.length; i++) {
            found[i] |= away[i] * cell <= EDGE_PX && ratio[i] < EDGE;
        }
        return found;
    }

    private Look look(int z) {
        Look known = looks.get(z);
        if (known == null) {
            known = measure(z);
            looks.put(z, known);
        }
        return known;
    }

    private Look measure(int z) {
        Plane detail = new Plane(columns, rows);
        Plane grey = new Plane(columns, rows);
        Plane weight = new Plane(columns, rows);
        Moments all = new Moments();
        int margin = Filters.gaussianReach(COARSE_PX);
        int strip = Math.max(1, STRIP_ROWS / cell) * cell;
        for (int y0 = 0; y0 < source.height(); y0 += strip) {
            int height = Math.min(strip, source.height() - y0);
            Area area = new Area(-margin, y0 - margin, source.width() + 2 * margin, height + 2 * margin);
            Plane pixels = source.read(z, area);
            Plane tissue = source.tissue(z, area);
            Plane fine = Filters.gaussian(pixels, FINE_PX);
            Plane coarse = Filters.gaussian(pixels, COARSE_PX);
            for (int y = 0; y < height; y++) {
                int i = (y + margin) * area.width() + margin;
                for (int x0 = 0; x0 < source.width(); x0 += cell) {
                    int c = cell(x0, y0 + y);
                    for (int x = x0; x < Math.min(x0 + cell, source.width()); x++, i++) {
                        if (tissue.pixels()[i] > 0) {
                            double d = fine.pixels()[i] - coarse.pixels()[i];
                            float v = pixels.pixels()[i];
                            detail.pixels()[c] += (float) (d * d);
                            grey.pixels()[c] += v;
                            weight.pixels()[c]++;
                            all.add(v);
                        }
                    }
                }
            }
        }
        return scaled(detail, grey, weight, all);
    }

    private Look scaled(Plane detail, Plane grey, Plane weight, Moments all) {
        double mean = all.mean();
        double sd = Math.sqrt(Math.max(1e-12, all.variance()));
        for (int i = 0; i < columns * rows; i++) {
            float n = Math.max(1, weight.pixels()[i]);
            detail.pixels()[i] /= n;
            grey.pixels()[i] = (float) ((grey.pixels()[i] / n - mean) / sd);
            weight.pixels()[i] /= cell * cell;
        }
        double sigma = WINDOW_PX / cell;
        Plane smooth = Filters.gaussian(detail, weight, sigma, 0);
        Plane brightness = Filters.gaussian(grey, weight, sigma, 0);
        float[] known = new float[smooth.pixels().length];
        int n = 0;
        for (int i = 0; i < known.length; i++) {
            if (weight.pixels()[i] >= 0.5f) {
                known[n++] = smooth.pixels()[i];
            }
        }
        float median = n > 0 ? Math.max(Quantiles.at(known, n, n / 2), 1e-12f) : 1;
        for (int i = 0; i < smooth.pixels().length; i++) {
            smooth.pixels()[i] /= median;
        }
        return new Look(smooth, brightness, weight);
    }
}
