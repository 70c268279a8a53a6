package org.sstem.internal.fold.law;

/** The normal distribution cut off on one side. */
public final class NormalTail {

    private NormalTail() {}

    /**
     * Mean of a standard normal variable around {@code centre}, given that it is not negative, less the centre: the
     * density over the distribution function (inverse Mills ratio). Relative error below 1e-5 for centres of -2 and more.
     */
    public static double meanExcess(double centre) {
        if (centre > 8 || centre < -6) {
            return Math.max(0, -centre);
        }
        // Abramowitz and Stegun 26.2.17 for the upper tail of -centre.
        double a = Math.abs(centre);
        double density = Math.exp(-0.5 * a * a) / Math.sqrt(2 * Math.PI);
        double k = 1 / (1 + 0.2316419 * a);
        double tail = density
                * k
                * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
        return density / (centre >= 0 ? 1 - tail : tail);
    }
}
