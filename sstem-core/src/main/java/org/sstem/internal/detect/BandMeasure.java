package org.sstem.internal.detect;

import org.sstem.internal.math.Medians;

import java.util.Arrays;

/** What is measured of a band between its rims: which part of the course is one band, how even it is, and how plain. */
final class BandMeasure {

    /** Change over 2 px, in standard deviations of the tissue, that tissue exceeds by far. */
    private static final double STILL = 0.1;
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

    private final BandStrip strip;
    private final BandRims rims;

    BandMeasure(BandStrip strip, BandRims rims) {
        this.strip = strip;
        this.rims = rims;
    }

    /** The band along the part of the course that looks most like one; null if that is short. */
    BandShape shape() {
        double[] steadyLow = steady(rims.low);
        double[] steadyHigh = steady(rims.high);
        int[] best = best(steadyLow, steadyHigh);
        int from = best[0];
        int to = best[1];
        if (to - from < BandShape.FEWEST) {
            return null;
        }
        double[] jumps = new double[2 * (to - from)];
        double found = 0;
        for (int i = from; i < to; i++) {
            found += Double.isNaN(rims.low[i]) ? 0 : 1;
            jumps[2 * (i - from)] = Math.abs(rims.low[i] - steadyLow[i]);
            jumps[2 * (i - from) + 1] = Math.abs(rims.high[i] - steadyHigh[i]);
        }
        double[][] placed = rims.placed(steadyLow, steadyHigh);
        double[] ownLow = Arrays.copyOfRange(placed[0], from, to);
        double[] ownHigh = Arrays.copyOfRange(placed[1], from, to);
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
                Medians.ofNumbers(Arrays.copyOfRange(rims.band, from, to)),
                Arrays.stream(rims.tissue, from, to).average().orElse(Double.NaN),
                rims.spread,
                Medians.ofNumbers(jumps),
                beside(ownLow, ownHigh, from, to),
                texture(ownLow, ownHigh, from, to),
                smeared(from, to),
                rims.closed);
    }

    /** The part of the course that looks most like one band: where most of the stations show even rims. */
    private int[] best(double[] steadyLow, double[] steadyHigh) {
        double sum = 0;
        double most = 0;
        int start = 0;
        int[] best = {0, 0};
        for (int i = 0; i < strip.stations(); i++) {
            sum += filled(i, steadyLow[i], steadyHigh[i]) ? FILLED : -HOLLOW;
            sum += even(steadyLow[i] - rims.low[i]) + even(rims.high[i] - steadyHigh[i]);
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
        return rims.filled(i, middle - core, middle + core);
    }

    /** What a rim counts that lies this much outside of where it is around. */
    private double even(double outside) {
        double off = EVEN_PX + 0.1 * rims.half;
        return Math.abs(outside) < off ? EVEN : outside >= off ? -JOINED : -INTERRUPTED;
    }

    private static double[] steady(double[] part) {
        double[] median = Running.median(part, BandRims.SMOOTH, 3);
        // A long interruption takes the rim of what lies around it.
        for (int reach = 2 * BandRims.SMOOTH;
                Arrays.stream(median).anyMatch(Double::isNaN) && reach < 2 * part.length;
                reach *= 2) {
            double[] wider = Running.median(part, reach, 3);
            for (int i = 0; i < median.length; i++) {
                median[i] = Double.isNaN(median[i]) ? wider[i] : median[i];
            }
        }
        return Running.mean(median, BandRims.SMOOTH / 2);
    }

    private double beside(double[] a, double[] b, int from, int to) {
        double sum = 0;
        long count = 0;
        for (int i = from; i < to; i++) {
            for (int t = 2; t <= 5; t++) {
                float p = at(i, a[i - from] - t);
                float q = at(i, b[i - from] + t);
                if (!Float.isNaN(p)) {
                    sum += p - rims.tissue[i];
                    count++;
                }
                if (!Float.isNaN(q)) {
                    sum += q - rims.tissue[i];
                    count++;
                }
            }
        }
        return count == 0 ? 0 : sum / count / rims.spread;
    }

    private double texture(double[] a, double[] b, int from, int to) {
        double squares = 0;
        long count = 0;
        for (int i = from; i < to; i++) {
            double middle = 0.5 * (a[i - from] + b[i - from]);
            int within = (int) Math.max(1, 0.6 * 0.5 * (b[i - from] - a[i - from]));
            for (int t = -within; t <= within; t++) {
                float v = at(i, middle + t);
                if (!Float.isNaN(v) && !Double.isNaN(rims.band[i])) {
                    squares += (v - rims.band[i]) * (v - rims.band[i]);
                    count++;
                }
            }
        }
        return count == 0 ? 0 : Math.sqrt(squares / count) / rims.spread;
    }

    private double smeared(int from, int to) {
        int still = 0;
        for (int i = from + 1; i < to; i++) {
            double change = 0;
            int count = 0;
            for (int t = -strip.reach; t <= strip.reach; t += 2) {
                float here = strip.grey.get(t + strip.reach, i);
                float before = strip.grey.get(t + strip.reach, i - 1);
                if (Math.abs(t) > rims.half + 5 && !Float.isNaN(here) && !Float.isNaN(before)) {
                    change += Math.abs(here - before);
                    count++;
                }
            }
            still += count > 0 && change < STILL * count * rims.spread ? 1 : 0;
        }
        return (double) still / Math.max(1, to - from - 1);
    }

    private float at(int i, double t) {
        int c = (int) Math.rint(t) + strip.reach;
        return c < 0 || c >= strip.grey.width() ? Float.NaN : strip.grey.get(c, i);
    }
}
