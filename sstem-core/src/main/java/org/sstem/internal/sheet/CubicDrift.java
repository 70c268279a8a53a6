package org.sstem.internal.sheet;

/**
 * A section's own smooth drift against its neighbours: a polynomial of the third degree over the section, pixels.
 *
 * @param u coefficients of the displacement in x
 * @param v those in y
 */
record CubicDrift(double[] u, double[] v) {

    /** Monomials of x and y up to the third degree. */
    static final int TERMS = 10;

    /** The monomials at a place. */
    static void monomials(double x, double y, int width, int height, double[] m) {
        double u = x / width - 0.5;
        double v = y / height - 0.5;
        m[0] = 1;
        m[1] = u;
        m[2] = v;
        m[3] = u * u;
        m[4] = u * v;
        m[5] = v * v;
        m[6] = u * u * u;
        m[7] = u * u * v;
        m[8] = u * v * v;
        m[9] = v * v * v;
    }

    /** The degree of a monomial. */
    static int degree(int term) {
        return term == 0 ? 0 : term < 3 ? 1 : term < 6 ? 2 : 3;
    }
}
