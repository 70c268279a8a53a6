package org.sstem.internal.registration;

/**
 * How far a section as a whole may lie beside the middle of its two neighbours, in x and in y: the farther, the farther these
 * lie from each other. Where two sides of a fold have been pulled alike, or only one of them is in view, a shift of the whole
 * section would look the same.
 *
 * <p>Measured on 18 sections each (root mean square): 2.4 px in each of x and y where neighbours lie 3.9 px from each other
 * (VNC, aligned well), 7.8 px where they lie 17 px from each other (ISBI-2012). The least deviation is more than was measured
 * of the first, as one pair of neighbours tells little of a stack. Twelve simulated folds that had pulled nearly all in view
 * were off by 10.2 px in the mean with it, by 13.6 px with 8 px, by 23.8 px before.
 */
public final class OwnShift {

    private static final double LEAST_PX = 6;
    private static final double SHARE = 0.5;

    private OwnShift() {}

    /**
     * Standard deviation of the shift, in x and in y.
     *
     * @param dx by how much one neighbour lies beside the other in x, pixels
     * @param dy the same in y
     * @return pixels, at least 6
     */
    public static double deviation(double dx, double dy) {
        return Math.hypot(LEAST_PX, SHARE * Math.hypot(dx, dy));
    }
}
