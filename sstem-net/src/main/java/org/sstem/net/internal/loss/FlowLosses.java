package org.sstem.net.internal.loss;

import java.util.Arrays;

/** Losses of flows: lengths of differences of displacements. Their derivative where there is no difference is 0. */
final class FlowLosses {

    private static final double[] WEIGHTS = {0.005, 0.01, 0.02, 0.08, 0.32};

    private FlowLosses() {}

    static double mean(Images prediction, Images target, double[] weight, double factor, Images gradient) {
        double total = PixelLosses.sum(weight);
        return total == 0 ? 0 : sum(prediction, target, weight, factor / total, gradient) / total;
    }

    static LossKind multiScale(int scales) {
        return (prediction, target, weight, factor, gradient) -> {
            double loss = 0;
            for (int scale = 0; scale < scales; scale++) {
                int size = 1 << scale;
                Images pooled = pool(prediction, size);
                Images pooledGradient = pool(prediction, size);
                Arrays.fill(pooledGradient.data(), 0);
                double share = WEIGHTS[scale] / prediction.batch();
                double[] pooledWeight = pool(
                                new Images(prediction.batch(), 1, prediction.height(), prediction.width(), weight),
                                size)
                        .data();
                loss += share * sum(pooled, pool(target, size), pooledWeight, factor * share, pooledGradient);
                spread(pooledGradient, size, gradient);
            }
            return loss;
        };
    }

    /** Sum of the weighted lengths. */
    static double sum(Images prediction, Images target, double[] weight, double factor, Images gradient) {
        if (prediction.channels() != 2) {
            throw new IllegalArgumentException(
                    "a loss of flows needs an output of 2 channels, had " + prediction.channels());
        }
        int plane = prediction.height() * prediction.width();
        double sum = 0;
        for (int n = 0; n < prediction.batch(); n++) {
            for (int p = 0; p < plane; p++) {
                int u = 2 * n * plane + p;
                int v = u + plane;
                double du = prediction.data()[u] - target.data()[u];
                double dv = prediction.data()[v] - target.data()[v];
                double length = Math.sqrt(du * du + dv * dv);
                double w = weight[n * plane + p];
                sum += w * length;
                if (length > 0) {
                    gradient.data()[u] += factor * w * du / length;
                    gradient.data()[v] += factor * w * dv / length;
                }
            }
        }
        return sum;
    }

    /** Means over blocks. */
    static Images pool(Images images, int size) {
        int height = images.height() / size;
        int width = images.width() / size;
        if (height * size != images.height() || width * size != images.width()) {
            throw new IllegalArgumentException("height and width must be multiples of " + size + " for this loss, were "
                    + images.height() + " and " + images.width());
        }
        double[] means = new double[images.batch() * images.channels() * height * width];
        Images pooled = new Images(images.batch(), images.channels(), height, width, means);
        for (int i = 0; i < images.data().length; i++) {
            means[block(i, images, size, pooled)] += images.data()[i] / (size * size);
        }
        return pooled;
    }

    /** The adjoint of {@link #pool}. */
    static void spread(Images pooled, int size, Images images) {
        for (int i = 0; i < images.data().length; i++) {
            images.data()[i] += pooled.data()[block(i, images, size, pooled)] / (size * size);
        }
    }

    private static int block(int index, Images images, int size, Images pooled) {
        int plane = images.height() * images.width();
        int y = index % plane / images.width() / size;
        int x = index % images.width() / size;
        return (index / plane * pooled.height() + y) * pooled.width() + x;
    }
}
