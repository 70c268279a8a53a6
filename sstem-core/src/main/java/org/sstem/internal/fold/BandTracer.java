package org.sstem.internal.fold;

import org.sstem.internal.fold.law.ArcPath;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldCurve;
import org.sstem.internal.math.Medians;

import java.util.Arrays;

/**
 * Follows a dark band along a first guess of its curve and measures its course and width to a fraction of a pixel.
 *
 * <p>At every station across the band the run of dark values is looked for; the level that separates dark from light
 * comes from the band and from its surroundings themselves. Stations where a dark membrane joins the band, or texture
 * interrupts it, are outliers of a robust fit.
 */
final class BandTracer {

    /** Part of the way from the band's grey to the tissue's at which a rim is placed. */
    private static final double RIM_LEVEL = 0.45;

    private static final int SMALLEST_WIDTH_PX = 3;
    private static final double CREDIBLE_COVERAGE = 0.7;

    private final int width;
    private final int height;
    private final Strip.Reader reader;

    BandTracer(int width, int height, Strip.Reader reader) {
        this.width = width;
        this.height = height;
        this.reader = reader;
    }

    /** Edges of the dark run at each station, NaN where there is none. */
    private record Runs(double[] low, double[] high) {

        double centre(int i) {
            return 0.5 * (low[i] + high[i]);
        }
    }

    /**
     * Traces one band.
     *
     * @param guess      a curve within {@code tolerance} of the band
     * @param tolerance  how far off the guess may be, pixels
     * @return the band, or null if nothing like one is there
     */
    Band trace(FoldArc guess, int tolerance) {
        FoldArc arc = guess;
        int reach = tolerance + 40;
        Strip strip = null;
        Runs runs = null;
        double limit = tolerance + 8;
        for (int pass = 0; pass < 4; pass++) {
            strip = Strip.along(arc, width, height, reach, reader);
            if (strip == null) {
                return null;
            }
            runs = runs(strip.smoothed(pass < 2 ? 2 : 1), pass == 0 ? tolerance + 6 : 14, pass == 3);
            FoldArc next = fit(strip, runs, arc, limit);
            if (next == null) {
                return null;
            }
            if (pass < 3) {
                arc = next;
            }
            limit = Math.max(2, limit / 3);
            reach = 64;
        }
        return measure(strip, runs, arc);
    }

    private static FoldArc fit(Strip strip, Runs runs, FoldArc arc, double limit) {
        double half = medianHalfWidth(runs);
        if (Double.isNaN(half)) {
            return null;
        }
        int n = strip.stations();
        double[] x = new double[n];
        double[] y = new double[n];
        double[] weight = new double[n];
        double[] centres = new double[n];
        int found = 0;
        for (int i = 0; i < n; i++) {
            double own = 0.5 * (runs.high[i] - runs.low[i]);
            if (Double.isNaN(own) || Math.abs(own - half) > 0.5 * half + 2) {
                continue;
            }
            double c = runs.centre(i);
            x[i] = strip.x()[i] + c * strip.nx()[i];
            y[i] = strip.y()[i] + c * strip.ny()[i];
            weight[i] = 1;
            centres[found++] = c;
        }
        if (found < 8) {
            return null;
        }
        // The first guess may be off as a whole: start from the median.
        double shift = Medians.of(Arrays.copyOf(centres, found));
        double nx = Math.cos(arc.normalAngle());
        double ny = Math.sin(arc.normalAngle());
        FoldArc start = new FoldArc(arc.x() + shift * nx, arc.y() + shift * ny, arc.normalAngle(), arc.curvature());
        FoldArc wide = ArcPath.fit(start, x, y, weight, 3 * limit + 3, true);
        return ArcPath.fit(wide, x, y, weight, limit, true);
    }

    private static double medianHalfWidth(Runs runs) {
        double[] half = new double[runs.low.length];
        int n = 0;
        for (int i = 0; i < half.length; i++) {
            if (!Double.isNaN(runs.low[i])) {
                half[n++] = 0.5 * (runs.high[i] - runs.low[i]);
            }
        }
        return n < 8 ? Double.NaN : Medians.of(Arrays.copyOf(half, n));
    }

    /** Finds at each station the dark run around the darkest place within a distance of the curve. */
    private static Runs runs(Strip strip, int within, boolean fine) {
        int n = strip.stations();
        int columns = strip.grey().width();
        int reach = strip.reach();
        double[][] smooth = new double[n][];
        int[] darkest = new int[n];
        double[] darkestGrey = new double[n];
        int seen = 0;
        double[] all = new double[n * columns / 4 + n];
        int values = 0;
        for (int i = 0; i < n; i++) {
            smooth[i] = acrossMean(strip, i, 2);
            darkest[i] = -1;
            for (int c = Math.max(0, reach - within); c <= Math.min(columns - 1, reach + within); c++) {
                if (!Double.isNaN(smooth[i][c]) && (darkest[i] < 0 || smooth[i][c] < smooth[i][darkest[i]])) {
                    darkest[i] = c;
                }
            }
            if (darkest[i] >= 0) {
                darkestGrey[seen++] = smooth[i][darkest[i]];
            }
            for (int c = i % 4; c < columns && values < all.length; c += 4) {
                if (!Double.isNaN(smooth[i][c])) {
                    all[values++] = smooth[i][c];
                }
            }
        }
        double[] low = new double[n];
        double[] high = new double[n];
        Arrays.fill(low, Double.NaN);
        Arrays.fill(high, Double.NaN);
        if (seen < 8) {
            return new Runs(low, high);
        }
        double band = Medians.of(Arrays.copyOf(darkestGrey, seen));
        double tissue = Medians.of(Arrays.copyOf(all, values));
        double level = band + RIM_LEVEL * (tissue - band);
        for (int i = 0; i < n; i++) {
            if (darkest[i] < 0 || smooth[i][darkest[i]] >= level) {
                continue;
            }
            double a = edge(strip, smooth[i], i, darkest[i], -1, level, fine);
            double b = edge(strip, smooth[i], i, darkest[i], 1, level, fine);
            if (!Double.isNaN(a) && !Double.isNaN(b) && b - a >= SMALLEST_WIDTH_PX) {
                low[i] = a;
                high[i] = b;
            }
        }
        return new Runs(low, high);
    }

    private static double[] acrossMean(Strip strip, int station, int radius) {
        int columns = strip.grey().width();
        double[] out = new double[columns];
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            int n = 0;
            for (int k = Math.max(0, c - radius); k <= Math.min(columns - 1, c + radius); k++) {
                float value = strip.grey().get(k, station);
                if (!Float.isNaN(value)) {
                    sum += value;
                    n++;
                }
            }
            out[c] = n == 0 || Float.isNaN(strip.grey().get(c, station)) ? Double.NaN : sum / n;
        }
        return out;
    }

    /** Where a profile rises above the level in one direction; the smoothed one first, then the profile itself. */
    private static double edge(
            Strip strip, double[] smooth, int station, int from, int step, double level, boolean fine) {
        int c = from;
        while (c >= 0 && c < smooth.length && smooth[c] < level) {
            c += step;
        }
        if (c < 0 || c >= smooth.length || Double.isNaN(smooth[c])) {
            return Double.NaN;
        }
        double coarse = c - step + step * (level - smooth[c - step]) / (smooth[c] - smooth[c - step]);
        if (!fine) {
            return coarse - strip.reach();
        }
        int k = (int) Math.round(coarse) - 4 * step;
        for (int i = 0; i < 8; i++, k += step) {
            if (k < 0 || k + step < 0 || k >= smooth.length || k + step >= smooth.length) {
                return Double.NaN;
            }
            float inner = strip.grey().get(k, station);
            float outer = strip.grey().get(k + step, station);
            if (inner < level && outer >= level) {
                return k + step * (level - inner) / (outer - inner) - strip.reach();
            }
        }
        return coarse - strip.reach();
    }

    private Band measure(Strip strip, Runs runs, FoldArc arc) {
        int n = strip.stations();
        double half = medianHalfWidth(runs);
        double[] lows = new double[n];
        double[] highs = new double[n];
        double[] centres = new double[n];
        boolean[] good = new boolean[n];
        int found = 0;
        for (int i = 0; i < n; i++) {
            centres[i] = 0;
            good[i] = !Double.isNaN(runs.low[i])
                    && Math.abs(0.5 * (runs.high[i] - runs.low[i]) - half) < 0.35 * half + 1.5
                    && Math.abs(runs.centre(i)) < 0.5 * half + 4;
            if (good[i]) {
                lows[found] = runs.low[i];
                highs[found] = runs.high[i];
                found++;
            }
        }
        double coverage = found / (double) n;
        double length = n * Strip.STEP_PX;
        if (found < 8 || coverage < CREDIBLE_COVERAGE) {
            return null;
        }
        double low = Medians.of(Arrays.copyOf(lows, found));
        double high = Medians.of(Arrays.copyOf(highs, found));
        double halfWidth = 0.5 * (high - low);
        double shift = 0.5 * (high + low);
        FoldArc centred = new FoldArc(
                arc.x() + shift * Math.cos(arc.normalAngle()),
                arc.y() + shift * Math.sin(arc.normalAngle()),
                arc.normalAngle(),
                arc.curvature() == 0 ? 0 : 1 / (1 / arc.curvature() - shift));
        FoldCurve curve = BandCourse.of(strip, runs.low, runs.high, good, shift, centred);
        Arrays.fill(centres, shift);
        double[] profile = strip.profile(centres, (int) Math.ceil(halfWidth) + 24);
        double[] levels = levels(profile, halfWidth);
        double rim = rim(profile, halfWidth, levels[0], levels[1]);
        return new Band(curve, centred, halfWidth, rim, coverage, length, levels[0], levels[1]);
    }

    /** Grey of the band and of the tissue right beside it, from the mean profile. */
    private static double[] levels(double[] profile, double halfWidth) {
        int middle = profile.length / 2;
        double band = 0;
        int n = 0;
        double tissue = 0;
        int m = 0;
        for (int t = -middle; t <= middle; t++) {
            double value = profile[t + middle];
            if (Double.isNaN(value)) {
                continue;
            }
            if (Math.abs(t) <= 0.6 * halfWidth) {
                band += value;
                n++;
            } else if (Math.abs(t) > halfWidth + 5) {
                tissue += value;
                m++;
            }
        }
        return new double[] {n == 0 ? Double.NaN : band / n, m == 0 ? Double.NaN : tissue / m};
    }

    /** How far beyond the half-width the mean profile still is darker than tissue, pixels. */
    private static double rim(double[] profile, double halfWidth, double band, double tissue) {
        double level = band + 0.8 * (tissue - band);
        int middle = profile.length / 2;
        double rim = 0.75;
        for (int side = -1; side <= 1; side += 2) {
            for (int t = (int) Math.floor(halfWidth); t < Math.min(middle, halfWidth + 8); t++) {
                double value = profile[middle + side * t];
                if (Double.isNaN(value) || value >= level) {
                    rim = Math.max(rim, t - halfWidth);
                    break;
                }
            }
        }
        return Math.min(rim, 6);
    }
}
