package org.sstem.metric;

import org.sstem.internal.metric.Checks;
import org.sstem.method.Flow;

import java.util.Arrays;

/**
 * Endpoint error of flows: the length of the difference of two displacements, in pixels. Thread-safe.
 */
public final class EndpointError {

    /**
     * How far a flow is from the true one.
     *
     * @param pixels pixels that were compared: those where the true flow is known
     * @param mean   mean endpoint error, px
     * @param median half of the pixels are nearer, px
     * @param most   95 % of the pixels are nearer, px
     */
    public record Summary(long pixels, double mean, double median, double most) {}

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

    /**
     * Summarises the endpoint error over the pixels where the true flow is known: those where it is not finite, such as
     * tissue that a fold has swallowed, are left out.
     *
     * <p>Quantiles are linear between the sorted errors, as NumPy's default. Holds one float a pixel.
     *
     * @param flow  the flow that is judged, finite where the true one is
     * @param truth the true flow, same size, not finite where nothing is true
     * @return mean, median and 95 % quantile; NaN if the true flow is known nowhere
     * @throws IllegalArgumentException if the sizes differ, or the flow is not finite where the true one is
     */
    public static Summary summary(Flow flow, Flow truth) {
        requireSameSize(flow, truth);
        float[] errors = new float[Math.multiplyExact(flow.width(), flow.height())];
        int n = 0;
        double sum = 0;
        for (int i = 0; i < errors.length; i++) {
            double u = truth.u().pixels()[i];
            double v = truth.v().pixels()[i];
            if (!Double.isFinite(u) || !Double.isFinite(v)) {
                continue;
            }
            double error = Math.hypot(flow.u().pixels()[i] - u, flow.v().pixels()[i] - v);
            if (!Double.isFinite(error)) {
                throw new IllegalArgumentException("a flow must be finite where the true one is, pixel ("
                        + i % flow.width() + ", " + i / flow.width() + ") was ("
                        + flow.u().pixels()[i] + ", "
                        + flow.v().pixels()[i] + ")");
            }
            errors[n++] = (float) error;
            sum += error;
        }
        Arrays.sort(errors, 0, n);
        return new Summary(n, sum / n, quantile(errors, n, 0.5), quantile(errors, n, 0.95));
    }

    private static double quantile(float[] sorted, int n, double probability) {
        if (n == 0) {
            return Double.NaN;
        }
        double at = probability * (n - 1);
        int i = (int) at;
        double part = at - i;
        return part == 0 ? sorted[i] : sorted[i] * (1 - part) + sorted[i + 1] * part;
    }

    private static void requireSameSize(Flow flow, Flow truth) {
        if (!flow.u().sameSize(truth.u())) {
            throw new IllegalArgumentException("flows to compare must have one size, were " + flow.width() + " x "
                    + flow.height() + " and " + truth.width() + " x " + truth.height());
        }
    }

    private static double mean(Flow flow, Flow truth, boolean movedOnly) {
        requireSameSize(flow, truth);
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
