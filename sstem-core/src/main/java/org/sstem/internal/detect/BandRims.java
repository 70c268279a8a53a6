package org.sstem.internal.detect;

import org.sstem.internal.math.Medians;
import org.sstem.internal.math.Moments;
import org.sstem.method.Plane;

/** Where the two rims of a band are seen along a strip, and the grey values on their two sides. */
final class BandRims {

    /** Part of the way from the band's grey to the tissue's at which a rim is placed. */
    private static final double RIM_LEVEL = 0.5;

    private static final double NARROWEST_PX = 2.5;
    /** Stations over which rims are smoothed, to either side: 30 px. */
    static final int SMOOTH = 15;
    /** Stations over which the tissue's grey is averaged, to either side: 100 px. */
    private static final int TISSUE = 50;
    /** Standard deviations of the tissue by which the band is darker (or brighter). */
    private static final double CLEAR = 0.3;

    /** Distance of one rim along the normal, pixels, one a station; NaN where it is not seen. */
    final double[] low;
    /** That of the other. */
    final double[] high;
    /** Grey value of the band. */
    final double[] band;
    /** Grey value of the tissue beside it. */
    final double[] tissue;
    /** Standard deviation of the tissue's grey values. */
    final double spread;
    /** Median of half the width, pixels; NaN if no rim is seen. */
    final double half;

    private final BandStrip strip;
    private final int sign;
    private final Plane smooth;
    private final int n;

    BandRims(BandStrip strip, int sign, double guess) {
        this.strip = strip;
        this.sign = sign;
        n = strip.stations();
        smooth = strip.smoothed(2, 1);
        low = new double[n];
        high = new double[n];
        band = new double[n];
        tissue = new double[n];
        spread = levels(guess);
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

    /** The grey values of band and tissue, and the standard deviation of the tissue's. */
    private double levels(double guess) {
        double[] centre = new double[n];
        double[] beside = new double[n];
        Moments moments = new Moments();
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
                    moments.add(v);
                }
            }
            centre[i] = m == 0 ? Double.NaN : in / m;
            beside[i] = k == 0 ? Double.NaN : out / k;
        }
        System.arraycopy(Running.median(centre, SMOOTH, 1), 0, band, 0, n);
        System.arraycopy(Running.mean(beside, TISSUE), 0, tissue, 0, n);
        return moments.sd();
    }

    private void trace(int i, double guess) {
        low[i] = Double.NaN;
        high[i] = Double.NaN;
        double level = level(i);
        int within = Math.max(2, (int) (0.5 * guess));
        int from = -1;
        for (int c = strip.reach - within; c <= strip.reach + within; c++) {
            float v = smooth.get(c, i);
            if (!Float.isNaN(v) && (from < 0 || sign * v > sign * smooth.get(from, i))) {
                from = c;
            }
        }
        if (from < 0 || Double.isNaN(level) || !clear(i) || sign * smooth.get(from, i) <= sign * level) {
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

    /** The course moved half way between the rims. */
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

    /** Tells whether the band is dark (or bright) all the way from one place across a station to another. */
    boolean filled(int i, double from, double to) {
        double level = level(i);
        for (double t = from; t <= to; t++) {
            int c = (int) Math.rint(t) + strip.reach;
            if (c < 0 || c >= smooth.width() || !(sign * smooth.get(c, i) > sign * level)) {
                return false;
            }
        }
        return clear(i);
    }

    /** The grey value at which a rim is placed. */
    private double level(int i) {
        return band[i] + RIM_LEVEL * (tissue[i] - band[i]);
    }

    /** Tells whether the band differs from the tissue. */
    private boolean clear(int i) {
        return sign * (band[i] - tissue[i]) > CLEAR * spread;
    }
}
