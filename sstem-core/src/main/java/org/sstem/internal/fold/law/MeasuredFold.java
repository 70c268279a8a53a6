package org.sstem.internal.fold.law;

import java.io.Serializable;
import java.util.List;

/**
 * What was measured of one fold. Immutable.
 *
 * @param fold         course, half-width, fold width and decay; the fold width equals the half-width if no displacement
 *     could be told from chance
 * @param foldWidthError standard error of the fold width, pixels
 * @param decayError   standard error of the decay, pixels a pixel
 * @param length       length of the band inside the section, pixels
 * @param normalAngle  direction of the normal in the middle of the band, radians, 0 up to but not pi
 * @param curvature    one over the radius of the arc nearest to the band, 1/pixels, at least 0
 * @param waviness     how far the band strays from that arc, pixels rms
 * @param grey         mean grey value of the band's inner part
 * @param texture      standard deviation of the grey values there
 * @param rim          width of the transition from the band to the tissue, pixels
 * @param displacement displacement against distance, measured by registration; empty in a section with several folds,
 *     whose displacements mix
 */
public record MeasuredFold(
        Fold fold,
        double foldWidthError,
        double decayError,
        double length,
        double normalAngle,
        double curvature,
        double waviness,
        double grey,
        double texture,
        double rim,
        List<Displacement> displacement) {

    /** Copies the list. */
    public MeasuredFold {
        displacement = List.copyOf(displacement);
    }

    /**
     * Tells whether the tissue beside the band is known to be displaced.
     *
     * @return true if fold width and decay are estimates, not placeholders
     */
    public boolean displaced() {
        return fold.foldWidth() > fold.halfWidth();
    }

    /**
     * How far tissue at one distance from the curve has been pulled in.
     *
     * @param distance distance from the curve in the damaged section, pixels, the middle of a bin
     * @param side     1 on the side that the normal points to, -1 on the other
     * @param mean     mean displacement towards the curve, pixels; the drift between sections adds to one side what it
     *     takes from the other
     * @param samples  pixels behind the mean, one in 16 being looked at
     */
    public record Displacement(double distance, int side, double mean, int samples) implements Serializable {}
}
