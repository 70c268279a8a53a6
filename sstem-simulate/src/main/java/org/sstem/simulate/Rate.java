package org.sstem.simulate;

/**
 * A share: so many of so many, and where the true share lies with 95 % confidence (Wilson's interval). Immutable.
 *
 * @param count how many; 0 where the share was published
 * @param of    of how many; 0 where the share was published
 * @param share the share, 0 to 1
 * @param low   lower end of the confidence interval; NaN where the share was published
 * @param high  upper end of the confidence interval; NaN where the share was published
 */
public record Rate(int count, int of, double share, double low, double high) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the share is not within 0 to 1
     */
    public Rate {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be 0 to 1, was " + share);
        }
    }

    /**
     * Estimates a share from a count, with the Wilson score interval of 95 %.
     *
     * @param count how many of them
     * @param of    of how many, at least 1
     * @return the rate
     */
    public static Rate of(int count, int of) {
        double z = 1.959964;
        double p = (double) count / of;
        double centre = (p + z * z / (2 * of)) / (1 + z * z / of);
        double half = z / (1 + z * z / of) * Math.sqrt(p * (1 - p) / of + z * z / (4.0 * of * of));
        return new Rate(count, of, p, Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /**
     * A share that a publication states: no counts, no interval.
     *
     * @param share the share, 0 to 1
     * @return the rate
     */
    public static Rate stated(double share) {
        return new Rate(0, 0, share, Double.NaN, Double.NaN);
    }
}
