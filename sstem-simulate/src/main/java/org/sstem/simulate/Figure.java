package org.sstem.simulate;

import org.sstem.internal.math.Deviations;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One measured number: how many samples it rests on, their mean, and where the true mean lies with 95 % confidence
 * (Student's t). Immutable.
 *
 * @param n         samples; 0 if nothing was measured, or if the number was published without samples
 * @param mean      their mean; NaN if there is none
 * @param low       lower end of the confidence interval; NaN below two samples
 * @param high      upper end of the confidence interval; NaN below two samples
 * @param quantiles the sorted samples, or 101 quantiles of more of them; empty if there are none
 */
public record Figure(int n, double mean, double low, double high, Optional<Distribution> quantiles) {

    private static final int MOST_QUANTILES = 101;

    /**
     * A figure without samples.
     *
     * @return all numbers NaN
     */
    public static Figure none() {
        return new Figure(0, Double.NaN, Double.NaN, Double.NaN, Optional.empty());
    }

    /** A number from a publication: its distribution, but no samples. */
    static Figure stated(Distribution distribution) {
        return new Figure(0, distribution.mean(), Double.NaN, Double.NaN, Optional.of(distribution));
    }

    /**
     * Summarises samples; those that are not finite do not count.
     *
     * @param values the samples
     * @return mean and its confidence interval of 95 %, and the distribution
     */
    public static Figure of(List<Double> values) {
        double[] samples = values.stream()
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        int n = samples.length;
        if (n == 0) {
            return none();
        }
        Deviations deviations = Deviations.ofSamples(samples);
        double mean = deviations.mean();
        double half = n < 2 ? Double.NaN : student(n - 1) * Math.sqrt(deviations.squares() / (n - 1) / n);
        Distribution all = Distribution.of(samples);
        Distribution kept = n <= MOST_QUANTILES
                ? all
                : new Distribution(IntStream.range(0, MOST_QUANTILES)
                        .mapToObj(i -> all.quantile(i / (MOST_QUANTILES - 1.0)))
                        .toList());
        return new Figure(n, mean, mean - half, mean + half, Optional.of(kept));
    }

    /** The 97.5 % quantile of Student's t: Cornish-Fisher's expansion (Abramowitz and Stegun 26.7.5), exact for 1 and 2. */
    static double student(int freedom) {
        if (freedom == 1) {
            return 12.7062;
        }
        if (freedom == 2) {
            return 4.30265;
        }
        double z = 1.959964;
        double v = freedom;
        double z3 = z * z * z;
        double z5 = z3 * z * z;
        double z7 = z5 * z * z;
        return z
                + (z3 + z) / (4 * v)
                + (5 * z5 + 16 * z3 + 3 * z) / (96 * v * v)
                + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * v * v * v);
    }

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

    /**
     * One point of a measured curve: the mean of several samples and its 95 % confidence interval (Student's t). Immutable.
     *
     * @param x    where
     * @param n    samples; 0 if the point was published without
     * @param mean their mean
     * @param low  lower end of the confidence interval; NaN below two samples
     * @param high upper end of the confidence interval; NaN below two samples
     */
    public record CurvePoint(double x, int n, double mean, double low, double high) {

        /**
         * Averages samples taken at one place.
         *
         * @param x       the place
         * @param samples the samples
         * @return the point, with a confidence interval of 95 %
         */
        public static CurvePoint of(double x, List<Double> samples) {
            Figure figure = Figure.of(samples);
            return new CurvePoint(x, figure.n(), figure.mean(), figure.low(), figure.high());
        }

        static CurvePoint stated(double x, double mean) {
            return new CurvePoint(x, 0, mean, Double.NaN, Double.NaN);
        }
    }
}
