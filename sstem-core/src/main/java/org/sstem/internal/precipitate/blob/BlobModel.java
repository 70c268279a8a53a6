package org.sstem.internal.precipitate.blob;

/**
 * The transmission of one blob, at any place of the section. Immutable.
 *
 * @param gauge      centre and rim, in cells of the working grid
 * @param profile    transmission along the gauge
 * @param deviations standard error of the profile's logarithm at its knots
 * @param evidence   gain in log-likelihood over there being no blob, counted in independent samples
 * @param meanLog    mean logarithm of the transmission over the blob
 * @param reach      how far from the centre there may be an effect, cells
 */
public record BlobModel(
        Gauge gauge, Profile profile, double[] deviations, double evidence, double meanLog, double reach) {

    /** Width of the transition from the blob to what is around it, cells. */
    static final double RAMP = 1;

    /** Logarithm of the transmission; 0 outside the blob. */
    public double logTransmission(double x, double y) {
        double dx = x - gauge.cx();
        double dy = y - gauge.cy();
        double rim = gauge.rimTowards(dx, dy);
        return value(profile, Math.sqrt(dx * dx + dy * dy) / rim, RAMP / rim);
    }

    /** Standard error of {@link #logTransmission}. */
    public double error(double x, double y) {
        double position = Math.min(gauge.at(x, y), 1) * (Profile.KNOTS - 1);
        int knot = Math.min((int) position, Profile.KNOTS - 2);
        double part = position - knot;
        return deviations[knot] * (1 - part) + deviations[knot + 1] * part;
    }

    static double value(Profile profile, double r, double ramp) {
        if (r <= 1) {
            return profile.at(r);
        }
        return r < 1 + ramp ? profile.at(1) * (1 - (r - 1) / ramp) : 0;
    }
}
