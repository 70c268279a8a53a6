package org.sstem.net.internal.loss;

import java.util.function.DoubleUnaryOperator;

/** Losses that are means over the values. */
final class PixelLosses {

    /** Probabilities are cut here, so that neither loss nor gradient is infinite. */
    private static final double SMALLEST_CHANCE = 1e-6;

    private PixelLosses() {}

    static double absolute(Images prediction, Images target, double[] weight, double factor, Images gradient) {
        return mean(prediction, target, weight, factor, gradient, Math::abs, Math::signum);
    }

    static double squared(Images prediction, Images target, double[] weight, double factor, Images gradient) {
        return mean(prediction, target, weight, factor, gradient, d -> d * d, d -> 2 * d);
    }

    /** Squared below the scale, absolute above it. */
    static LossKind charbonnier(double scale) {
        double floor = scale * scale;
        return (prediction, target, weight, factor, gradient) -> mean(
                prediction,
                target,
                weight,
                factor,
                gradient,
                d -> Math.sqrt(d * d + floor) - scale,
                d -> d / Math.sqrt(d * d + floor));
    }

    static double crossEntropy(Images prediction, Images target, double[] weight, double factor, Images gradient) {
        double total = prediction.channels() * sum(weight);
        if (total == 0) {
            return 0;
        }
        int plane = prediction.height() * prediction.width();
        double sum = 0;
        for (int i = 0; i < prediction.data().length; i++) {
            double w = weight[i / plane / prediction.channels() * plane + i % plane];
            double t = target.data()[i];
            double p = Math.min(Math.max(prediction.data()[i], SMALLEST_CHANCE), 1 - SMALLEST_CHANCE);
            sum += w * (information(t, p) + information(1 - t, 1 - p));
            gradient.data()[i] += factor * w * (p - t) / (p * (1 - p)) / total;
        }
        return sum / total;
    }

    /** What a chance p tells too little of one that is t. */
    private static double information(double t, double p) {
        return t > 0 ? t * Math.log(t / p) : 0;
    }

    private static double mean(
            Images prediction,
            Images target,
            double[] weight,
            double factor,
            Images gradient,
            DoubleUnaryOperator loss,
            DoubleUnaryOperator derivative) {
        double total = prediction.channels() * sum(weight);
        if (total == 0) {
            return 0;
        }
        int plane = prediction.height() * prediction.width();
        double sum = 0;
        for (int i = 0; i < prediction.data().length; i++) {
            double w = weight[i / plane / prediction.channels() * plane + i % plane];
            double difference = prediction.data()[i] - target.data()[i];
            sum += w * loss.applyAsDouble(difference);
            gradient.data()[i] += factor * w * derivative.applyAsDouble(difference) / total;
        }
        return sum / total;
    }

    static double sum(double[] weight) {
        double sum = 0;
        for (double w : weight) {
            if (!(w >= 0)) {
                throw new IllegalArgumentException("weights of pixels must not be negative, one was " + w);
            }
            sum += w;
        }
        return sum;
    }
}
