package org.sstem.internal.image;

import org.sstem.method.Flow;

import java.awt.image.BufferedImage;

/**
 * Pictures of flows in the colours of the Middlebury optical flow benchmark (Baker et al., "A Database and Evaluation
 * Methodology for Optical Flow", IJCV 92, 2011): the hue tells the direction, the saturation the length.
 *
 * <p>Stateless and thread-safe; single precision input, computed in double precision.
 */
public final class FlowImage {

    /** Steps from red over yellow, green, cyan, blue and magenta back to red. */
    private static final int[] STEPS = {15, 6, 4, 11, 13, 6};

    /** Components beyond this mean that the flow is not known. */
    private static final double UNKNOWN = 1e7;

    private static final double[][] WHEEL = wheel();

    private FlowImage() {}

    /**
     * Paints a flow, scaled to its own longest displacement.
     *
     * @param flow displacements in pixels
     * @return an RGB image of the flow's size: white where nothing moves, black where the flow is not finite or beyond 1e7
     */
    public static BufferedImage of(Flow flow) {
        double longest = 0;
        for (int i = 0; i < flow.width() * flow.height(); i++) {
            if (isKnown(flow, i)) {
                longest = Math.max(
                        longest, Math.hypot(flow.u().pixels()[i], flow.v().pixels()[i]));
            }
        }
        return of(flow, longest);
    }

    /**
     * Paints a flow on a given scale, so that several pictures can be compared.
     *
     * @param flow    displacements in pixels
     * @param longest the displacement that is fully saturated, pixels, 0 or more; longer ones are darkened
     * @return an RGB image of the flow's size
     * @throws IllegalArgumentException if {@code longest} is negative or not finite
     */
    public static BufferedImage of(Flow flow, double longest) {
        if (!(longest >= 0 && longest < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("longest displacement must be 0 or more, was " + longest);
        }
        BufferedImage image = new BufferedImage(flow.width(), flow.height(), BufferedImage.TYPE_INT_RGB);
        double scale = 1 / (longest + Math.ulp(1.0));
        int[] line = new int[flow.width()];
        for (int y = 0; y < flow.height(); y++) {
            for (int x = 0; x < line.length; x++) {
                int i = y * line.length + x;
                line[x] = isKnown(flow, i)
                        ? colour(flow.u().pixels()[i] * scale, flow.v().pixels()[i] * scale)
                        : 0;
            }
            image.setRGB(0, y, line.length, 1, line, 0, line.length);
        }
        return image;
    }

    private static boolean isKnown(Flow flow, int i) {
        return Math.abs(flow.u().pixels()[i]) <= UNKNOWN && Math.abs(flow.v().pixels()[i]) <= UNKNOWN;
    }

    private static int colour(double u, double v) {
        double length = Math.sqrt(u * u + v * v);
        double place = (Math.atan2(-v, -u) / Math.PI + 1) / 2 * (WHEEL.length - 1);
        int low = (int) place;
        int high = (low + 1) % WHEEL.length;
        double part = place - low;
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
            double hue = (1 - part) * WHEEL[low][c] + part * WHEEL[high][c];
            double value = length <= 1 ? 1 - length * (1 - hue) : 0.75 * hue;
            rgb = rgb << 8 | (int) (255 * value);
        }
        return rgb;
    }

    private static double[][] wheel() {
        int size = 0;
        for (int s : STEPS) {
            size += s;
        }
        double[][] wheel = new double[size][3];
        int at = 0;
        for (int arc = 0; arc < STEPS.length; arc++) {
            // Two neighbouring primaries: one is full, the other rises (even arcs) or falls (odd arcs).
            int full = arc % 2 == 0 ? arc / 2 : (arc / 2 + 1) % 3;
            int moving = arc % 2 == 0 ? (arc / 2 + 1) % 3 : arc / 2;
            for (int i = 0; i < STEPS[arc]; i++, at++) {
                double step = Math.floor(255.0 * i / STEPS[arc]) / 255;
                wheel[at][full] = 1;
                wheel[at][moving] = arc % 2 == 0 ? step : 1 - step;
            }
        }
        return wheel;
    }

    /** The colours by direction, red, green and blue from 0 to 1. */
    static double[][] colours() {
        return WHEEL.clone();
    }
}
