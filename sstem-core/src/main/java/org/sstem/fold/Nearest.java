package org.sstem.fold;

/** Distance and normal of single points. */
final class Nearest {

    private Nearest() {}

    /** Writes signed distance and normal: (d, nx, ny). */
    static void of(FoldCurve curve, double x, double y, double[] out) {
        double[] nx = new double[1];
        double[] ny = new double[1];
        curve.locate(x, y, 1, out, nx, ny);
        out[1] = nx[0];
        out[2] = ny[0];
    }
}
