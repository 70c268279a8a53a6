package org.sstem.simulate;

import java.util.Arrays;
import java.util.List;

/**
 * How one number is distributed, by its quantiles at equal steps of probability, linear in between: two quantiles are a
 * uniform distribution, one is a constant, many are what was measured. Immutable; nothing but numbers, so it survives
 * any file format.
 *
 * @param quantiles values at the probabilities 0, 1/(n-1), ... 1, ascending; at least one
 */
public record Distribution(List<Double> quantiles) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if there is no quantile, one is not finite or they descend
     */
    public Distribution {
        quantiles = List.copyOf(quantiles);
        if (quantiles.isEmpty()) {
            throw new IllegalArgumentException("a distribution needs at least one quantile, had none");
        }
        double last = Double.NEGATIVE_INFINITY;
        for (double q : quantiles) {
            if (!Double.isFinite(q) || q < last) {
                throw new IllegalArgumentException(
                        "quantiles of a distribution must be finite and ascending, were " + quantiles);
            }
            last = q;
        }
    }

    /**
     * Makes the distribution of a number that is always the same.
     *
     * @param value the number
     * @return a distribution of one quantile
     */
    public static Distribution constant(double value) {
        return new Distribution(List.of(value));
    }

    /**
     * Makes a uniform distribution.
     *
     * @param min least value
     * @param max greatest value, at least {@code min}
     * @return a distribution of two quantiles
     */
    public static Distribution uniform(double min, double max) {
        return new Distribution(List.of(min, max));
    }

    /**
     * Takes what was measured as the distribution.
     *
     * @param samples measured values in any order, at least one
     * @return a distribution with the sorted samples as its quantiles
     */
    public static Distribution of(double... samples) {
        return new Distribution(Arrays.stream(samples).sorted().boxed().toList());
    }

    /**
     * Returns the least value.
     *
     * @return the quantile of probability 0
     */
    public double min() {
        return quantiles.get(0);
    }

    /**
     * Returns the greatest value.
     *
     * @return the quantile of probability 1
     */
    public double max() {
        return quantiles.get(quantiles.size() - 1);
    }

    /**
     * Returns the mean.
     *
     * @return the mean of the distribution
     */
    public double mean() {
        if (quantiles.size() == 1) {
            return min();
        }
        double sum = 0;
        for (int i = 0; i + 1 < quantiles.size(); i++) {
            sum += 0.5 * (quantiles.get(i) + quantiles.get(i + 1));
        }
        return sum / (quantiles.size() - 1);
    }

    /**
     * Returns the value that is not exceeded with a probability: with a uniform number as the probability this draws a
     * value.
     *
     * @param probability 0 to 1; values outside are taken as the nearer of the two
     * @return the quantile
     */
    public double quantile(double probability) {
        double at = Math.max(0, Math.min(1, probability)) * (quantiles.size() - 1);
        int i = Math.min((int) at, quantiles.size() - 2);
        if (i < 0) {
            return min();
        }
        double part = at - i;
        return quantiles.get(i) * (1 - part) + quantiles.get(i + 1) * part;
    }

    /**
     * Returns the quantile of the distribution cut off below a value, as when one draws again until the value is
     * exceeded.
     *
     * @param probability 0 to 1
     * @param least       what the result must not fall below
     * @return the quantile of what lies above; {@code least} itself if nothing does
     */
    public double quantileAbove(double probability, double least) {
        if (least >= max()) {
            return least;
        }
        double below = probabilityBelow(least);
        return Math.max(least, quantile(below + probability * (1 - below)));
    }

    private double probabilityBelow(double value) {
        if (value <= min()) {
            return 0;
        }
        int i = 0;
        while (quantiles.get(i + 1) < value) {
            i++;
        }
        double step = quantiles.get(i + 1) - quantiles.get(i);
        return (i + (value - quantiles.get(i)) / step) / (quantiles.size() - 1);
    }
}
