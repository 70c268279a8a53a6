package org.sstem.net.internal.loss;

/**
 * How unlike a section two others are that an output moves onto it: 1 less the mean local correlation of their average with the section, at
 * half the resolution. The output is (u, v) of the one, then of the other, pixels; the target shows three images beside it,
 * the two and the section. They are halved by means, sampled bilinearly, border pixels repeated, and correlated in Gaussian windows that lie
 * inside the image as a whole; windows without contrast count as unlike.
 */
record LikenessKind() implements LossKind {

    private static final int MOVES = 4;
    private static final int IMAGES = 3;
    /** Of the windows, in pixels of half the resolution. */
    private static final double SIGMA = 3;
    /** Added to the variances of windows; grey values are in units of their standard deviation. */
    private static final double FLAT = 0.01;

    private static final GaussianWindow WINDOW = GaussianWindow.of(SIGMA);

    @Override
    public int shown() {
        return IMAGES;
    }

    @Override
    public double evaluate(Images prediction, Images target, double[] weight, double factor, Images gradient) {
        if (prediction.channels() != MOVES) {
            throw new IllegalArgumentException("the loss of likeness needs an output of " + MOVES
                    + " channels, two displacements, had " + prediction.channels());
        }
        Images moves = FlowLosses.pool(prediction, 2);
        Images shown = FlowLosses.pool(target, 2);
        int width = moves.width();
        int height = moves.height();
        double[] counts = inside(
                FlowLosses.pool(new Images(prediction.batch(), 1, prediction.height(), prediction.width(), weight), 2));
        double total = PixelLosses.sum(counts);
        if (total == 0) {
            return 0;
        }
        int plane = width * height;
        double alike = 0;
        Images slopes = new Images(moves.batch(), MOVES, height, width, new double[moves.data().length]);
        for (int n = 0; n < moves.batch(); n++) {
            Moved first = new Moved(shown, n * (MOVES + IMAGES) + MOVES, moves, n * MOVES);
            Moved second = new Moved(shown, n * (MOVES + IMAGES) + MOVES + 1, moves, n * MOVES + 2);
            double[] mean = new double[plane];
            double[] section = new double[plane];
            for (int i = 0; i < plane; i++) {
                mean[i] = (first.grey[i] + second.grey[i]) / 2;
                section[i] = shown.data()[(n * (MOVES + IMAGES) + MOVES + 2) * plane + i];
            }
            double[] slope = new double[plane];
            alike += correlation(mean, section, counts, n * plane, height, width, slope);
            for (int i = 0; i < plane; i++) {
                // Half of each, less likeness is more loss, and moves in units of two pixels.
                slope[i] *= -1.0 / 4;
            }
            first.push(slope, slopes.data(), n * MOVES * plane);
            second.push(slope, slopes.data(), (n * MOVES + 2) * plane);
        }
        for (int i = 0; i < slopes.data().length; i++) {
            slopes.data()[i] *= factor / total;
        }
        FlowLosses.spread(slopes, 2, gradient);
        return 1 - alike / total;
    }

    /** Weights, 0 where a window would reach beyond the image. */
    private static double[] inside(Images weight) {
        int rim = WINDOW.reach();
        double[] counts = weight.data();
        for (int i = 0; i < counts.length; i++) {
            int x = i % weight.width();
            int y = i / weight.width() % weight.height();
            if (x < rim || y < rim || x >= weight.width() - rim || y >= weight.height() - rim) {
                counts[i] = 0;
            }
        }
        return counts;
    }

    /**
     * Sums the local correlation of two images.
     *
     * @param counts how much each pixel counts, from {@code at} on
     * @param slope  gets the derivative of the sum by the first image
     */
    private static double correlation(
            double[] a, double[] b, double[] counts, int at, int height, int width, double[] slope) {
        int n = a.length;
        double[] meanA = WINDOW.mean(a, height, width);
        double[] meanB = WINDOW.mean(b, height, width);
        double[] squareA = WINDOW.mean(product(a, a), height, width);
        double[] squareB = WINDOW.mean(product(b, b), height, width);
        double[] both = WINDOW.mean(product(a, b), height, width);
        double[] byCovariance = new double[n];
        double[] byVariance = new double[n];
        double[] byMean = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double w = counts[at + i];
            if (w == 0) {
                continue;
            }
            double varianceA = Math.max(squareA[i] - meanA[i] * meanA[i], 0) + FLAT;
            double varianceB = Math.max(squareB[i] - meanB[i] * meanB[i], 0) + FLAT;
            double scale = Math.sqrt(varianceA * varianceB);
            double r = (both[i] - meanA[i] * meanB[i]) / scale;
            sum += w * r;
            byCovariance[i] = w / scale;
            byVariance[i] = -w * r / (2 * varianceA);
            byMean[i] = -byCovariance[i] * meanB[i] - 2 * byVariance[i] * meanA[i];
        }
        // A window is its own adjoint.
        byCovariance = WINDOW.mean(byCovariance, height, width);
        byVariance = WINDOW.mean(byVariance, height, width);
        byMean = WINDOW.mean(byMean, height, width);
        for (int i = 0; i < n; i++) {
            slope[i] = b[i] * byCovariance[i] + 2 * a[i] * byVariance[i] + byMean[i];
        }
        return sum;
    }

    private static double[] product(double[] a, double[] b) {
        double[] out = new double[a.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = a[i] * b[i];
        }
        return out;
    }

    /** An image moved by displacements of the full resolution, with how it changes by them. */
    private static final class Moved {

        final double[] grey;
        private final double[] alongX;
        private final double[] alongY;

        Moved(Images images, int image, Images moves, int u) {
            int width = images.width();
            int height = images.height();
            int plane = width * height;
            grey = new double[plane];
            alongX = new double[plane];
            alongY = new double[plane];
            for (int i = 0; i < plane; i++) {
                double x = i % width + moves.data()[u * plane + i] / 2;
                double y = i / width + moves.data()[(u + 1) * plane + i] / 2;
                double cx = Math.min(Math.max(x, 0), width - 1.0);
                double cy = Math.min(Math.max(y, 0), height - 1.0);
                int left = Math.min((int) cx, Math.max(width - 2, 0));
                int top = Math.min((int) cy, Math.max(height - 2, 0));
                int right = Math.min(left + 1, width - 1);
                int bottom = Math.min(top + 1, height - 1);
                double fx = cx - left;
                double fy = cy - top;
                int at = image * plane;
                double a = images.data()[at + top * width + left];
                double b = images.data()[at + top * width + right];
                double c = images.data()[at + bottom * width + left];
                double d = images.data()[at + bottom * width + right];
                double first = a + fx * (b - a);
                double second = c + fx * (d - c);
                grey[i] = first + fy * (second - first);
                alongX[i] = cx == x ? b - a + fy * (d - c - b + a) : 0;
                alongY[i] = cy == y ? second - first : 0;
            }
        }

        /** Adds what a change of the image means for the displacements, from a place in an array on. */
        void push(double[] slope, double[] into, int at) {
            for (int i = 0; i < slope.length; i++) {
                into[at + i] += slope[i] * alongX[i];
                into[at + slope.length + i] += slope[i] * alongY[i];
            }
        }
    }
}
