package org.sstem.internal.fold;

import org.sstem.internal.fold.law.ArcPath;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldChain;
import org.sstem.internal.fold.law.FoldCurve;

import java.util.ArrayList;
import java.util.List;

/** Moves the curves of earlier folds back to where they were before later folds displaced them. */
final class BandUnfolding {

    private static final double STEP_PX = 8;

    private BandUnfolding() {}

    /** The curves of all folds, each as it was when the fold came, given the folds as they are known so far. */
    static List<FoldCurve> curves(List<Band> bands, List<Fold> folds) {
        List<FoldCurve> curves = new ArrayList<>();
        FoldChain chain = new FoldChain(folds);
        for (int i = 0; i < bands.size(); i++) {
            curves.add(i == bands.size() - 1 ? bands.get(i).curve() : moved(bands, i, chain));
        }
        return curves;
    }

    private static FoldCurve moved(List<Band> bands, int index, FoldChain chain) {
        Band band = bands.get(index);
        int n = (int) (2 * band.length() / STEP_PX) + 1;
        double[] x = new double[n];
        double[] y = new double[n];
        double[] weight = new double[n];
        FoldChain.Walk walk = chain.walk();
        for (int i = 0; i < n; i++) {
            double[] p = ArcPath.at(band.arc(), (i - n / 2) * STEP_PX);
            boolean covered = false;
            for (int k = index + 1; k < bands.size(); k++) {
                covered |= Math.abs(bands.get(k).curve().distance(p[0], p[1]))
                        < bands.get(k).halfWidth() + 4;
            }
            walk.x = p[0];
            walk.y = p[1];
            walk.unfoldAfter(index);
            x[i] = walk.x;
            y[i] = walk.y;
            weight[i] = covered ? 0 : 1;
        }
        return ArcPath.fit(band.arc(), x, y, weight, 60, true);
    }
}
