package org.sstem.internal.metric;

import org.sstem.method.Plane;

/** Reads rectangles of one image in row-major order, so that an image need not be in memory as a whole. Thread-safe. */
@FunctionalInterface
interface PixelReader {

    /**
     * Copies a rectangle that lies inside the image.
     *
     * @param x      first column
     * @param y      first row
     * @param width  columns
     * @param height rows
     * @param target receives {@code width * height} values
     */
    void read(int x, int y, int width, int height, float[] target);

    /** Reads from a plane. */
    static PixelReader of(Plane plane) {
        return (x, y, width, height, target) -> {
            for (int row = 0; row < height; row++) {
                System.arraycopy(plane.pixels(), (y + row) * plane.width() + x, target, row * width, width);
            }
        };
    }
}
