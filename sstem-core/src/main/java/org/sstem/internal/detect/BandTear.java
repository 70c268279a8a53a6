package org.sstem.internal.detect;

import org.sstem.method.SectionSource;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * By how much the two sides of a band have moved against each other: towards it beside a fold, which has swallowed what
 * lay between, away from it beside a crack. The sides of what is merely dark or bright lie still.
 *
 * <p>Windows on both sides are held against the neighbours at every shift. How well a pair of shifts agrees is counted in
 * standard deviations of what shifts agree by chance; the best pairs whose sides move as those of this kind of damage do,
 * slowly changing along the band, are compared with the best that leave both sides where they are, or move them the other
 * way.
 *
 * @param evidence how much better the best movement agrees, in standard deviations, summed along the band and over the
 *     neighbours; at most 0 if the sides lie still; NaN if that cannot be told
 * @param px       by how much the sides have moved, across the band, towards it for positive values
 * @param inPlace  whether all neighbours, two at least, show what lies beside the band where it lies, so that they would show the
 *     band too if it were tissue
 */
record BandTear(double evidence, double px, boolean inPlace) implements Serializable {

    static final BandTear UNKNOWN = new BandTear(Double.NaN, Double.NaN, false);

    /** Evidence that tissue reaches by chance. */
    private static final double CHANCE = 1.5;
    /** How many times the evidence counts of what neighbours do not show though they show what lies around it. */
    private static final double IN_PLACE = 2;

    /** How far the sides may move against each other, across and along, cells: 150 px and 30 px. */
    private static final int OPENING = 38;

    private static final int SHEAR = 8;
    private static final int OPENINGS = 2 * OPENING + 1;
    private static final int SHEARS = 2 * SHEAR + 1;
    /** Less than this many cells is no movement: sections drift, and drift is not the same on both sides. */
    private static final int STILL = 2;
    /** What both sides of a window together agree by where neighbours surely show them; by chance they reach 5.1. */
    private static final double CLEAR = 5.5;
    /** How far neighbours drift, cells. */
    private static final int DRIFT = 6;
    /** Agreement by chance. */
    private static final double LEAST = 1;

    /** Tells whether the sides have moved as those of such damage do, by more than chance. */
    boolean moved() {
        return evidence > CHANCE;
    }

    /** How many times the evidence of a band's looks counts. */
    double factor() {
        return (inPlace ? IN_PLACE : 1) * (Double.isNaN(evidence) ? 1 : 1 + Math.max(0, evidence - CHANCE) / CHANCE);
    }

    /**
     * Measures a band.
     *
     * @param source     the stack
     * @param z          the section
     * @param neighbours what it is compared with
     * @param band       the band
     * @param towards    1 if the sides should have moved towards the band, -1 if away from it
     */
    static BandTear of(SectionSource source, int z, List<Integer> neighbours, BandShape band, int towards) {
        BandSides sides = BandSides.of(source, z, neighbours, band);
        int windows = sides.windows();
        float[][] pairs = new float[windows][SHEARS * OPENINGS];
        boolean any = false;
        // What begins in a section is not in the one before it: one neighbour alone does not tell it from damage.
        boolean inPlace = neighbours.size() > 1;
        for (int k = 0; k < neighbours.size(); k++) {
            float[] common = new float[BandSides.ROWS * BandSides.COLUMNS];
            for (int w = 0; w < windows; w++) {
                if (sides.seen(k, w)) {
                    any = true;
                    float[] low = sides.agreement(k, 0, w);
                    float[] high = sides.agreement(k, 1, w);
                    pair(low, high, pairs[w]);
                    for (int i = 0; i < common.length; i++) {
                        common[i] += low[i] + high[i];
                    }
                }
            }
            inPlace &= near(common, CLEAR * windows);
        }
        if (!any) {
            return UNKNOWN;
        }
        double still = still(pairs);
        double[] closer = course(pairs, STILL, OPENING);
        double[] apart = course(pairs, -OPENING, -STILL);
        double[] own = towards > 0 ? closer : apart;
        double[] other = towards > 0 ? apart : closer;
        return new BandTear(own[0] - Math.max(still, other[0]), own[1] * BandSides.CELL_PX, inPlace);
    }

    /** How well all pairs agree that leave the sides where they are. */
    private static double still(float[][] pairs) {
        double still = 0;
        for (float[] window : pairs) {
            double most = 0;
            for (int s = -1; s <= 1; s++) {
                for (int o = -1; o <= 1; o++) {
                    most = Math.max(most, window[(s + SHEAR) * OPENINGS + o + OPENING]);
                }
            }
            still += most;
        }
        return still;
    }

    /** Tells whether sections agree best where they are, or as near to that as sections drift. */
    private static boolean near(float[] agreement, double clear) {
        int best = 0;
        for (int i = 1; i < agreement.length; i++) {
            best = agreement[i] > agreement[best] ? i : best;
        }
        return agreement[best] >= clear
                && Math.abs(best / BandSides.COLUMNS - BandSides.ALONG) <= DRIFT
                && Math.abs(best % BandSides.COLUMNS - BandSides.ACROSS) <= DRIFT;
    }

    /** Adds for every movement of the sides against each other how well its best pair of shifts agrees. */
    private static void pair(float[] low, float[] high, float[] sums) {
        float[] best = new float[sums.length];
        Arrays.fill(best, (float) (2 * LEAST));
        for (int u = 0; u < BandSides.ROWS; u++) {
            for (int c = 0; c < BandSides.COLUMNS; c++) {
                float agrees = low[u * BandSides.COLUMNS + c];
                if (agrees < LEAST) {
                    continue;
                }
                int from = Math.max(-OPENING, -c);
                int to = Math.min(OPENING, BandSides.COLUMNS - 1 - c);
                for (int s = Math.max(-SHEAR, -u); s <= Math.min(SHEAR, BandSides.ROWS - 1 - u); s++) {
                    int at = (u + s) * BandSides.COLUMNS + c;
                    int sum = (s + SHEAR) * OPENINGS + OPENING;
                    for (int o = from; o <= to; o++) {
                        best[sum + o] = Math.max(best[sum + o], agrees + high[at + o]);
                    }
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += best[i];
        }
    }

    /**
     * The movement along the band that agrees best, of all that change slowly and stay within bounds: its sum, and the mean
     * opening.
     */
    private static double[] course(float[][] pairs, int from, int to) {
        double[] sums = null;
        double[] openings = null;
        for (float[] window : pairs) {
            double[] next = new double[window.length];
            double[] opened = new double[window.length];
            Arrays.fill(next, Double.NEGATIVE_INFINITY);
            for (int s = -SHEAR; s <= SHEAR; s++) {
                for (int o = from; o <= to; o++) {
                    int at = (s + SHEAR) * OPENINGS + o + OPENING;
                    int before = sums == null ? -1 : before(sums, s, o, from, to);
                    next[at] = window[at] + (before < 0 ? 0 : sums[before]);
                    opened[at] = o + (before < 0 ? 0 : openings[before]);
                }
            }
            sums = next;
            openings = opened;
        }
        int best = 0;
        for (int i = 1; i < sums.length; i++) {
            best = sums[i] > sums[best] ? i : best;
        }
        return new double[] {sums[best], openings[best] / pairs.length};
    }

    /** The best movement of the window before: by a cell along, or by two across, it may have been another. */
    private static int before(double[] sums, int shear, int opening, int from, int to) {
        int best = -1;
        for (int s = Math.max(-SHEAR, shear - 1); s <= Math.min(SHEAR, shear + 1); s++) {
            for (int o = Math.max(from, opening - 2); o <= Math.min(to, opening + 2); o++) {
                int at = (s + SHEAR) * OPENINGS + o + OPENING;
                best = best < 0 || sums[at] > sums[best] ? at : best;
            }
        }
        return best;
    }
}
