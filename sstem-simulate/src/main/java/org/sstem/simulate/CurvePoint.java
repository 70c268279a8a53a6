package org.sstem.simulate;

import java.util.List;

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
