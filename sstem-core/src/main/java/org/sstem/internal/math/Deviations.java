package org.sstem.internal.math;

import java.util.Arrays;

/**
 * The mean of values that are at hand, and their deviations from it: two passes, so that nothing is lost where the mean is
 * large against the spread. Without values both are 0.
 *
 * @param count   how many values there are
 * @param mean    their mean
 * @param squares the sum of the squares of their deviations
 */
public record Deviations(double count, double mean, double squares) {

    /** Of values added up one by one. */
    public static Deviations of(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / Math.max(1, values.length);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Deviations(values.length, mean, squares);
    }

    /** Of samples of very different size: their sums are the JDK's, which make good for what rounding loses. */
    public static Deviations ofSamples(double... samples) {
        double mean = Arrays.stream(samples).sum() / Math.max(1, samples.length);
        double squares =
                Arrays.stream(samples).map(v -> (v - mean) * (v - mean)).sum();
        return new Deviations(samples.length, mean, squares);
    }

    /** Of those values that count. */
    public static Deviations of(float[] values, boolean[] counts) {
        double sum = 0;
        long n = 0;
        for (int i = 0; i < values.length; i++) {
            if (counts[i]) {
                sum += values[i];
                n++;
            }
        }
        double mean = sum / Math.max(1, n);
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            if (counts[i]) {
                double d = values[i] - mean;
                squares += d * d;
            }
        }
        return new Deviations(n, mean, squares);
    }

    /** The standard deviation of the values themselves. */
    public double sd() {
        return Math.sqrt(squares / Math.max(1, count));
    }

    /** The standard deviation of the population they were drawn from; NaN for fewer than two values. */
    public double sampleSd() {
        return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
    }
}
