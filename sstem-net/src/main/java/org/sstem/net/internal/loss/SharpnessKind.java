package org.sstem.net.internal.loss;

/**
 * By how much an image is less sharp than its target: over blocks of pixels the mean gradient magnitude (Sobel / 8), and
 * what that lacks to a share of the target's. Blocks, so that a few wild pixels cannot make up for the rest. As with
 * SSIM, pixels are first mixed with the target by their weight; the border row and column do not count.
 *
 * @param share share of the target's sharpness that is enough
 */
record SharpnessKind(double share) implements LossKind {

    private static final int BLOCK = 16;
    /** Keeps the magnitude smooth at 0; a thousandth of a grey level squared. */
    private static final double FLAT = 1e-10;

    @Override
    public double evaluate(Images prediction, Images target, double[] weight, double factor, Images gradient) {
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
        double[] magnitudes = new double[plane];
        Grey mixed = new Grey(new double[plane], 0, width);
        for (int p = 0; p < planes; p++) {
            int at = p * plane;
            int weights = p / prediction.channels() * plane;
            for (int i = 0; i < plane; i++) {
                double w = weight[weights + i];
                mixed.values[i] = w * prediction.data()[at + i] + (1 - w) * target.data()[at + i];
            }
            Grey truth = new Grey(target.data(), at, width);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    // The last blocks take what is left over.
                    int y0 = 1 + row * BLOCK;
                    int x0 = 1 + column * BLOCK;
                    Block block = new Block(
                            y0,
                            row == rows - 1 ? height - 1 : y0 + BLOCK,
                            x0,
                            column == columns - 1 ? width - 1 : x0 + BLOCK);
                    double wanted = share * truth.sharpness(block, null) / block.pixels();
                    double there = mixed.sharpness(block, magnitudes) / block.pixels();
                    if (there < wanted) {
                        double scale = 1.0 / (planes * rows * columns);
                        loss += scale * (wanted - there);
                        double each = factor * scale / block.pixels();
                        mixed.push(
                                block,
                                magnitudes,
                                each,
                                (place, derivative) ->
                                        gradient.data()[at + place] += weight[weights + place] * derivative);
                    }
                }
            }
        }
        return loss;
    }

    /** Rows y0 to below y1, columns x0 to below x1; none at the border. */
    private record Block(int y0, int y1, int x0, int x1) {

        double pixels() {
            return (double) (y1 - y0) * (x1 - x0);
        }
    }

    /** Takes what a pixel is pushed by. */
    @FunctionalInterface
    private interface Push {
        void by(int place, double derivative);
    }

    /** Grey values of one image, which begins somewhere in an array. */
    private record Grey(double[] values, int at, int width) {

        double sharpness(Block block, double[] magnitudes) {
            double sum = 0;
            for (int y = block.y0; y < block.y1; y++) {
                for (int x = block.x0; x < block.x1; x++) {
                    int i = y * width + x;
                    double dx = horizontal(i);
                    double dy = vertical(i);
                    double magnitude = Math.sqrt(dx * dx + dy * dy + FLAT);
                    sum += magnitude;
                    if (magnitudes != null) {
                        magnitudes[i] = magnitude;
                    }
                }
            }
            return sum;
        }

        /** Gives the derivative of minus the sum of magnitudes, times a factor. */
        void push(Block block, double[] magnitudes, double factor, Push push) {
            for (int y = block.y0; y < block.y1; y++) {
                for (int x = block.x0; x < block.x1; x++) {
                    int i = y * width + x;
                    double u = -factor / 8 * horizontal(i) / magnitudes[i];
                    double v = -factor / 8 * vertical(i) / magnitudes[i];
                    for (int dy = -1; dy <= 1; dy++) {
                        for (int dx = -1; dx <= 1; dx++) {
                            push.by(i + dy * width + dx, u * dx * (2 - dy * dy) + v * dy * (2 - dx * dx));
                        }
                    }
                }
            }
        }

        private double horizontal(int place) {
            int i = at + place;
            double[] p = values;
            return (p[i - width + 1]
                            - p[i - width - 1]
                            + 2 * (p[i + 1] - p[i - 1])
                            + p[i + width + 1]
                            - p[i + width - 1])
                    / 8;
        }

        private double vertical(int place) {
            int i = at + place;
            double[] p = values;
            return (p[i + width - 1]
                            - p[i - width - 1]
                            + 2 * (p[i + width] - p[i - width])
                            + p[i + width + 1]
                            - p[i - width + 1])
                    / 8;
        }
    }
}
