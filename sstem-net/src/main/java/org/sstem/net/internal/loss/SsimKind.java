package org.sstem.net.internal.loss;

import org.sstem.internal.metric.SsimLoss;
import org.sstem.method.Plane;

import java.util.Arrays;

/**
 * SSIM as a loss, mean over the images and channels. The images are handed over in single precision, in which SSIM is
 * computed from.
 *
 * @param scales 0 for SSIM, else the scales of multi-scale SSIM
 */
record SsimKind(int scales) implements LossKind {

    @Override
    public double evaluate(Images prediction, Images target, double[] weight, double factor, Images gradient) {
        if (PixelLosses.sum(weight) == 0) {
            return 0;
        }
        int size = prediction.height() * prediction.width();
        int planes = prediction.batch() * prediction.channels();
        double loss = 0;
        for (int plane = 0; plane < planes; plane++) {
            int at = plane * size;
            int weightAt = plane / prediction.channels() * size;
            Plane truth = new Plane(prediction.width(), prediction.height());
            Plane judged = new Plane(prediction.width(), prediction.height());
            for (int i = 0; i < size; i++) {
                double t = target.data()[at + i];
                truth.pixels()[i] = (float) t;
                judged.pixels()[i] =
                        (float) (t + weight[weightAt + i] * (prediction.data()[at + i] - t));
            }
            if (!finite(judged)) {
                // A network that diverges: the loss says so, and the trainer stops.
                Arrays.fill(gradient.data(), Double.NaN);
                return Double.NaN;
            }
            Plane slope;
            if (scales == 0) {
                loss += SsimLoss.value(truth, judged, 1) / planes;
                slope = SsimLoss.gradient(truth, judged, 1);
            } else {
                loss += (1 - SsimLoss.multiScale(truth, judged, 1, scales)) / planes;
                slope = SsimLoss.multiScaleGradient(truth, judged, 1, scales);
            }
            for (int i = 0; i < size; i++) {
                gradient.data()[at + i] += factor * weight[weightAt + i] * slope.pixels()[i] / planes;
            }
        }
        return loss;
    }

    private static boolean finite(Plane plane) {
        for (float value : plane.pixels()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
