package org.sstem.internal.fold.law;

import org.sstem.method.Area;
import org.sstem.method.Flow;

import java.util.Arrays;

/**
 * The flow along the normal of a straight fold. In a row the distance from a line grows evenly, so that the flow is made
 * of at most six pieces, each without a case to tell: those are filled one by one. What a pixel gets does not depend on
 * the area that it is computed in.
 *
 * @param line   the fold, of curvature 0
 * @param limit  distance up to which the displacement is {@code inner} times the distance
 * @param inner  its slope there
 * @param outer0 beyond, {@code outer0 + outer1 a} at distance a until that changes sign, then 0
 * @param outer1 slope beyond the limit
 */
public record StraightFlow(FoldArc line, double limit, double inner, double outer0, double outer1) {

    public Flow over(Area area) {
        Flow flow = new Flow(area.width(), area.height());
        FoldFlows.parallel(area.height(), (from, to) -> {
            for (int y = from; y < to; y++) {
                row(flow, y, area);
            }
        });
        return flow;
    }

    private void row(Flow flow, int y, Area area) {
        double nx = line.cosine();
        double offset = line.sine() * (area.y() + y - line.y()) - nx * line.x();
        int n = area.width();
        double end = outer1 == 0 ? Double.POSITIVE_INFINITY : -outer0 / outer1;
        int[] cuts = new int[7];
        double[] distances = {-end, -limit, 0, limit, end};
        for (int k = 0; k < distances.length; k++) {
            double x = (distances[k] - offset) / nx - area.x();
            cuts[k] = Double.isNaN(x) ? 0 : (int) Math.max(0, Math.min(n, Math.ceil(x)));
        }
        cuts[5] = 0;
        cuts[6] = n;
        Arrays.sort(cuts);
        for (int k = 0; k + 1 < cuts.length; k++) {
            // By rounding the pixels beside a cut may be on either side of it: each is a piece of its own.
            int from = Math.min(cuts[k] + 1, cuts[k + 1]);
            int to = Math.max(from, cuts[k + 1] - 1);
            fill(flow, y, area, offset, cuts[k], from);
            fill(flow, y, area, offset, from, to);
            fill(flow, y, area, offset, to, cuts[k + 1]);
        }
    }

    /** Fills a piece of a row of which all pixels are the same case. */
    private void fill(Flow flow, int y, Area area, double offset, int from, int to) {
        if (from >= to) {
            return;
        }
        double nx = line.cosine();
        double ny = line.sine();
        double middle = nx * (area.x() + (from + to - 1) / 2) + offset;
        double a = Math.abs(middle);
        double sign = middle < 0 ? -1 : 1;
        double constant = a < limit ? 0 : outer0;
        double slope = a < limit ? inner : outer1;
        if (a >= limit && (outer0 + outer1 * a) * (outer0 == 0 ? outer1 : outer0) <= 0) {
            return;
        }
        float[] u = flow.u().pixels();
        float[] v = flow.v().pixels();
        int start = y * area.width();
        for (int x = from; x < to; x++) {
            double m = sign * (constant + slope * (sign * (nx * (area.x() + x) + offset)));
            u[start + x] = (float) (m * nx);
            v[start + x] = (float) (m * ny);
        }
    }
}
