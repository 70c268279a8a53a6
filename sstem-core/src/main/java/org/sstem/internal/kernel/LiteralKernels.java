package org.sstem.internal.kernel;

import java.util.Arrays;

/**
 * The definition of {@link Kernels}, as literal loops in double precision: one thread, no tricks, slow.
 *
 * <p>This is the oracle that every provider is tested against, the baseline of the benchmarks, and what gradient checks
 * in double precision are made with. The static methods work on {@link Doubles}; {@link #kernels()} offers the same
 * loops behind the single-precision interface. Thread-safe. Shapes are those of {@link Kernels}; they are checked by
 * {@link #kernels()} only.
 */
public final class LiteralKernels {

    private LiteralKernels() {}

    /**
     * Doubles of shape N x C x H x W in row-major order. As thread-safe as an array.
     *
     * @param batch    images, N
     * @param channels channels an image, C
     * @param height   rows, H
     * @param width    columns, W
     * @param data     N * C * H * W values
     */
    public record Doubles(int batch, int channels, int height, int width, double[] data) {

        /**
         * Checks the arguments.
         *
         * @throws IllegalArgumentException if the array does not have the size of the shape
         */
        public Doubles {
            if (data.length != (long) batch * channels * height * width) {
                throw new IllegalArgumentException("data must hold " + batch + " x " + channels + " x " + height + " x "
                        + width + " values, held " + data.length);
            }
        }

        /**
         * Makes zeros.
         *
         * @param batch    images
         * @param channels channels an image
         * @param height   rows
         * @param width    columns
         * @return a new array
         */
        public static Doubles zeros(int batch, int channels, int height, int width) {
            return new Doubles(batch, channels, height, width, new double[batch * channels * height * width]);
        }

        /**
         * Converts single to double precision.
         *
         * @param tensor the values
         * @return a copy
         */
        public static Doubles of(Tensor tensor) {
            double[] values = new double[tensor.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.data().get(i);
            }
            return new Doubles(tensor.batch(), tensor.channels(), tensor.height(), tensor.width(), values);
        }

        void to(Tensor tensor) {
            for (int i = 0; i < data.length; i++) {
                tensor.data().put(i, (float) data[i]);
            }
        }

        private int at(int n, int c, int y, int x) {
            return ((n * channels + c) * height + y) * width + x;
        }
    }

    /**
     * Offers the literal loops as {@link Kernels}: converted to double, computed, rounded once.
     *
     * @return kernels named {@code "literal"}
     */
    public static Kernels kernels() {
        return new RoundedLiteralKernels();
    }

    /**
     * See {@link Kernels#warp}.
     *
     * @param image  N x C x H x W
     * @param flow   N x 2 x H' x W'
     * @param border border rule
     * @param out    N x C x H' x W', written
     */
    public static void warp(Doubles image, Doubles flow, Border border, Doubles out) {
        for (int n = 0; n < out.batch; n++) {
            for (int y = 0; y < out.height; y++) {
                for (int x = 0; x < out.width; x++) {
                    Cell cell = Cell.at(image, flow, border, n, y, x);
                    for (int c = 0; c < out.channels; c++) {
                        double left = cell.read(image, n, c, 0, 0) * (1 - cell.right);
                        double right = cell.read(image, n, c, 0, 1) * cell.right;
                        double leftBelow = cell.read(image, n, c, 1, 0) * (1 - cell.right);
                        double rightBelow = cell.read(image, n, c, 1, 1) * cell.right;
                        out.data[out.at(n, c, y, x)] =
                                (left + right) * (1 - cell.below) + (leftBelow + rightBelow) * cell.below;
                    }
                }
            }
        }
    }

    /**
     * See {@link Kernels#warpGradient}.
     *
     * @param image         N x C x H x W
     * @param flow          N x 2 x H' x W'
     * @param border        border rule
     * @param upstream      N x C x H' x W'
     * @param imageGradient written, N x C x H x W
     * @param flowGradient  written, N x 2 x H' x W'
     */
    public static void warpGradient(
            Doubles image, Doubles flow, Border border, Doubles upstream, Doubles imageGradient, Doubles flowGradient) {
        Arrays.fill(imageGradient.data, 0);
        for (int n = 0; n < upstream.batch; n++) {
            for (int y = 0; y < upstream.height; y++) {
                for (int x = 0; x < upstream.width; x++) {
                    Cell cell = Cell.at(image, flow, border, n, y, x);
                    double du = 0;
                    double dv = 0;
                    for (int c = 0; c < upstream.channels; c++) {
                        double g = upstream.data[upstream.at(n, c, y, x)];
                        double a = cell.read(image, n, c, 0, 0);
                        double b = cell.read(image, n, c, 0, 1);
                        double d = cell.read(image, n, c, 1, 0);
                        double e = cell.read(image, n, c, 1, 1);
                        du += g * ((b - a) * (1 - cell.below) + (e - d) * cell.below);
                        dv += g * ((d - a) * (1 - cell.right) + (e - b) * cell.right);
                        cell.add(imageGradient, n, c, 0, 0, g * (1 - cell.below) * (1 - cell.right));
                        cell.add(imageGradient, n, c, 0, 1, g * (1 - cell.below) * cell.right);
                        cell.add(imageGradient, n, c, 1, 0, g * cell.below * (1 - cell.right));
                        cell.add(imageGradient, n, c, 1, 1, g * cell.below * cell.right);
                    }
                    flowGradient.data[flowGradient.at(n, 0, y, x)] = cell.movesX ? du : 0;
                    flowGradient.data[flowGradient.at(n, 1, y, x)] = cell.movesY ? dv : 0;
                }
            }
        }
    }

    /**
     * Where a target pixel reads: the cell's upper left corner, the weights of its right and lower neighbours, and
     * whether the place follows the flow.
     */
    private record Cell(int row, int column, double below, double right, boolean movesY, boolean movesX) {

        static Cell at(Doubles image, Doubles flow, Border border, int n, int y, int x) {
            double u = flow.data[flow.at(n, 0, y, x)];
            double v = flow.data[flow.at(n, 1, y, x)];
            boolean finite = Double.isFinite(u) && Double.isFinite(v);
            if (!finite) {
                u = border == Border.CLAMP ? 0 : -2.0 * (x + 2);
                v = 0;
            }
            double column = x + Math.floor(u);
            double row = y + Math.floor(v);
            double right = u - Math.floor(u);
            double below = v - Math.floor(v);
            boolean movesX = finite;
            boolean movesY = finite;
            if (border == Border.CLAMP) {
                if (column < 0 || column >= image.width - 1) {
                    column = column < 0 ? 0 : image.width - 1;
                    right = 0;
                    movesX = false;
                }
                if (row < 0 || row >= image.height - 1) {
                    row = row < 0 ? 0 : image.height - 1;
                    below = 0;
                    movesY = false;
                }
            }
            return new Cell((int) row, (int) column, below, right, movesY, movesX);
        }

        private boolean inside(Doubles image, int down, int across) {
            // compared as long: a far flow saturates the corner at the largest int
            long y = (long) row + down;
            long x = (long) column + across;
            return y >= 0 && y < image.height && x >= 0 && x < image.width;
        }

        double read(Doubles image, int n, int c, int down, int across) {
            return inside(image, down, across) ? image.data[image.at(n, c, row + down, column + across)] : 0;
        }

        void add(Doubles image, int n, int c, int down, int across, double value) {
            if (inside(image, down, across)) {
                image.data[image.at(n, c, row + down, column + across)] += value;
            }
        }
    }

    /**
     * See {@link Kernels#separableConvolution}.
     *
     * @param image      N x C x (H + K - 1) x (W + K - 1)
     * @param vertical   N x K x H x W
     * @param horizontal N x K x H x W
     * @param out        N x C x H x W, written
     */
    public static void separableConvolution(Doubles image, Doubles vertical, Doubles horizontal, Doubles out) {
        int taps = vertical.channels;
        for (int n = 0; n < out.batch; n++) {
            for (int c = 0; c < out.channels; c++) {
                for (int y = 0; y < out.height; y++) {
                    for (int x = 0; x < out.width; x++) {
                        double sum = 0;
                        for (int i = 0; i < taps; i++) {
                            for (int j = 0; j < taps; j++) {
                                sum += vertical.data[vertical.at(n, i, y, x)]
                                        * horizontal.data[horizontal.at(n, j, y, x)]
                                        * image.data[image.at(n, c, y + i, x + j)];
                            }
                        }
                        out.data[out.at(n, c, y, x)] = sum;
                    }
                }
            }
        }
    }

    /**
     * See {@link Kernels#separableConvolutionGradient}.
     *
     * @param image              N x C x (H + K - 1) x (W + K - 1)
     * @param vertical           N x K x H x W
     * @param horizontal         N x K x H x W
     * @param upstream           N x C x H x W
     * @param imageGradient      written, as image
     * @param verticalGradient   written, as vertical
     * @param horizontalGradient written, as horizontal
     */
    public static void separableConvolutionGradient(
            Doubles image,
            Doubles vertical,
            Doubles horizontal,
            Doubles upstream,
            Doubles imageGradient,
            Doubles verticalGradient,
            Doubles horizontalGradient) {
        int taps = vertical.channels;
        Arrays.fill(imageGradient.data, 0);
        Arrays.fill(verticalGradient.data, 0);
        Arrays.fill(horizontalGradient.data, 0);
        for (int n = 0; n < upstream.batch; n++) {
            for (int c = 0; c < upstream.channels; c++) {
                for (int y = 0; y < upstream.height; y++) {
                    for (int x = 0; x < upstream.width; x++) {
                        double g = upstream.data[upstream.at(n, c, y, x)];
                        for (int i = 0; i < taps; i++) {
                            int atV = vertical.at(n, i, y, x);
                            for (int j = 0; j < taps; j++) {
                                int atH = horizontal.at(n, j, y, x);
                                int atI = image.at(n, c, y + i, x + j);
                                imageGradient.data[atI] += g * vertical.data[atV] * horizontal.data[atH];
                                verticalGradient.data[atV] += g * horizontal.data[atH] * image.data[atI];
                                horizontalGradient.data[atH] += g * vertical.data[atV] * image.data[atI];
                            }
                        }
                    }
                }
            }
        }
    }

    /**
     * See {@link Kernels#fuse}.
     *
     * @param a      N x C x H x W
     * @param b      N x C x H x W
     * @param weight N x 1 x H x W
     * @param out    N x C x H x W, written
     */
    public static void fuse(Doubles a, Doubles b, Doubles weight, Doubles out) {
        for (int i = 0; i < out.data.length; i++) {
            double w = weight.data[weightAt(a, i)];
            out.data[i] = a.data[i] * (1 - w) + b.data[i] * w;
        }
    }

    /**
     * See {@link Kernels#fuseGradient}.
     *
     * @param a              N x C x H x W
     * @param b              N x C x H x W
     * @param weight         N x 1 x H x W
     * @param upstream       N x C x H x W
     * @param aGradient      written, N x C x H x W
     * @param bGradient      written, N x C x H x W
     * @param weightGradient written, N x 1 x H x W
     */
    public static void fuseGradient(
            Doubles a,
            Doubles b,
            Doubles weight,
            Doubles upstream,
            Doubles aGradient,
            Doubles bGradient,
            Doubles weightGradient) {
        Arrays.fill(weightGradient.data, 0);
        for (int i = 0; i < a.data.length; i++) {
            int at = weightAt(a, i);
            aGradient.data[i] = upstream.data[i] * (1 - weight.data[at]);
            bGradient.data[i] = upstream.data[i] * weight.data[at];
            weightGradient.data[at] += upstream.data[i] * (b.data[i] - a.data[i]);
        }
    }

    /** The weight is shared by the channels: index of the weight of value i. */
    private static int weightAt(Doubles image, int i) {
        int plane = image.height * image.width;
        return i / (plane * image.channels) * plane + i % plane;
    }
}
