package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Bilinear warping, row by row; see {@link Kernels#warp} for the definition. 16 bytes of memory a pixel, and four loads
 * from anywhere, which bound it.
 */
final class WarpLoops {

    /** Rows a task: enough to be worth handing over, few enough to keep every thread busy. */
    static final int ROWS = 16;

    private WarpLoops() {}

    static void forward(CpuLoops loops, Tensor image, Tensor flow, Border border, Tensor out) {
        float[] pixels = heap(image);
        int base = image.data().hasArray() ? image.data().arrayOffset() : 0;
        int width = flow.width();
        int bands = Bands.ceilDiv(flow.height(), ROWS);
        Queue<WarpRow> idle = new ConcurrentLinkedQueue<>();
        Bands.forEach(flow.batch() * bands, task -> {
            int n = task / bands;
            WarpRow borrowed = idle.poll();
            WarpRow row =
                    borrowed == null ? new WarpRow(loops, image.height(), image.width(), border, width) : borrowed;
            int first = task % bands * ROWS;
            int last = Math.min(flow.height(), first + ROWS);
            for (int y = first; y < last; y++) {
                row.locate(flow, n, y);
                for (int c = 0; c < image.channels(); c++) {
                    int plane = base + (n * image.channels() + c) * image.height() * image.width();
                    int to = ((n * out.channels() + c) * out.height() + y) * width;
                    if (out.data().hasArray()) {
                        row.interpolate(
                                pixels, plane, out.data().array(), out.data().arrayOffset() + to);
                    } else {
                        row.interpolate(pixels, plane, row.result, 0);
                        Bands.store(row.result, 0, out.data(), to, width);
                    }
                }
            }
            idle.add(row);
        });
    }

    /** Reading is random access, which buffers do slowly: off-heap images are copied once. */
    static float[] heap(Tensor image) {
        if (image.data().hasArray()) {
            return image.data().array();
        }
        float[] copy = new float[image.size()];
        image.data().get(0, copy, 0, copy.length);
        return copy;
    }
}
