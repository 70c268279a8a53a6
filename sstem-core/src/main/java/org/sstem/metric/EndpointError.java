package org.sstem.metric;

import org.sstem.internal.metric.Checks;
import org.sstem.method.Flow;

/**
 * Endpoint error of flows: the length of the difference of two displacements, in pixels. Thread-safe.
 */
public final class EndpointError {

    private EndpointError() {}

    /**
     * Mean endpoint error over all pixels.
     *
     * @param flow  the flow that is judged
     * @param truth the true flow, same size
     * @return mean length of the difference, pixels
     * @throws IllegalArgumentException if the sizes differ or a displacement is not finite
     */
    public static double mean(Flow flow, Flow truth) {
        return mean(flow, truth, false);
    }

    /**
     * Mean endpoint error over the pixels that the true flow moves: those where it is exactly (0, 0) do not count.
     *
     * @param flow  the flow that is judged
     * @param truth the true flow, same size
     * @return mean length of the difference, pixels; NaN if the true flow moves nothing
     * @throws IllegalArgumentException if the sizes differ or a displacement is not finite
     */
    public static double meanWhereMoved(Flow flow, Flow truth) {
        return mean(flow, truth, true);
    }

    private static double mean(Flow flow, Flow truth, boolean movedOnly) {
        if (!flow.u().sameSize(truth.u())) {
            throw new IllegalArgumentException("flows to compare must have one size, were " + flow.width() + " x "
                    + flow.height() + " and " + truth.width() + " x " + truth.height());
        }
        double sum = 0;
        long count = 0;
        int width = flow.width();
        for (int y = 0; y < flow.height(); y++) {
            double row = 0;
            for (int i = y * width; i < (y + 1) * width; i++) {
                double u = truth.u().pixels()[i];
                double v = truth.v().pixels()[i];
                double du = flow.u().pixels()[i] - u;
                double dv = flow.v().pixels()[i] - v;
                if (!movedOnly || u != 0 || v != 0) {
                    row += Math.sqrt(du * du + dv * dv);
                    count++;
                }
            }
            sum += row;
        }
        if (!Double.isFinite(sum)) {
            Checks.finite(flow.u());
            Checks.finite(flow.v());
            Checks.finite(truth.u());
            Checks.finite(truth.v());
        }
        return sum / count;
    }
}
