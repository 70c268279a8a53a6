package org.sstem.cuda.internal;

import org.sstem.cuda.internal.Driver.DeviceMemory;

/**
 * Floats of shape N x C x H x W, row-major, in the memory of a device. Belongs to the {@link DeviceScope} that made it
 * and is gone when that is closed: every use after that is an {@link IllegalStateException}.
 *
 * <p>Immutable as a handle; the values become valid in the order of the scope's work.
 */
public final class DeviceTensor {

    private final DeviceScope scope;
    private final DeviceMemory memory;
    private final int batch;
    private final int channels;
    private final int height;
    private final int width;

    DeviceTensor(DeviceScope scope, DeviceMemory memory, int batch, int channels, int height, int width) {
        this.scope = scope;
        this.memory = memory;
        this.batch = batch;
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    /** Floats of such a tensor; the kernels index with 32 bits. */
    static int size(int batch, int channels, int height, int width) {
        if (batch < 1 || channels < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "every dimension of a tensor is at least 1, was " + shape(batch, channels, height, width));
        }
        try {
            return Math.multiplyExact(Math.multiplyExact(batch, channels), Math.multiplyExact(height, width));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "a tensor on the device has fewer than 2^31 values, was " + shape(batch, channels, height, width),
                    e);
        }
    }

    private static String shape(int batch, int channels, int height, int width) {
        return batch + " x " + channels + " x " + height + " x " + width;
    }

    DeviceMemory memory() {
        return memory;
    }

    DeviceScope scope() {
        return scope;
    }

    /** Pixels of a plane. */
    int plane() {
        return height * width;
    }

    int size() {
        return size(batch, channels, height, width);
    }

    boolean hasShape(int batch, int channels, int height, int width) {
        return this.batch == batch && this.channels == channels && this.height == height && this.width == width;
    }

    /**
     * Returns the number of images.
     *
     * @return N
     */
    public int batch() {
        return batch;
    }

    /**
     * Returns the number of channels of an image.
     *
     * @return C
     */
    public int channels() {
        return channels;
    }

    /**
     * Returns the number of rows.
     *
     * @return H
     */
    public int height() {
        return height;
    }

    /**
     * Returns the number of columns.
     *
     * @return W
     */
    public int width() {
        return width;
    }

    /**
     * Describes the shape for messages.
     *
     * @return as in {@code "1 x 3 x 512 x 512"}
     */
    public String shape() {
        return shape(batch, channels, height, width);
    }
}
