package org.sstem.internal.fold;

import org.sstem.internal.registration.OwnShift;

import java.util.Arrays;

/**
 * What is fitted: per fold the jump (fold width less half-width, the displacement right beside the band) and the decay;
 * per neighbour the drift between the sections.
 */
record LawParameters(double[] jump, double[] decay, AffineDrift[] drift) {

    /** What neighbours lie beside each other. */
    private static final double DRIFT_PX = 30;

    private static final double STRAIN = 0.004;

    static LawParameters rest(int folds, int neighbours) {
        AffineDrift[] drift = new AffineDrift[neighbours];
        Arrays.fill(drift, AffineDrift.NONE);
        return new LawParameters(new double[folds], new double[folds], drift);
    }

    LawParameters copy() {
        return new LawParameters(jump.clone(), decay.clone(), drift.clone());
    }

    /** The same with the folds in reverse order. */
    LawParameters reversed() {
        LawParameters p = copy();
        for (int f = 0; f < jump.length; f++) {
            p.jump()[f] = jump[jump.length - 1 - f];
            p.decay()[f] = decay[jump.length - 1 - f];
        }
        return p;
    }

    /**
     * Adds to the normal equations what is known of drifts before the neighbours are looked at: they are small, and the section
     * lies near the middle of two neighbours.
     *
     * @param h      the equations; drifts come after the folds' numbers
     * @param g      their right-hand side
     * @param extent pixels over which the slopes of a drift are one unit
     * @param own    true to keep the section near the middle
     */
    void addPrior(double[][] h, double[] g, double extent, boolean own) {
        int from = 2 * jump.length;
        double near = own && drift.length == 2 ? 1 / (ownShift() * ownShift()) : 0;
        for (int k = 0; k < drift.length; k++) {
            for (int c = 0; c < AffineDrift.PARAMETERS; c++) {
                double sd = AffineDrift.isShift(c) ? DRIFT_PX : STRAIN * extent;
                int at = from + k * AffineDrift.PARAMETERS + c;
                h[at][at] += 1 / (sd * sd);
                g[at] -= drift[k].get(c) / (sd * sd);
                if (near > 0 && AffineDrift.isShift(c)) {
                    g[at] -= near * (drift[0].get(c) + drift[1].get(c)) / 4;
                    h[at][at] += near / 4;
                    h[at][from + (1 - k) * AffineDrift.PARAMETERS + c] += near / 4;
                }
            }
        }
    }

    private double ownShift() {
        return OwnShift.deviation(drift[0].u() - drift[1].u(), drift[0].v() - drift[1].v());
    }
}
