package org.sstem.metric;

/**
 * A mean with its spread.
 *
 * @param count         number of values
 * @param mean          arithmetic mean; infinite if a value is (the PSNR of equal images), NaN without values
 * @param sd            sample standard deviation (divisor n - 1); NaN for fewer than two values
 * @param standardError standard error of the mean, {@code sd / sqrt(n)}; NaN for fewer than two values
 */
public record Statistic(int count, double mean, double sd, double standardError) {

    /**
     * Summarises values.
     *
     * @param values the values, any number of them
     * @return their statistic
     */
    public static Statistic of(double... values) {
        int n = values.length;
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / n;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double sd = n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1));
        return new Statistic(n, mean, sd, sd / Math.sqrt(n));
    }
}
