package org.sstem.internal.fold.law;

/**
 * A straight line or an arc of a circle. Immutable.
 *
 * <p>With q = p - (x, y), n = (cos, sin) of {@code normalAngle} and curvature k the signed distance is
 * {@code d = (2 q.n - k |q|^2) / (1 + sqrt(1 - 2 k q.n + k^2 |q|^2))}, which is (1 - |1 - k ...|)/k written so that it
 * stays exact through k = 0, where it is the straight line {@code d = q.n}. The centre of the circle lies at
 * (x, y) + n/k.
 *
 * @param x           column of one point of the curve
 * @param y           row of that point
 * @param normalAngle direction of the normal in that point, radians, 0 along x and pi/2 along y
 * @param curvature   one over the radius, 1/pixels, 0 for a straight line; positive where the curve bends towards the
 *     normal
 */
public record FoldArc(double x, double y, double normalAngle, double curvature) implements FoldCurve {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a value is not finite
     */
    public FoldArc {
        if (!Double.isFinite(x + y + normalAngle + curvature)) {
            throw new IllegalArgumentException("the numbers of a fold's curve must be finite, were x " + x + ", y " + y
                    + ", normal angle " + normalAngle + ", curvature " + curvature);
        }
    }

    /**
     * Makes the straight line through two points.
     *
     * @param x1 column of the first point
     * @param y1 row of the first point
     * @param x2 column of the second point
     * @param y2 row of the second point
     * @return the line
     * @throws IllegalArgumentException if the points are one
     */
    public static FoldArc line(double x1, double y1, double x2, double y2) {
        if (x1 == x2 && y1 == y2) {
            throw new IllegalArgumentException("a line needs two different points, both were (" + x1 + ", " + y1 + ")");
        }
        return new FoldArc(x1, y1, Math.atan2(x2 - x1, y1 - y2), 0);
    }

    /**
     * Makes the arc through three points, or the line if they lie on one.
     *
     * @param x1 column of the first point
     * @param y1 row of the first point
     * @param x2 column of a point between the two others
     * @param y2 row of that point
     * @param x3 column of the last point
     * @param y3 row of the last point
     * @return the arc
     * @throws IllegalArgumentException if two of the points are one
     */
    public static FoldArc through(double x1, double y1, double x2, double y2, double x3, double y3) {
        double a = Math.hypot(x2 - x1, y2 - y1);
        double b = Math.hypot(x3 - x2, y3 - y2);
        double c = Math.hypot(x3 - x1, y3 - y1);
        if (a == 0 || b == 0 || c == 0) {
            throw new IllegalArgumentException("an arc needs three different points");
        }
        double cross = (x2 - x1) * (y3 - y1) - (y2 - y1) * (x3 - x1);
        double curvature = 2 * cross / (a * b * c);
        // The tangent in the middle point: the chords' directions, each weighted with the other's length, are tangent
        // to
        // the circle.
        double tx = (x2 - x1) * b / a + (x3 - x2) * a / b;
        double ty = (y2 - y1) * b / a + (y3 - y2) * a / b;
        return new FoldArc(x2, y2, Math.atan2(tx, -ty), curvature);
    }

    @Override
    public void locate(double px, double py, int count, double[] distance, double[] normalX, double[] normalY) {
        double nx = cosine();
        double ny = sine();
        double qy = py - y;
        if (curvature == 0) {
            double offset = ny * qy - nx * x;
            for (int i = 0; i < count; i++) {
                distance[i] = nx * (px + i) + offset;
                normalX[i] = nx;
                normalY[i] = ny;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            double qx = px + i - x;
            double along = qx * nx + qy * ny;
            double square = qx * qx + qy * qy;
            double root = Math.sqrt(Math.max(0, 1 - 2 * curvature * along + curvature * curvature * square));
            distance[i] = (2 * along - curvature * square) / (1 + root);
            // In the centre itself every direction is as good as any other.
            double scale = root > 0 ? 1 / root : 1;
            normalX[i] = (nx - curvature * qx) * scale;
            normalY[i] = (ny - curvature * qy) * scale;
        }
    }

    public double cosine() {
        return snap(Math.cos(normalAngle));
    }

    public double sine() {
        return snap(Math.sin(normalAngle));
    }

    /** Makes the distances from lines along an axis exact, although pi/2 is not. */
    private static double snap(double component) {
        return Math.abs(component) < 1e-15 ? 0 : component;
    }
}
