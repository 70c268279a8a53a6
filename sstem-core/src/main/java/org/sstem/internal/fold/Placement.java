package org.sstem.internal.fold;

import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldChain;
import org.sstem.internal.fold.law.FoldCurve;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the samples of a patch belong, as a function of the folds' jumps and decays. The geometry of the last fold does
 * not depend on them and is computed once.
 */
final class Placement {

    private final Patch patch;
    private final List<FoldCurve> curves;
    private final double[] halfWidths;
    private final float[] distance;
    private final float[] nx;
    private final float[] ny;

    Placement(Patch patch, List<FoldCurve> curves, double[] halfWidths) {
        this.patch = patch;
        this.curves = curves;
        this.halfWidths = halfWidths;
        int n = patch.x().length;
        distance = new float[n];
        nx = new float[n];
        ny = new float[n];
        double[] d = new double[1];
        double[] a = new double[1];
        double[] b = new double[1];
        FoldCurve last = curves.get(curves.size() - 1);
        for (int i = 0; i < n; i++) {
            last.locate(patch.x()[i], patch.y()[i], 1, d, a, b);
            distance[i] = (float) d[0];
            nx[i] = (float) a[0];
            ny[i] = (float) b[0];
        }
    }

    Patch patch() {
        return patch;
    }

    int size() {
        return distance.length;
    }

    /** Writes the places of samples [from, to) to px and py, the first to index 0. */
    void place(double[] jump, double[] decay, int from, int to, float[] px, float[] py) {
        int last = curves.size() - 1;
        double w = halfWidths[last];
        for (int i = from; i < to; i++) {
            double m = Math.max(0, jump[last] - decay[last] * (Math.abs(distance[i]) - w));
            m = distance[i] < 0 ? -m : m;
            px[i - from] = (float) (patch.x()[i] + m * nx[i]);
            py[i - from] = (float) (patch.y()[i] + m * ny[i]);
        }
        if (last > 0) {
            placeEarlier(jump, decay, to - from, px, py);
        }
    }

    private void placeEarlier(double[] jump, double[] decay, int count, float[] px, float[] py) {
        FoldChain earlier = new FoldChain(folds(curves.subList(0, curves.size() - 1), halfWidths, jump, decay));
        FoldChain.Walk walk = earlier.walk();
        for (int i = 0; i < count; i++) {
            walk.x = px[i];
            walk.y = py[i];
            walk.unfoldAfter(-1);
            px[i] = (float) walk.x;
            py[i] = (float) walk.y;
        }
    }

    /** Folds from curves, half-widths, jumps (fold width less half-width) and decays. */
    static List<Fold> folds(List<FoldCurve> curves, double[] halfWidths, double[] jump, double[] decay) {
        List<Fold> folds = new ArrayList<>();
        for (int i = 0; i < curves.size(); i++) {
            folds.add(new Fold(
                    curves.get(i), halfWidths[i], halfWidths[i] + Math.max(0, jump[i]), Math.max(0, decay[i])));
        }
        return folds;
    }
}
