package org.sstem.internal.fold.law;

/** Distance and normal of single points, one after the other. Not for concurrent use. */
final class Nearest {

    private final FoldCurve curve;
    private final FoldArc arc;
    private final double cos;
    private final double sin;
    private final double[] one = new double[1];
    private final double[] oneX = new double[1];
    private final double[] oneY = new double[1];

    double distance;
    double nx;
    double ny;

    Nearest(FoldCurve curve) {
        this.curve = curve;
        this.arc = curve instanceof FoldArc a ? a : null;
        this.cos = arc == null ? 0 : arc.cosine();
        this.sin = arc == null ? 0 : arc.sine();
    }

    /** Computes distance and normal of a point. */
    void locate(double x, double y) {
        if (arc == null) {
            curve.locate(x, y, 1, one, oneX, oneY);
            distance = one[0];
            nx = oneX[0];
            ny = oneY[0];
            return;
        }
        double qx = x - arc.x();
        double qy = y - arc.y();
        double k = arc.curvature();
        double along = qx * cos + qy * sin;
        double square = qx * qx + qy * qy;
        double root = Math.sqrt(Math.max(0, 1 - 2 * k * along + k * k * square));
        distance = (2 * along - k * square) / (1 + root);
        double scale = root > 0 ? 1 / root : 1;
        nx = (cos - k * qx) * scale;
        ny = (sin - k * qy) * scale;
    }
}
