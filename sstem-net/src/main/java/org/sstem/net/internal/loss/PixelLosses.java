package org.sstem.net.internal.loss;

import java.util.function.DoubleUnaryOperator;

/** Losses that are means over the values. */
final class PixelLosses {

    private PixelLosses() {}

    static double absolute(Images prediction, Images target, double[] weight, double factor, Images gradient) {
        return mean(prediction, target, weight, factor, gradient, Math::abs, Math::signum);
    }

    static double squared(Images prediction, Images target, double[] weight, double factor, Images gradient) {
        return mean(prediction, target, weight, factor, gradient, d -> d * d, d -> 2 * d);
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
