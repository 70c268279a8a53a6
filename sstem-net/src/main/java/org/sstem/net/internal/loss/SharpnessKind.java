package org.sstem.net.internal.loss;

import org.sstem.kernel.LiteralKernels.Doubles;
import org.sstem.net.Loss;

/**
 * By how much an image is less sharp than its target: over blocks of pixels the mean gradient magnitude (Sobel / 8), and
 * what that lacks to a share of the target's. Blocks, so that a few wild pixels cannot make up for the rest. As with
 * SSIM, pixels are first mixed with the target by their weight; the border row and column do not count.
 *
 * @param share share of the target's sharpness that is enough
 */
public record SharpnessKind(double share) implements Loss.Kind {

    private static final int BLOCK = 16;
    /** Keeps the magnitude smooth at 0; a thousandth of a grey level squared. */
    private static final double FLAT = 1e-10;

    @Override
    public double evaluate(Doubles prediction, Doubles target, double[] weight, double factor, Doubles gradient) {
        int height = prediction.height();
        int width = prediction.width();
        int plane = height * width;
        int planes = prediction.batch() * prediction.channels();
        int rows = Math.max(1, (height - 2) / BLOCK);
        int columns = Math.max(1, (width - 2) / BLOCK);
        if (height < 3 || width < 3) {
            return 0;
        }
        double loss = 0;
        double[] mixed = new double[plane];
        double[] magnitudes = new double[plane];
        for (int p = 0; p < planes; p++) {
            int at = p * plane;
            int weights = p / prediction.channels() * plane;
            for (int i = 0; i < plane; i++) {
                double w = weight[weights + i];
                mixed[i] = w * prediction.data()[at + i] + (1 - w) * target.data()[at + i];
            }
            for (int block = 0; block < rows * columns; block++) {
                int row = block / columns;
                int column = block % columns;
                // The last blocks take what is left over.
                int y0 = 1 + row * BLOCK;
                int x0 = 1 + column * BLOCK;
                int y1 = row == rows - 1 ? height - 1 : y0 + BLOCK;
                int x1 = column == columns - 1 ? width - 1 : x0 + BLOCK;
                double pixels = (double) (y1 - y0) * (x1 - x0);
                double wanted = share * sharpness(target.data(), at, width, y0, y1, x0, x1, null) / pixels;
                double there = sharpness(mixed, 0, width, y0, y1, x0, x1, magnitudes) / pixels;
                if (there < wanted) {
                    double scale = 1.0 / (planes * rows * columns);
                    loss += scale * (wanted - there);
                    push(
                            mixed,
                            magnitudes,
                            width,
                            y0,
                            y1,
                            x0,
                            x1,
                            factor * scale / pixels,
                            weight,
                            weights,
                            gradient,
                            at);
                }
            }
        }
        return loss;
    }

    private static double sharpness(
            double[] image, int at, int width, int y0, int y1, int x0, int x1, double[] magnitudes) {
        double sum = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                int i = y * width + x;
                double dx = horizontal(image, at + i, width);
                double dy = vertical(image, at + i, width);
                double magnitude = Math.sqrt(dx * dx + dy * dy + FLAT);
                sum += magnitude;
                if (magnitudes != null) {
                    magnitudes[i] = magnitude;
                }
            }
        }
        return sum;
    }

    /** Adds the derivative of minus the sum of magnitudes, times a factor. */
    private static void push(
            double[] mixed,
            double[] magnitudes,
            int width,
            int y0,
            int y1,
            int x0,
            int x1,
            double factor,
            double[] weight,
            int weights,
            Doubles gradient,
            int at) {
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                int i = y * width + x;
                double u = -factor / 8 * horizontal(mixed, i, width) / magnitudes[i];
                double v = -factor / 8 * vertical(mixed, i, width) / magnitudes[i];
                for (int dy = -1; dy <= 1; dy++) {
                    for (int dx = -1; dx <= 1; dx++) {
                        double derivative = u * dx * (2 - dy * dy) + v * dy * (2 - dx * dx);
                        int j = i + dy * width + dx;
                        gradient.data()[at + j] += weight[weights + j] * derivative;
                    }
                }
            }
        }
    }

    private static double horizontal(double[] p, int i, int width) {
        return (p[i - width + 1] - p[i - width - 1] + 2 * (p[i + 1] - p[i - 1]) + p[i + width + 1] - p[i + width - 1])
                / 8;
    }

    private static double vertical(double[] p, int i, int width) {
        return (p[i + width - 1]
                        - p[i - width - 1]
                        + 2 * (p[i + width] - p[i - width])
                        + p[i + width + 1]
                        - p[i - width + 1])
                / 8;
    }
}
