package org.sstem.internal.precipitate.blob;

/**
 * How much light a staining precipitate lets through, by its area and by the place within it.
 *
 * <p>The place is the gauge r: a pixel's distance from the centroid relative to that of the rim in the same direction,
 * 0 in the centre and 1 on the rim. Areas are pixels of about 4 x 4 nm. Both laws rest on one cubic profile in r, with
 * coefficients by class of area, and differ in its scale. Source: the simulation of Deng et al., "A Unified Deep
 * Learning Framework for ssTEM Image Restoration", IEEE TMI 41(12), 2022. Pure functions in double precision.
 */
public enum TransmissionLaw {
    /** The profile divided by its value on the rim: every blob starts at transmission 1, as in the published code. */
    REFERENCE {
        @Override
        public double transmission(double r, double area) {
            return profile(r, area) / profile(1, area);
        }
    },
    /**
     * The profile scaled so that the mean over a blob is the {@linkplain #meanTransmission measured one}. It may leave a
     * step on the rim, as real blobs do, and exceeds 1 there by up to 6 % for some areas.
     */
    MEASURED {
        @Override
        public double transmission(double r, double area) {
            return profile(r, area) * meanTransmission(area) / meanProfile(area);
        }
    };

    private static final double[] SMALL = {0.04202, 0.5332, -0.02127, 0.7099};
    private static final double[] MEDIUM = {0.7586, 0.2427, 0.2224, 0.386};
    private static final double[] LARGE = {2.104, -0.4489, 0.4921, -0.02028};
    private static final double LARGEST_AREA = 300_000;

    /**
     * Returns the transmission of one place in a blob.
     *
     * @param r    gauge, 0 (centre) to 1 (rim); values outside are taken as the nearer of the two
     * @param area area of the whole blob, px, above 0
     * @return the transmission, 0 or more
     * @throws IllegalArgumentException if the area is not positive
     */
    public abstract double transmission(double r, double area);

    /**
     * Returns the cubic profile that both laws scale.
     *
     * <p>Classes: up to 10,000 px, up to 60,000 px, and above. The profile of the last is slightly negative within
     * r &lt; 0.044, where it is taken as 0.
     *
     * @param r    gauge, 0 to 1; values outside are taken as the nearer of the two
     * @param area area of the whole blob, px, above 0
     * @return the profile, 0 or more; its mean over a blob is near 1
     * @throws IllegalArgumentException if the area is not positive
     */
    public static double profile(double r, double area) {
        double[] p = coefficients(area);
        double t = Math.min(Math.max(r, 0), 1);
        return Math.max(0, ((p[0] * t + p[1]) * t + p[2]) * t + p[3]);
    }

    /**
     * Returns the mean transmission measured for blobs of one size.
     *
     * <p>A cubic in the area that falls from 0.70 to 0.017 at 300,000 px and stays there: beyond 303,024 px the cubic
     * is negative, which no transmission is.
     *
     * @param area area of the blob, px, above 0
     * @return the mean over the blob, within (0, 0.71)
     * @throws IllegalArgumentException if the area is not positive
     */
    public static double meanTransmission(double area) {
        double a = Math.min(positive(area), LARGEST_AREA);
        return ((-9.662e-17 * a + 4.709e-11) * a - 7.72e-6) * a + 0.7038;
    }

    /**
     * Returns the number of contours in which the published code draws a blob. Everything here is continuous and needs
     * it for comparisons only.
     *
     * @param area area of the blob, px, above 0
     * @return 20, 25, 35, 50 or 70
     * @throws IllegalArgumentException if the area is not positive
     */
    public static int rings(double area) {
        double a = positive(area);
        if (a <= 5_000) {
            return 20;
        }
        if (a <= 15_000) {
            return 25;
        }
        if (a <= 30_000) {
            return 35;
        }
        return a <= 80_000 ? 50 : 70;
    }

    /** Mean of the profile over a blob: the share of the area within the gauge r is r squared, whatever the shape. */
    private static double meanProfile(double area) {
        double[] p = coefficients(area);
        return 2 * (p[0] / 5 + p[1] / 4 + p[2] / 3 + p[3] / 2);
    }

    private static double[] coefficients(double area) {
        if (positive(area) <= 10_000) {
            return SMALL;
        }
        return area <= 60_000 ? MEDIUM : LARGE;
    }

    private static double positive(double area) {
        if (!(area > 0)) {
            throw new IllegalArgumentException("the area of a blob must be above 0, was " + area);
        }
        return area;
    }
}
