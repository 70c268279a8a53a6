package org.sstem.internal.kernel;

import java.nio.FloatBuffer;

/**
 * Floats of shape N x C x H x W in row-major order (x fastest), on the heap or off it, without a copy.
 *
 * <p>Value (n, c, y, x) is at index {@code ((n * channels + c) * height + y) * width + x} counted from the start of
 * the buffer; the buffer's position is ignored. As thread-safe as an array.
 *
 * @param batch    images, N
 * @param channels channels an image, C
 * @param height   rows, H
 * @param width    columns, W
 * @param data     at least {@code N * C * H * W} floats
 */
public record Tensor(int batch, int channels, int height, int width, FloatBuffer data) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a dimension is below 1 or the buffer is too small
     */
    public Tensor {
        if (batch < 1 || channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("every dimension of a tensor is at least 1, was " + batch + " x "
                    + channels + " x " + height + " x " + width);
        }
        long size = (long) batch * channels * height * width;
        if (size > data.limit()) {
            throw new IllegalArgumentException("data must hold " + batch + " x " + channels + " x " + height + " x "
                    + width + " values, held " + data.limit());
        }
    }

    /**
     * Wraps an array.
     *
     * @param batch    images
     * @param channels channels an image
     * @param height   rows
     * @param width    columns
     * @param values   the values, shared with the tensor
     * @return a tensor over the array
     */
    public static Tensor of(int batch, int channels, int height, int width, float... values) {
        return new Tensor(batch, channels, height, width, FloatBuffer.wrap(values));
    }

    /**
     * Makes a tensor of zeros on the heap.
     *
     * @param batch    images
     * @param channels channels an image
     * @param height   rows
     * @param width    columns
     * @return a new tensor
     */
    public static Tensor zeros(int batch, int channels, int height, int width) {
        int size = Math.toIntExact((long) batch * channels * height * width);
        return new Tensor(batch, channels, height, width, FloatBuffer.allocate(size));
    }

    /**
     * Counts the values.
     *
     * @return N * C * H * W
     */
    public int size() {
        return batch * channels * height * width;
    }

    /**
     * Describes the shape for messages.
     *
     * @return as in {@code "1 x 3 x 512 x 512"}
     */
    public String shape() {
        return batch + " x " + channels + " x " + height + " x " + width;
    }

    /** Where an element stands among the data. */
    public int index(int n, int c, int y, int x) {
        return ((n * channels + c) * height + y) * width + x;
    }
}
