package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Tensor;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Convolution of whole images with one symmetric kernel, row by row: each row is summed over the rows around it, then
 * over its own columns. Bound by arithmetic: 4 (radius + 1) operations a pixel.
 */
final class SmoothLoops {

    /** Rows a task. */
    private static final int ROWS = 16;

    private SmoothLoops() {}

    static void forward(CpuLoops loops, Tensor image, float[] half, Tensor out) {
        int width = image.width();
        int height = image.height();
        int radius = half.length - 1;
        float[] pixels = WarpLoops.heap(image);
        int base = image.data().hasArray() ? image.data().arrayOffset() : 0;
        int bands = Bands.ceilDiv(height, ROWS);
        Queue<float[]> idle = new ConcurrentLinkedQueue<>();
        Bands.forEach(image.batch() * image.channels() * bands, task -> {
            float[] borrowed = idle.poll();
            float[] padded = borrowed == null ? new float[width + 2 * radius] : borrowed;
            float[] row = new float[width];
            int plane = task / bands * width * height;
            int last = Math.min(height, (task % bands + 1) * ROWS);
            for (int y = task % bands * ROWS; y < last; y++) {
                loops.sumRows(pixels, base + plane, width, height, y, half, row);
                System.arraycopy(row, 0, padded, radius, width);
                Arrays.fill(padded, 0, radius, row[0]);
                Arrays.fill(padded, radius + width, padded.length, row[width - 1]);
                loops.sumColumns(padded, half, row);
                Bands.store(row, 0, out.data(), plane + y * width, width);
            }
            idle.add(padded);
        });
    }
}
