package org.sstem.internal.fold;

import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldCurve;
import org.sstem.internal.fold.law.FoldSpline;
import org.sstem.internal.math.Medians;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decides whether a band follows its arc, and describes it by a spline if it does not. */
final class BandCourse {

    private static final double WINDOW_PX = 60;
    private static final double DEVIATION_PX = 1.5;

    private BandCourse() {}

    /** The arc if the band's centre, smoothed along the band, stays within a pixel of it, otherwise a spline. */
    static FoldCurve of(Strip strip, double[] low, double[] high, boolean[] good, double shift, FoldArc arc) {
        int window = (int) (WINDOW_PX / Strip.STEP_PX);
        int n = strip.stations();
        List<FoldSpline.Point> points = new ArrayList<>();
        double square = 0;
        double worst = 0;
        for (int from = 0; from < n; from += window) {
            int to = n - from < 2 * window ? n : from + window;
            double[] residuals = new double[to - from];
            int found = 0;
            for (int i = from; i < to; i++) {
                if (good[i]) {
                    residuals[found++] = 0.5 * (low[i] + high[i]);
                }
            }
            if (found * 3 > to - from) {
                double c = Medians.of(Arrays.copyOf(residuals, found));
                int i = (from + to - 1) / 2;
                points.add(new FoldSpline.Point(strip.x()[i] + c * strip.nx()[i], strip.y()[i] + c * strip.ny()[i]));
                square += (c - shift) * (c - shift);
                worst = Math.max(worst, Math.abs(c - shift));
            }
            if (to == n) {
                break;
            }
        }
        boolean bentOtherwise =
                points.size() >= 4 && Math.sqrt(square / points.size()) > DEVIATION_PX && worst > 2 * DEVIATION_PX;
        return bentOtherwise ? new FoldSpline(points) : arc;
    }
}
