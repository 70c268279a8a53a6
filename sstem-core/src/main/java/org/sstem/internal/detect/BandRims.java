package org.sstem.internal.detect;

import org.sstem.internal.image.Closing;
import org.sstem.internal.math.Medians;
import org.sstem.internal.math.Moments;
import org.sstem.method.Plane;

/** Where the two rims of a band are seen along a strip, and the grey values on their two sides. */
final class BandRims {

    /** Part of the way from the band's grey to the tissue's at which a rim is placed. */
    private static final double RIM_LEVEL = 0.5;

    private static final double NARROWEST_PX = 2.5;
    /** Half the width of the rectangle by which a dark band is closed, in halves of the band's width. */
    private static final double CLOSING = 0.6;
    /** Half the width of the widest, pixels: membranes are narrower. */
    private static final double MOST_CLOSING_PX = 8;
    /** Stations over which rims are smoothed, to either side: 30 px. */
    static final int SMOOTH = 15;
    /** Stations over which the tissue's grey is averaged, to either side: 100 px. */
    private static final int TISSUE = 50;
    /** Stations over which grey values are averaged to place a rim, to either side: 30 px. */
    private static final int ALONG = 7;
    /** How far a rim may lie from that of the closed image, pixels. */
    private static final int NEAR_PX = 4;
    /** From the band to what is counted as tissue beside it, pixels. */
    private static final double BESIDE_PX = 5;
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

    /** Whether they were looked for in the closed image. */
    final boolean closed;

    private final BandStrip strip;
    private final int sign;
    private final Plane smooth;
    /** The grey value at which a rim is placed, one a station. */
    private final double[] rim;

    private final int n;

    BandRims(BandStrip strip, int sign, double guess, boolean closed) {
        this.strip = strip;
        this.sign = sign;
        n = strip.stations();
        this.closed = closed;
        smooth = closed ? closed(strip.smoothed(2, 1), guess) : strip.smoothed(2, 1);
        low = new double[n];
        high = new double[n];
        double[][] levels = levels(strip.grey, guess);
        band = levels[0];
        tissue = levels[1];
        spread = spread(guess);
        rim = halfWay(closed ? levels(smooth, guess) : levels);
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

    /** The grey values of band and tissue. */
    private double[][] levels(Plane grey, double guess) {
        double[] centre = new double[n];
        double[] beside = new double[n];
        int core = Math.max(1, (int) (0.4 * guess));
        for (int i = 0; i < n; i++) {
            centre[i] = mean(grey, i, 0, core);
            beside[i] = mean(grey, i, guess + BESIDE_PX, strip.reach);
        }
        return new double[][] {Running.median(centre, SMOOTH, 1), Running.mean(beside, TISSUE)};
    }

    /** The mean of what lies so far from the course at least and at most, on both sides; NaN if there is nothing. */
    private double mean(Plane grey, int i, double beyond, int within) {
        double sum = 0;
        int count = 0;
        for (int t = -within; t <= within; t++) {
            float v = grey.get(t + strip.reach, i);
            if (!Float.isNaN(v) && (beyond == 0 || Math.abs(t) > beyond)) {
                sum += v;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** The standard deviation of what lies beside the band. */
    private double spread(double guess) {
        Moments moments = new Moments();
        for (int i = 0; i < n; i++) {
            for (int t = -strip.reach; t <= strip.reach; t++) {
                float v = strip.grey.get(t + strip.reach, i);
                if (!Float.isNaN(v) && Math.abs(t) > guess + BESIDE_PX) {
                    moments.add(v);
                }
            }
        }
        return moments.sd();
    }

    /** Half way from the band to the tissue. */
    private double[] halfWay(double[][] levels) {
        double[] rims = new double[n];
        for (int i = 0; i < n; i++) {
            rims[i] = levels[0][i] + RIM_LEVEL * (levels[1][i] - levels[0][i]);
        }
        return rims;
    }

    /** Without what is dark and narrower than the band, such as membranes that join it. */
    private Plane closed(Plane in, double guess) {
        int across = (int) Math.min(CLOSING * guess, MOST_CLOSING_PX);
        return across < 1 ? in : Closing.closed(in, across, (int) Math.round(across / BandStrip.STEP_PX));
    }

    private void trace(int i, double guess) {
        low[i] = Double.NaN;
        high[i] = Double.NaN;
        double level = rim[i];
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

    /**
     * Both rims; those of a closed image moved to where the grey values as they are, averaged along the band, are half way from the
     * band's to the tissue's, because a closed image is too bright beside a soft rim. Where that is not near they stay.
     */
    double[][] placed(double[] lower, double[] upper) {
        if (!closed) {
            return new double[][] {lower, upper};
        }
        Plane along = strip.smoothed(ALONG, 0);
        return new double[][] {placed(lower, -1, along), placed(upper, 1, along)};
    }

    /** One rim; the step is 1 if the band ends there in the direction of the normals, -1 if against it. */
    private double[] placed(double[] rim, int step, Plane along) {
        double[] asTheyAre = halfWay(new double[][] {band, tissue});
        double[] placed = rim.clone();
        for (int i = 0; i < n; i++) {
            double level = asTheyAre[i];
            int c = (int) Math.rint(rim[i]) + strip.reach - step * NEAR_PX;
            for (int k = 0; k < 2 * NEAR_PX; k++, c += step) {
                if (c < 1 || c >= along.width() - 1) {
                    break;
                }
                double inner = along.get(c, i);
                double outer = along.get(c + step, i);
                if (sign * inner > sign * level && sign * outer <= sign * level) {
                    placed[i] = c + step * (level - inner) / (outer - inner) - strip.reach;
                    break;
                }
            }
        }
        return Running.mean(placed, SMOOTH / 2);
    }

    /** Tells whether the band is dark (or bright) all the way from one place across a station to another. */
    boolean filled(int i, double from, double to) {
        double level = rim[i];
        for (double t = from; t <= to; t++) {
            int c = (int) Math.rint(t) + strip.reach;
            if (c < 0 || c >= smooth.width() || !(sign * smooth.get(c, i) > sign * level)) {
                return false;
            }
        }
        return clear(i);
    }

    /** Tells whether the band differs from the tissue. */
    private boolean clear(int i) {
        return sign * (band[i] - tissue[i]) > CLEAR * spread;
    }
}
