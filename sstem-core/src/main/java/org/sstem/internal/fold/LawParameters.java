package org.sstem.internal.fold;

import java.util.Arrays;

/**
 * What is fitted: per fold the jump (fold width less half-width, the displacement right beside the band) and the decay;
 * per neighbour the drift between the sections.
 */
record LawParameters(double[] jump, double[] decay, AffineDrift[] drift) {

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
}
