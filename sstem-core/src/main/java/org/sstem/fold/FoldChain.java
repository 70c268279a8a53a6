package org.sstem.fold;

import java.util.List;

/**
 * Several folds of one section, in the order in which they came: each folds what the one before has left. A place of the
 * degraded section is unfolded by the last fold first. Curves of earlier folds are those before later ones moved them.
 */
record FoldChain(List<Fold> folds) {

    FoldChain {
        folds = List.copyOf(folds);
    }

    /** Where what is seen at a place of the degraded section belongs; p = (x, y) is replaced. */
    void unfold(double[] p) {
        for (int i = folds.size() - 1; i >= 0; i--) {
            unfold(folds.get(i), p);
        }
    }

    /** As {@link #unfold(double[])}, but only by the folds after one of them. */
    void unfoldAfter(int index, double[] p) {
        for (int i = folds.size() - 1; i > index; i--) {
            unfold(folds.get(i), p);
        }
    }

    private static void unfold(Fold fold, double[] p) {
        double[] d = new double[3];
        Nearest.of(fold.curve(), p[0], p[1], d);
        double a = Math.abs(d[0]);
        // The band itself goes with its rim: there is no tissue in it.
        double m = Math.signum(d[0]) * fold.displacement(Math.max(a, fold.halfWidth()));
        p[0] += m * d[1];
        p[1] += m * d[2];
    }
}
