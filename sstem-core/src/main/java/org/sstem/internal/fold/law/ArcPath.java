package org.sstem.internal.fold.law;

import org.sstem.internal.math.LinearSystem;

/** Walks along arcs and fits them to points. */
public final class ArcPath {

    private ArcPath() {}

    /** Position and normal (x, y, nx, ny) at a length along the arc, counted from its point towards (-ny, nx). */
    public static double[] at(FoldArc arc, double along) {
        double nx = Math.cos(arc.normalAngle());
        double ny = Math.sin(arc.normalAngle());
        double angle = arc.curvature() * along;
        double forward;
        double aside;
        if (Math.abs(angle) < 1e-6) {
            forward = along;
            aside = 0.5 * angle * along;
        } else {
            forward = Math.sin(angle) / arc.curvature();
            aside = (1 - Math.cos(angle)) / arc.curvature();
        }
        return new double[] {
            arc.x() - ny * forward + nx * aside,
            arc.y() + nx * forward + ny * aside,
            nx * Math.cos(angle) + ny * Math.sin(angle),
            ny * Math.cos(angle) - nx * Math.sin(angle)
        };
    }

    /**
     * Fits an arc to points by Gauss-Newton on the distances, robust by Tukey's weights.
     *
     * @param start    a first guess
     * @param x        columns
     * @param y        rows
     * @param weight   how much each point counts
     * @param distance residual beyond which a point does not count, pixels
     * @param bent     whether curvature is fitted too
     * @return the arc, its point in the middle of the points
     */
    public static FoldArc fit(FoldArc start, double[] x, double[] y, double[] weight, double distance, boolean bent) {
        double cx = 0;
        double cy = 0;
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            cx += weight[i] * x[i];
            cy += weight[i] * y[i];
            total += weight[i];
        }
        if (!(total > 0)) {
            return start;
        }
        FoldArc arc = through(start, cx / total, cy / total);
        double scale = 1e-4;
        for (int iteration = 0; iteration < 12; iteration++) {
            double[][] h = new double[3][3];
            double[] g = new double[3];
            FoldArc turned = new FoldArc(arc.x(), arc.y(), arc.normalAngle() + scale, arc.curvature());
            FoldArc curved = new FoldArc(arc.x(), arc.y(), arc.normalAngle(), arc.curvature() + scale * 1e-3);
            for (int i = 0; i < x.length; i++) {
                double d = arc.distance(x[i], y[i]);
                double r = d / distance;
                if (weight[i] <= 0 || Math.abs(r) >= 1) {
                    continue;
                }
                double w = weight[i] * (1 - r * r) * (1 - r * r);
                double[] j = {
                    -1, (turned.distance(x[i], y[i]) - d) / scale, (curved.distance(x[i], y[i]) - d) / (scale * 1e-3)
                };
                for (int a = 0; a < 3; a++) {
                    g[a] -= w * j[a] * d;
                    for (int b = 0; b < 3; b++) {
                        h[a][b] += w * j[a] * j[b];
                    }
                }
            }
            if (!bent) {
                h[2] = new double[] {0, 0, 1};
                h[0][2] = 0;
                h[1][2] = 0;
                g[2] = 0;
            }
            double[] step = LinearSystem.of(h).solve(g);
            if (step == null) {
                return arc;
            }
            double nx = Math.cos(arc.normalAngle());
            double ny = Math.sin(arc.normalAngle());
            arc = new FoldArc(
                    arc.x() + step[0] * nx,
                    arc.y() + step[0] * ny,
                    arc.normalAngle() + Math.min(Math.max(step[1], -0.2), 0.2),
                    arc.curvature() + step[2]);
            if (Math.abs(step[0]) < 1e-5 && Math.abs(step[1]) < 1e-8) {
                break;
            }
        }
        return arc;
    }

    /** The same arc, described by its point nearest to another. */
    static FoldArc through(FoldArc arc, double x, double y) {
        double[] d = new double[1];
        double[] nx = new double[1];
        double[] ny = new double[1];
        arc.locate(x, y, 1, d, nx, ny);
        return new FoldArc(x - d[0] * nx[0], y - d[0] * ny[0], Math.atan2(ny[0], nx[0]), arc.curvature());
    }
}
