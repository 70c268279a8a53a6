package org.sstem.simulate;

import java.util.List;

/**
 * What was measured of precipitates. Areas in pixels. Immutable.
 *
 * @param rate             share of the sections with precipitates
 * @param classes          how many blobs there are of which size
 * @param area             areas of the blobs that end inside their section
 * @param spectrum         rms of the two coefficients of each harmonic of the rim over its mean radius, from order 2
 * @param transmission     transmission against the gauge r (0 centre, 1 rim) by class of area
 * @param meanTransmission mean transmission of single blobs against their area: every point is one blob
 * @param gain             contrast of the section over that of its neighbours
 * @param rise             by how much the section is paler than they, over their mean
 * @param ring             brightness of the ring around a blob, transmission less 1
 */
public record PrecipitateFigures(
        Rate rate,
        List<AreaClass> classes,
        Figure area,
        List<Figure> spectrum,
        List<Transmission> transmission,
        List<CurvePoint> meanTransmission,
        Figure gain,
        Figure rise,
        Figure ring) {

    /** Copies the lists. */
    public PrecipitateFigures {
        classes = List.copyOf(classes);
        spectrum = List.copyOf(spectrum);
        transmission = List.copyOf(transmission);
        meanTransmission = List.copyOf(meanTransmission);
    }

    /**
     * Blobs of one class of area.
     *
     * @param minArea least area, included
     * @param maxArea greatest area, not included
     * @param blobs   how many were seen
     * @param count   how many there are in 1250 x 1250 px, one sample a stained section
     */
    public record AreaClass(double minArea, double maxArea, int blobs, Figure count) {}

    /**
     * Transmission of the blobs of one class of area.
     *
     * @param minArea least area, not included
     * @param maxArea greatest area, included
     * @param points  mean over blobs against r; a blob that the border cuts is left out
     * @param cubic   p1 to p4 of the fitted p1 r^3 + p2 r^2 + p3 r + p4; empty below four points
     */
    public record Transmission(double minArea, double maxArea, List<CurvePoint> points, List<Double> cubic) {

        /** Copies the lists. */
        public Transmission {
            points = List.copyOf(points);
            cubic = List.copyOf(cubic);
        }

        /**
         * Evaluates the fitted cubic.
         *
         * @param r gauge, 0 to 1
         * @return the transmission; NaN if there is no fit
         */
        public double at(double r) {
            return cubic.isEmpty()
                    ? Double.NaN
                    : ((cubic.get(0) * r + cubic.get(1)) * r + cubic.get(2)) * r + cubic.get(3);
        }
    }
}
