package org.sstem.internal.detect;

import org.sstem.internal.math.Medians;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.Arrays;

/**
 * A band measured at full resolution: its course, its two rims, and what tells it from tissue.
 *
 * @param x          places along its course every {@link BandStrip#STEP_PX} pixels
 * @param y          likewise
 * @param nx         unit normals of the course
 * @param ny         likewise
 * @param low        signed distance of one rim along the normal, pixels
 * @param high       that of the other
 * @param halfWidth  median of half the width, pixels
 * @param coverage   part of the course where both rims are seen, 0 to 1
 * @param grey       median grey value in the band
 * @param tissue     mean grey value of the tissue beside it
 * @param spread     standard deviation of that
 * @param roughness  by how much the rims jump from place to place, pixels
 * @param beside     mean grey right beside the rims, less that of the tissue, in standard deviations
 * @param texture    standard deviation inside over that of the tissue
 * @param smeared    part of the course along which the tissue beside it does not change, as where a section's border was
 *     pulled in
 */
record BandShape(
        double[] x,
        double[] y,
        double[] nx,
        double[] ny,
        double[] low,
        double[] high,
        double halfWidth,
        double coverage,
        double grey,
        double tissue,
        double spread,
        double roughness,
        double beside,
        double texture,
        double smeared) {

    private static final int PASSES = 3;
    /** Part of the way from the band's grey to the tissue's at which a rim is placed. */
    private static final double RIM_LEVEL = 0.5;

    private static final double EXTEND_PX = 60;
    private static final double NARROWEST_PX = 2.5;
    /** Stations over which rims are smoothed, to either side: 30 px. */
    private static final int SMOOTH = 15;
    /** Stations over which the tissue's grey is averaged, to either side: 100 px. */
    private static final int TISSUE = 50;

    private static final int FEWEST = 12;
    /** Change over 2 px, in standard deviations of the tissue, that tissue exceeds by far. */
    private static final double STILL = 0.1;

    private static final int MOST_EXTENSIONS = 20;
    /** Half-width of membranes cut obliquely, pixels. */
    private static final double MEMBRANE_PX = 3.5;
    /** How near to another's rim a band comes that joins it, pixels. */
    private static final double JOINING_PX = 16;
    /** What an extension has to add, pixels. */
    private static final double LONGER_PX = 16;
    /** How far a rim of a band may lie from where it is around, with a tenth of half the width, pixels. */
    private static final double EVEN_PX = 1;
    /** Part of the width that is dark (or bright) throughout in a band. */
    private static final double CORE = 0.6;
    /** What a place counts where it is. */
    private static final double FILLED = 0.5;
    /** What a place counts against it where it is not. */
    private static final double HOLLOW = 1.5;
    /** What a rim counts that lies where it is around. */
    private static final double EVEN = 0.25;
    /** What a rim counts against it where something dark joins the band. */
    private static final double JOINED = 0.2;
    /** What a rim counts against it where the band is interrupted, or narrower than around. */
    private static final double INTERRUPTED = 0.5;

    double length() {
        return x.length * BandStrip.STEP_PX;
    }

    /** Median deviation of half the width from its median, pixels. */
    double widthSpread() {
        double[] off = new double[x.length];
        for (int i = 0; i < off.length; i++) {
            off[i] = Math.abs(0.5 * (high[i] - low[i]) - halfWidth);
        }
        return Medians.ofNumbers(off);
    }

    /**
     * How much like a band and unlike tissue it looks: its contrast over its texture and over the unevenness of its rims,
     * less where it goes on beyond them (as stains do), is lined (as bright processes are by their membranes), or is as
     * narrow as a membrane.
     */
    double look() {
        double even = Math.max(0.2, roughness / Math.max(1, Math.sqrt(halfWidth / 8)));
        double plain = Math.max(0.1, texture);
        double goesOn = grey < tissue ? -beside : Math.abs(beside);
        double off = Math.max(0, goesOn - 0.2) / 0.15;
        double wide = Math.min(1, halfWidth / MEMBRANE_PX);
        return contrast() / plain / even * wide * Math.sqrt(Math.min(4, length() / 100)) / (1 + off * off);
    }

    /** How far the band lies from the tissue, in the tissue's standard deviations. */
    double contrast() {
        return Math.abs(grey - tissue) / spread;
    }

    /**
     * Measures a band.
     *
     * @param tissue    where the section shows tissue
     * @param sign      -1 for a dark band, 1 for a bright one
     * @param px        places along it
     * @param py        likewise
     * @param halfWidth a guess of half its width, pixels
     * @return the band, or null if there is none
     */
    static BandShape measure(
            SectionSource source, int z, BandMap tissue, int sign, double[] px, double[] py, double halfWidth) {
        double[][] course = extended(px, py);
        double half = halfWidth;
        BandStrip strip = null;
        Rims rims = null;
        for (int pass = 0; pass < PASSES; pass++) {
            int reach = (int) Math.ceil(1.5 * half) + 28;
            strip = BandStrip.along(source, z, tissue, course[0], course[1], Math.max(24, 2 * half), reach);
            if (strip.stations() < FEWEST) {
                return null;
            }
            rims = new Rims(strip, sign, half);
            half = rims.half();
            if (Double.isNaN(half)) {
                return null;
            }
            if (pass < PASSES - 1) {
                course = rims.recentred();
            }
        }
        return rims.shape();
    }

    /** The same band, followed on from both its ends as long as that makes it longer. */
    BandShape followed(SectionSource source, int z, BandMap map, int sign) {
        BandShape band = this;
        for (int i = 0; i < MOST_EXTENSIONS; i++) {
            BandShape longer = measure(source, z, map, sign, band.middleX(), band.middleY(), band.halfWidth);
            if (longer == null || longer.length() < band.length() + LONGER_PX) {
                return band;
            }
            band = longer;
        }
        return band;
    }

    /** Tells whether this band begins or ends at another, or crosses it. */
    boolean joins(BandShape other) {
        double[] ox = other.middleX();
        double[] oy = other.middleY();
        double[] ownX = middleX();
        double[] ownY = middleY();
        for (int i = 0; i < ownX.length; i++) {
            for (int k = 0; k < ox.length; k += 4) {
                double within = 0.5 * (other.high[k] - other.low[k]) + JOINING_PX;
                if (Math.hypot(ownX[i] - ox[k], ownY[i] - oy[k]) < within) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Columns of the places half way between the rims. */
    double[] middleX() {
        double[] out = x.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += 0.5 * (low[i] + high[i]) * nx[i];
        }
        return out;
    }

    /** Their rows. */
    double[] middleY() {
        double[] out = y.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += 0.5 * (low[i] + high[i]) * ny[i];
        }
        return out;
    }

    private static double[][] extended(double[] px, double[] py) {
        int n = px.length;
        // Trails have places every 8 px or more, measured courses every 2 px.
        int back = Math.min(n - 1, n > 1 && Math.hypot(px[1] - px[0], py[1] - py[0]) < 4 ? 24 : 6);
        double[][] out = new double[2][n + 2];
        System.arraycopy(px, 0, out[0], 1, n);
        System.arraycopy(py, 0, out[1], 1, n);
        extend(out, 0, 1, 1 + back);
        extend(out, n + 1, n, n - back);
        return out;
    }

    private static void extend(double[][] p, int at, int end, int before) {
        double dx = p[0][end] - p[0][before];
        double dy = p[1][end] - p[1][before];
        double norm = Math.max(1e-9, Math.hypot(dx, dy));
        p[0][at] = p[0][end] + EXTEND_PX * dx / norm;
        p[1][at] = p[1][end] + EXTEND_PX * dy / norm;
    }

    /** The rims at every station. */
    private static final class Rims {
        private final BandStrip strip;
        private final int sign;
        private final Plane smooth;
        private final int n;
        private final double[] low;
        private final double[] high;
        private final double[] band;
        private final double[] tissue;
        private double spread;
        private double half;

        Rims(BandStrip strip, int sign, double guess) {
            this.strip = strip;
            this.sign = sign;
            n = strip.stations();
            smooth = strip.smoothed(2, 1);
            low = new double[n];
            high = new double[n];
            band = new double[n];
            tissue = new double[n];
            levels(guess);
            for (int i = 0; i < n; i++) {
                trace(i, guess);
            }
            double[] halves = new double[n];
            for (int i = 0; i < n; i++) {
                halves[i] = 0.5 * (high[i] - low[i]);
            }
            half = Medians.ofNumbers(halves);
            // What joins the band widens it, what interrupts it narrows it: neither is its rim.
            for (int i = 0; i < n; i++) {
                if (halves[i] > 2 * half + 4) {
                    low[i] = Double.NaN;
                    high[i] = Double.NaN;
                }
            }
        }

        double half() {
            return half;
        }

        private void levels(double guess) {
            double[] centre = new double[n];
            double[] beside = new double[n];
            double sum = 0;
            double squares = 0;
            long count = 0;
            int core = Math.max(1, (int) (0.4 * guess));
            for (int i = 0; i < n; i++) {
                double in = 0;
                int m = 0;
                double out = 0;
                int k = 0;
                for (int t = -strip.reach; t <= strip.reach; t++) {
                    float v = strip.grey.get(t + strip.reach, i);
                    if (Float.isNaN(v)) {
                        continue;
                    }
                    if (Math.abs(t) <= core) {
                        in += v;
                        m++;
                    } else if (Math.abs(t) > guess + 5) {
                        out += v;
                        k++;
                        sum += v;
                        squares += (double) v * v;
                        count++;
                    }
                }
                centre[i] = m == 0 ? Double.NaN : in / m;
                beside[i] = k == 0 ? Double.NaN : out / k;
            }
            System.arraycopy(Running.median(centre, SMOOTH, 1), 0, band, 0, n);
            System.arraycopy(Running.mean(beside, TISSUE), 0, tissue, 0, n);
            double mean = sum / Math.max(1, count);
            spread = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean));
        }

        private void trace(int i, double guess) {
            low[i] = Double.NaN;
            high[i] = Double.NaN;
            double level = band[i] + RIM_LEVEL * (tissue[i] - band[i]);
            int within = Math.max(2, (int) (0.5 * guess));
            int from = -1;
            for (int c = strip.reach - within; c <= strip.reach + within; c++) {
                float v = smooth.get(c, i);
                if (!Float.isNaN(v) && (from < 0 || sign * v > sign * smooth.get(from, i))) {
                    from = c;
                }
            }
            if (from < 0
                    || Double.isNaN(level)
                    || sign * (band[i] - tissue[i]) <= 0.3 * spread
                    || sign * smooth.get(from, i) <= sign * level) {
                return;
            }
            double a = edge(i, from, -1, level);
            double b = edge(i, from, 1, level);
            if (b - a >= NARROWEST_PX) {
                low[i] = a;
                high[i] = b;
            }
        }

        /** Where the profile leaves the band, pixels from the course; NaN if it does not. */
        private double edge(int i, int from, int step, double level) {
            int c = from;
            while (c >= 0 && c < smooth.width() && sign * smooth.get(c, i) > sign * level) {
                c += step;
            }
            if (c < 0 || c >= smooth.width() || Float.isNaN(smooth.get(c, i))) {
                // The section's border ends the band.
                return c < 0 || c >= smooth.width() ? Double.NaN : c - step - strip.reach;
            }
            double inner = smooth.get(c - step, i);
            double outer = smooth.get(c, i);
            return c - step + step * (level - inner) / (outer - inner) - strip.reach;
        }

        double[][] recentred() {
            double[] middle = new double[n];
            for (int i = 0; i < n; i++) {
                middle[i] = 0.5 * (low[i] + high[i]);
            }
            double[] steady = Running.mean(Running.median(middle, SMOOTH, 4), SMOOTH);
            double[][] course = new double[2][n];
            double last = 0;
            for (int i = 0; i < n; i++) {
                double shift = Double.isNaN(steady[i]) ? last : steady[i];
                course[0][i] = strip.x[i] + shift * strip.nx[i];
                course[1][i] = strip.y[i] + shift * strip.ny[i];
                last = shift;
            }
            return course;
        }

        BandShape shape() {
            double[] steadyLow = steady(low);
            double[] steadyHigh = steady(high);
            int[] best = best(steadyLow, steadyHigh);
            int from = best[0];
            int to = best[1];
            if (to - from < FEWEST) {
                return null;
            }
            double[] jumps = new double[2 * (to - from)];
            double found = 0;
            for (int i = from; i < to; i++) {
                found += Double.isNaN(low[i]) ? 0 : 1;
                jumps[2 * (i - from)] = Math.abs(low[i] - steadyLow[i]);
                jumps[2 * (i - from) + 1] = Math.abs(high[i] - steadyHigh[i]);
            }
            double[] ownLow = Arrays.copyOfRange(steadyLow, from, to);
            double[] ownHigh = Arrays.copyOfRange(steadyHigh, from, to);
            double[] halves = new double[to - from];
            for (int i = 0; i < halves.length; i++) {
                halves[i] = 0.5 * (ownHigh[i] - ownLow[i]);
            }
            return new BandShape(
                    Arrays.copyOfRange(strip.x, from, to),
                    Arrays.copyOfRange(strip.y, from, to),
                    Arrays.copyOfRange(strip.nx, from, to),
                    Arrays.copyOfRange(strip.ny, from, to),
                    ownLow,
                    ownHigh,
                    Medians.ofNumbers(halves),
                    found / (to - from),
                    Medians.ofNumbers(Arrays.copyOfRange(band, from, to)),
                    Arrays.stream(tissue, from, to).average().orElse(Double.NaN),
                    spread,
                    Medians.ofNumbers(jumps),
                    beside(ownLow, ownHigh, from, to),
                    texture(ownLow, ownHigh, from, to),
                    smeared(from, to));
        }

        /** The part of the course that looks most like one band: where most of the stations show even rims. */
        private int[] best(double[] steadyLow, double[] steadyHigh) {
            double sum = 0;
            double most = 0;
            int start = 0;
            int[] best = {0, 0};
            for (int i = 0; i < n; i++) {
                sum += filled(i, steadyLow[i], steadyHigh[i]) ? FILLED : -HOLLOW;
                sum += even(steadyLow[i] - low[i]) + even(high[i] - steadyHigh[i]);
                if (sum <= 0) {
                    sum = 0;
                    start = i + 1;
                } else if (sum > most) {
                    most = sum;
                    best = new int[] {start, i + 1};
                }
            }
            return best;
        }

        /** Tells whether the band is dark (or bright) throughout, from one side of its core to the other. */
        private boolean filled(int i, double from, double to) {
            double middle = 0.5 * (from + to);
            double core = CORE * 0.5 * (to - from);
            double level = band[i] + RIM_LEVEL * (tissue[i] - band[i]);
            for (double t = middle - core; t <= middle + core; t++) {
                int c = (int) Math.rint(t) + strip.reach;
                if (c < 0 || c >= smooth.width() || !(sign * smooth.get(c, i) > sign * level)) {
                    return false;
                }
            }
            return sign * (band[i] - tissue[i]) > 0.3 * spread;
        }

        /** What a rim counts that lies this much outside of where it is around. */
        private double even(double outside) {
            double off = EVEN_PX + 0.1 * half;
            return Math.abs(outside) < off ? EVEN : outside >= off ? -JOINED : -INTERRUPTED;
        }

        private static double[] steady(double[] part) {
            double[] median = Running.median(part, SMOOTH, 3);
            // A long interruption takes the rim of what lies around it.
            for (int reach = 2 * SMOOTH;
                    Arrays.stream(median).anyMatch(Double::isNaN) && reach < 2 * part.length;
                    reach *= 2) {
                double[] wider = Running.median(part, reach, 3);
                for (int i = 0; i < median.length; i++) {
                    median[i] = Double.isNaN(median[i]) ? wider[i] : median[i];
                }
            }
            return Running.mean(median, SMOOTH / 2);
        }

        private double beside(double[] a, double[] b, int from, int to) {
            double sum = 0;
            long count = 0;
            for (int i = from; i < to; i++) {
                for (int t = 2; t <= 5; t++) {
                    float p = at(i, a[i - from] - t);
                    float q = at(i, b[i - from] + t);
                    if (!Float.isNaN(p)) {
                        sum += p - tissue[i];
                        count++;
                    }
                    if (!Float.isNaN(q)) {
                        sum += q - tissue[i];
                        count++;
                    }
                }
            }
            return count == 0 ? 0 : sum / count / spread;
        }

        private double texture(double[] a, double[] b, int from, int to) {
            double squares = 0;
            long count = 0;
            for (int i = from; i < to; i++) {
                double middle = 0.5 * (a[i - from] + b[i - from]);
                int within = (int) Math.max(1, 0.6 * 0.5 * (b[i - from] - a[i - from]));
                for (int t = -within; t <= within; t++) {
                    float v = at(i, middle + t);
                    if (!Float.isNaN(v) && !Double.isNaN(band[i])) {
                        squares += (v - band[i]) * (v - band[i]);
                        count++;
                    }
                }
            }
            return count == 0 ? 0 : Math.sqrt(squares / count) / spread;
        }

        private double smeared(int from, int to) {
            int still = 0;
            for (int i = from + 1; i < to; i++) {
                double change = 0;
                int count = 0;
                for (int t = -strip.reach; t <= strip.reach; t += 2) {
                    float here = strip.grey.get(t + strip.reach, i);
                    float before = strip.grey.get(t + strip.reach, i - 1);
                    if (Math.abs(t) > half + 5 && !Float.isNaN(here) && !Float.isNaN(before)) {
                        change += Math.abs(here - before);
                        count++;
                    }
                }
                still += count > 0 && change < STILL * count * spread ? 1 : 0;
            }
            return (double) still / Math.max(1, to - from - 1);
        }

        private float at(int i, double t) {
            int c = (int) Math.rint(t) + strip.reach;
            return c < 0 || c >= strip.grey.width() ? Float.NaN : strip.grey.get(c, i);
        }
    }
}
