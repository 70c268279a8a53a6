package org.sstem.internal.fold;

import java.util.Arrays;

/**
 * What is fitted: per fold the jump (fold width less half-width, the displacement right beside the band) and the decay;
 * per neighbour the affine drift between the sections, six numbers: u = a0 + a1 X + a2 Y, v likewise, with X and Y from
 * -1 to 1 over the patches.
 */
record LawParameters(double[] jump, double[] decay, double[][] drift) {

    static final int DRIFT = 6;

    static LawParameters rest(int folds, int neighbours) {
        return new LawParameters(new double[folds], new double[folds], new double[neighbours][DRIFT]);
    }

    LawParameters copy() {
        return new LawParameters(
                jump.clone(),
                decay.clone(),
                Arrays.stream(drift).map(double[]::clone).toArray(double[][]::new));
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
