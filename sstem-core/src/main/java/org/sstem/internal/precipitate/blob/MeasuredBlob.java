package org.sstem.internal.precipitate.blob;

import org.sstem.method.Area;

import java.io.Serializable;
import java.util.List;

/**
 * What was measured of one blob of stain. Immutable.
 *
 * @param area     its pixels in the mask
 * @param box      the rectangle it just fits in, pixels of the section
 * @param whole    whether it ends inside the section; if not, area and shape are only of what is seen, and there is no
 *     profile and no spectrum
 * @param mean     mean transmission: light seen within it over light expected there
 * @param ring     mean transmission of the ring around it, r = 1.2 to 1.55; NaN if unknown
 * @param profile  transmission against the gauge r
 * @param spectrum rms of the two coefficients of each harmonic of the rim over its mean radius, from order 2; empty
 *     unless it is star-shaped about its centroid
 */
public record MeasuredBlob(
        double area, Area box, boolean whole, double mean, double ring, List<Point> profile, List<Double> spectrum)
        implements Serializable {

    /** Copies the lists. */
    public MeasuredBlob {
        profile = List.copyOf(profile);
        spectrum = List.copyOf(spectrum);
    }

    /**
     * Transmission at one place.
     *
     * @param r            gauge, 0 in the centre and 1 on the rim, the middle of a bin
     * @param transmission light seen over light expected
     * @param pixels       pixels behind it
     */
    public record Point(double r, double transmission, int pixels) implements Serializable {}
}
