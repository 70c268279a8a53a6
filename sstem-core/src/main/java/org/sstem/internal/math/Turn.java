package org.sstem.internal.math;

/** Directions as parts of a full turn, several times as fast as {@link Math#atan2}. Stateless. */
public final class Turn {

    /** Interpolates atan(z) / (2 pi z) in z squared, at the Chebyshev nodes of what {@link #NARROW} leaves. */
    private static final double[] SERIES = {
        0.1591549430917751,
        -0.053051647607510403,
        0.03183097756222781,
        -0.022735898822661468,
        0.01767170024684106,
        -0.014312090149429737,
        0.01109977074058846,
        -0.005992980422900279
    };

    /** The tangent of half of an eighth of a turn. */
    private static final double NARROW = Math.sqrt(2) - 1;

    private Turn() {}

    /**
     * The direction of a vector, from the direction of x towards y.
     *
     * @param x its first component, finite
     * @param y its second one, finite
     * @return 0 to 1, within 1e-13 of {@code atan2(y, x) / (2 pi)} or of that and 1; 0 for the vector that is 0
     */
    public static double of(double x, double y) {
        double ax = Math.abs(x);
        double ay = Math.abs(y);
        double large = Math.max(ax, ay);
        if (large == 0) {
            return 0;
        }
        double turn = ofTangent(Math.min(ax, ay) / large);
        turn = ay > ax ? 0.25 - turn : turn;
        turn = x < 0 ? 0.5 - turn : turn;
        return y < 0 ? 1 - turn : turn;
    }

    /** Of a tangent from 0 to 1. */
    private static double ofTangent(double tangent) {
        boolean wide = tangent > NARROW;
        double z = wide ? (tangent - 1) / (tangent + 1) : tangent;
        double u = z * z;
        double sum = SERIES[SERIES.length - 1];
        for (int k = SERIES.length - 2; k >= 0; k--) {
            sum = sum * u + SERIES[k];
        }
        return wide ? 0.125 + sum * z : sum * z;
    }
}
