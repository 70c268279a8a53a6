package org.sstem.internal.metric;

import net.imglib2.parallel.Parallelization;
import org.sstem.method.Plane;
import org.sstem.metric.ImageQuality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * SSIM as a training loss, {@code 1 - mean SSIM}, and the multi-scale SSIM of the published implementation,
 * both with their gradients.
 *
 * <p>Unlike {@link ImageQuality#ssim} the images are padded with zeros by half a window, so that every pixel has a
 * window of its own and a gradient. The window has 11 pixels (sigma 1.5), or as many as the shorter side of a smaller
 * image ({@code sigma = 1.5 window / 11}); an even window gives maps that are one row and one column larger. K1 0.01,
 * K2 0.03. Double precision inside. Thread-safe; the same result on any number of threads.
 */
public final class SsimLoss {

    private SsimLoss() {}

    /**
     * Computes {@code 1 - mean SSIM}.
     *
     * @param target     the true image
     * @param prediction the image that is judged, same size
     * @param dataRange  range of the grey values, positive
     * @return 0 for equal images, at most 2
     * @throws IllegalArgumentException if the sizes differ, a pixel is not finite, or the range is not positive
     */
    public static double value(Plane target, Plane prediction, double dataRange) {
        Checks.pair(target, prediction, 1);
        Checks.range(dataRange);
        double loss = 1 - new Maps(target, prediction, dataRange).means()[0];
        Checks.finite(loss, target, prediction);
        return loss;
    }

    /**
     * Computes the gradient of {@link #value} with respect to the prediction.
     *
     * @param target     the true image
     * @param prediction the image that is judged, same size
     * @param dataRange  range of the grey values, positive
     * @return one derivative a pixel, a new plane
     * @throws IllegalArgumentException if the sizes differ, a pixel is not finite, or the range is not positive
     */
    public static Plane gradient(Plane target, Plane prediction, double dataRange) {
        Checks.pair(target, prediction, 1);
        Checks.range(dataRange);
        Checks.finite(target);
        Checks.finite(prediction);
        double[] byPixel = new Maps(target, prediction, dataRange).gradient(false);
        Plane gradient = new Plane(target.width(), target.height());
        for (int i = 0; i < byPixel.length; i++) {
            gradient.pixels()[i] = (float) -byPixel[i];
        }
        return gradient;
    }

    /**
     * Multi-scale SSIM as the published implementation has it: zero padding, a window that shrinks with the image, the
     * contrast-structure factor of all scales but the last, where SSIM itself is taken; weights .0448 .2856 .3001 .2363
     * .1333, not renormalised for fewer scales. A negative factor counts as 0.
     *
     * @param a         one image
     * @param b         another of the same size
     * @param dataRange range of the grey values, positive
     * @param scales    1 to 5; each halves the image, and the coarsest has at least one pixel a side
     * @return within [0, 1]
     * @throws IllegalArgumentException if the sizes differ or are too small for the scales, a pixel is not finite, the
     *     range is not positive, or the number of scales is not within 1 to 5
     */
    public static double multiScale(Plane a, Plane b, double dataRange, int scales) {
        checkScales(scales);
        Checks.pair(a, b, 1 << (scales - 1));
        Checks.range(dataRange);
        double product = product(levels(a, b, dataRange, scales));
        Checks.finite(product, a, b);
        return product;
    }

    /**
     * Computes the gradient of {@code 1 - multiScale(target, prediction, dataRange, scales)} with respect to the
     * prediction; 0 throughout where a factor is not positive, so that the product is 0.
     *
     * @param target     the true image
     * @param prediction the image that is judged, same size
     * @param dataRange  range of the grey values, positive
     * @param scales     1 to 5; each halves the image, and the coarsest has at least one pixel a side
     * @return one derivative a pixel, a new plane
     * @throws IllegalArgumentException as {@link #multiScale} does
     */
    public static Plane multiScaleGradient(Plane target, Plane prediction, double dataRange, int scales) {
        checkScales(scales);
        Checks.pair(target, prediction, 1 << (scales - 1));
        Checks.range(dataRange);
        Checks.finite(target);
        Checks.finite(prediction);
        List<Maps> levels = levels(target, prediction, dataRange, scales);
        Plane gradient = new Plane(target.width(), target.height());
        double product = product(levels);
        if (product == 0) {
            return gradient;
        }
        // From the coarsest level down: what a pixel gets from its own level, and a quarter of what the pixel that it
        // was averaged into has got.
        double[] coarser = null;
        for (int level = scales - 1; level >= 0; level--) {
            Maps maps = levels.get(level);
            boolean last = level == scales - 1;
            double factor = maps.means()[last ? 0 : 1];
            double[] own = maps.gradient(!last);
            int width = maps.target.width();
            int half = width / 2;
            for (int i = 0; i < own.length; i++) {
                own[i] *= product * MultiScaleSsim.WEIGHTS[level] / factor;
                int x = i % width / 2;
                int y = i / width / 2;
                if (!last && x < half && y < maps.target.height() / 2) {
                    own[i] += coarser[y * half + x] / 4;
                }
            }
            coarser = own;
        }
        for (int i = 0; i < gradient.pixels().length; i++) {
            gradient.pixels()[i] = (float) -coarser[i];
        }
        return gradient;
    }

    private static void checkScales(int scales) {
        if (scales < 1 || scales > MultiScaleSsim.WEIGHTS.length) {
            throw new IllegalArgumentException(
                    "scales must be within 1 to " + MultiScaleSsim.WEIGHTS.length + ", was " + scales);
        }
    }

    private static List<Maps> levels(Plane a, Plane b, double dataRange, int scales) {
        List<Maps> levels = new ArrayList<>();
        Plane first = a;
        Plane second = b;
        for (int level = 0; level < scales; level++) {
            if (level > 0) {
                first = MultiScaleSsim.halve(PixelReader.of(first), first.width(), first.height());
                second = MultiScaleSsim.halve(PixelReader.of(second), second.width(), second.height());
            }
            levels.add(new Maps(first, second, dataRange));
        }
        return levels;
    }

    private static double product(List<Maps> levels) {
        double product = 1;
        for (int level = 0; level < levels.size(); level++) {
            boolean last = level == levels.size() - 1;
            product *= MultiScaleSsim.power(levels.get(level).means()[last ? 0 : 1], MultiScaleSsim.WEIGHTS[level]);
        }
        return product;
    }

    /** The filtered maps of one pair of images. */
    private static final class Maps {
        private final double[] taps;
        private final double c1;
        private final double c2;
        private final Plane target;
        private final Plane prediction;
        private final int width;
        private final int height;
        private final double[] meanP;
        private final double[] meanQ;
        private final double[] squares;
        private final double[] product;

        Maps(Plane target, Plane prediction, double dataRange) {
            this.target = target;
            this.prediction = prediction;
            int window = Math.min(Math.min(target.width(), target.height()), GaussianWindow.SIZE);
            this.taps = GaussianWindow.taps(window, GaussianWindow.SIGMA * window / GaussianWindow.SIZE);
            this.c1 = Math.pow(0.01 * dataRange, 2);
            this.c2 = Math.pow(0.03 * dataRange, 2);
            int extra = window % 2 == 0 ? 1 : 0;
            this.width = target.width() + extra;
            this.height = target.height() + extra;
            float[] p = target.pixels();
            float[] q = prediction.pixels();
            double[][] in = new double[4][p.length];
            for (int i = 0; i < p.length; i++) {
                in[0][i] = p[i];
                in[1][i] = q[i];
                in[2][i] = in[0][i] * in[0][i] + in[1][i] * in[1][i];
                in[3][i] = in[0][i] * in[1][i];
            }
            double[][] out = new double[4][];
            each(4, k -> out[k] = filter(in[k], target.width(), target.height(), taps, window / 2, width, height));
            meanP = out[0];
            meanQ = out[1];
            squares = out[2];
            product = out[3];
        }

        /** Means of SSIM and of its contrast-structure factor. */
        double[] means() {
            double ssim = 0;
            double contrast = 0;
            for (int i = 0; i < meanP.length; i++) {
                double both = meanP[i] * meanQ[i];
                double energy = meanP[i] * meanP[i] + meanQ[i] * meanQ[i];
                double factor = (2 * (product[i] - both) + c2) / (squares[i] - energy + c2);
                contrast += factor;
                ssim += factor * (2 * both + c1) / (energy + c1);
            }
            return new double[] {ssim / meanP.length, contrast / meanP.length};
        }

        /**
         * Derivatives of the mean by the prediction. With S = A B / (C D), A = 2 mp mq + c1, B = 2 (pq - mp mq) + c2,
         * C = mp^2 + mq^2 + c1 and D = pp + qq - mp^2 - mq^2 + c2: the derivatives of S, or of the contrast-structure
         * factor B / D alone, by the filtered maps mq, qq and pq go back through the adjoint of the filter, and by the
         * chain rule to q.
         */
        double[] gradient(boolean contrastOnly) {
            int n = meanP.length;
            double[][] by = new double[3][n];
            for (int i = 0; i < n; i++) {
                double mp = meanP[i];
                double mq = meanQ[i];
                double a = contrastOnly ? 1 : 2 * mp * mq + c1;
                double b = 2 * (product[i] - mp * mq) + c2;
                double c = contrastOnly ? 1 : mp * mp + mq * mq + c1;
                double d = squares[i] - mp * mp - mq * mq + c2;
                double s = a * b / (c * d);
                double byLuminance = contrastOnly ? 0 : 2 * mp * b / (c * d) - 2 * mq * s / c;
                by[0][i] = byLuminance - 2 * mp * a / (c * d) + 2 * mq * s / d;
                by[1][i] = -s / d;
                by[2][i] = 2 * a / (c * d);
            }
            double[] reversed = new double[taps.length];
            for (int i = 0; i < taps.length; i++) {
                reversed[i] = taps[taps.length - 1 - i];
            }
            int pad = taps.length - 1 - taps.length / 2;
            double[][] back = new double[3][];
            each(3, k -> back[k] = filter(by[k], width, height, reversed, pad, target.width(), target.height()));
            double[] gradient = new double[target.pixels().length];
            for (int i = 0; i < gradient.length; i++) {
                double p = target.pixels()[i];
                double q = prediction.pixels()[i];
                gradient[i] = (back[0][i] + 2 * q * back[1][i] + p * back[2][i]) / n;
            }
            return gradient;
        }
    }

    /** Runs a few independent pieces of work. */
    private static void each(int count, IntConsumer work) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            indices.add(i);
        }
        Parallelization.getTaskExecutor().forEach(indices, work::accept);
    }

    /** Separable correlation {@code out(y, x) = sum taps_i taps_j in(y + i - pad, x + j - pad)}, zero outside. */
    private static double[] filter(
            double[] in, int width, int height, double[] taps, int pad, int outWidth, int outHeight) {
        double[] rows = new double[Math.multiplyExact(height, outWidth)];
        double[] line = new double[outWidth + taps.length - 1];
        double[] sum = new double[outWidth];
        for (int y = 0; y < height; y++) {
            System.arraycopy(in, y * width, line, pad, Math.min(width, line.length - pad));
            Arrays.fill(sum, 0);
            for (int t = 0; t < taps.length; t++) {
                double g = taps[t];
                for (int x = 0; x < outWidth; x++) {
                    sum[x] += g * line[x + t];
                }
            }
            System.arraycopy(sum, 0, rows, y * outWidth, outWidth);
        }
        double[] out = new double[Math.multiplyExact(outHeight, outWidth)];
        for (int y = 0; y < outHeight; y++) {
            Arrays.fill(sum, 0);
            for (int t = 0; t < taps.length; t++) {
                int from = y + t - pad;
                if (from >= 0 && from < height) {
                    double g = taps[t];
                    for (int x = 0; x < outWidth; x++) {
                        sum[x] += g * rows[from * outWidth + x];
                    }
                }
            }
            System.arraycopy(sum, 0, out, y * outWidth, outWidth);
        }
        return out;
    }
}
