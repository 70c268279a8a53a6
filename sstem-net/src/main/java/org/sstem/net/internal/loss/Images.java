package org.sstem.net.internal.loss;

import org.sstem.internal.kernel.Tensor;

/**
 * Images in double precision, N x C x H x W, row by row. As thread-safe as an array.
 *
 * @param batch    images, N
 * @param channels channels an image, C
 * @param height   rows, H
 * @param width    columns, W
 * @param data     the N * C * H * W values; the array itself
 */
public record Images(int batch, int channels, int height, int width, double[] data) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the array does not have the size of the shape
     */
    public Images {
        if (data.length != (long) batch * channels * height * width) {
            throw new IllegalArgumentException("data must hold " + batch + " x " + channels + " x " + height + " x "
                    + width + " values, held " + data.length);
        }
    }

    /** Copies single precision. */
    static Images of(Tensor tensor) {
        double[] values = new double[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.data().get(i);
        }
        return new Images(tensor.batch(), tensor.channels(), tensor.height(), tensor.width(), values);
    }

    /** Zeros of the shape of a tensor. */
    static Images like(Tensor tensor) {
        return new Images(
                tensor.batch(), tensor.channels(), tensor.height(), tensor.width(), new double[tensor.size()]);
    }

    /** The first channels of each image; this itself, if it has no others. */
    Images first(int count) {
        if (count == channels) {
            return this;
        }
        int plane = height * width;
        double[] values = new double[batch * count * plane];
        for (int n = 0; n < batch; n++) {
            System.arraycopy(data, n * channels * plane, values, n * count * plane, count * plane);
        }
        return new Images(batch, count, height, width, values);
    }
}
