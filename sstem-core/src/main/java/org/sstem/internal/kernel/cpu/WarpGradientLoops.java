package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Border;
import org.sstem.internal.kernel.Tensor;

import java.util.Arrays;

/** Gradients of the warp. */
final class WarpGradientLoops {

    private WarpGradientLoops() {}

    static void flow(CpuLoops loops, Tensor image, Tensor flow, Border border, Tensor upstream, Tensor gradient) {
        float[] pixels = WarpLoops.heap(image);
        int base = image.data().hasArray() ? image.data().arrayOffset() : 0;
        int width = flow.width();
        int bands = Bands.ceilDiv(flow.height(), WarpLoops.ROWS);
        Bands.forEach(flow.batch() * bands, task -> {
            int n = task / bands;
            WarpRow row = new WarpRow(loops, image.height(), image.width(), border, width);
            float[] g = new float[width];
            float[] du = new float[width];
            float[] dv = new float[width];
            int first = task % bands * WarpLoops.ROWS;
            int last = Math.min(flow.height(), first + WarpLoops.ROWS);
            for (int y = first; y < last; y++) {
                row.locate(flow, n, y);
                Arrays.fill(du, 0);
                Arrays.fill(dv, 0);
                for (int c = 0; c < image.channels(); c++) {
                    int plane = base + (n * image.channels() + c) * image.height() * image.width();
                    Bands.load(upstream.data(), ((n * image.channels() + c) * flow.height() + y) * width, g, 0, width);
                    slopes(row, pixels, plane, g, du, dv);
                }
                Bands.store(du, 0, gradient.data(), (n * 2 * flow.height() + y) * width, width);
                Bands.store(dv, 0, gradient.data(), ((n * 2 + 1) * flow.height() + y) * width, width);
            }
        });
    }

    private static void slopes(WarpRow row, float[] pixels, int plane, float[] g, float[] du, float[] dv) {
        int width = row.width;
        for (int x = 0; x < g.length; x++) {
            int at = row.corner[x];
            if (at >= 0) {
                int i = plane + at;
                float a = pixels[i];
                float b = pixels[i + 1];
                float c = pixels[i + width];
                float d = pixels[i + width + 1];
                du[x] += g[x] * ((b - a) * (1 - row.below[x]) + (d - c) * row.below[x]);
                dv[x] += g[x] * ((c - a) * (1 - row.right[x]) + (d - b) * row.right[x]);
            } else {
                rimSlopes(row, pixels, plane, g, du, dv, x);
            }
        }
    }

    private static void rimSlopes(WarpRow row, float[] pixels, int plane, float[] g, float[] du, float[] dv, int x) {
        int j = row.rimRow(x);
        int i = row.rimColumn(x);
        float a = row.read(pixels, plane, j, i);
        float b = row.read(pixels, plane, j, i + 1);
        float c = row.read(pixels, plane, j + 1, i);
        float d = row.read(pixels, plane, j + 1, i + 1);
        if (row.followsX(x)) {
            du[x] += g[x] * ((b - a) * (1 - row.below[x]) + (d - c) * row.below[x]);
        }
        if (row.followsY(x)) {
            dv[x] += g[x] * ((c - a) * (1 - row.right[x]) + (d - b) * row.right[x]);
        }
    }

    /**
     * Every task owns a band of the image's rows and looks at all flow rows that may land there: each pixel collects its
     * terms in the order of the flow's pixels, whatever the bands and the threads.
     */
    static void image(CpuLoops loops, Tensor flow, Border border, Tensor upstream, Tensor gradient) {
        int height = gradient.height();
        int width = gradient.width();
        int channels = gradient.channels();
        int[][] reach = reach(loops, flow, border, height, width);
        int bands = Bands.ceilDiv(height, WarpLoops.ROWS);
        Bands.forEach(gradient.batch() * bands, task -> {
            int n = task / bands;
            int first = task % bands * WarpLoops.ROWS;
            int last = Math.min(height, first + WarpLoops.ROWS);
            WarpRow row = new WarpRow(loops, height, width, border, flow.width());
            float[] g = new float[flow.width()];
            float[][] sum = new float[channels][(last - first) * width];
            for (int y = 0; y < flow.height(); y++) {
                int[] rows = reach[n * flow.height() + y];
                if (rows[1] + 1 < first || rows[0] >= last) {
                    continue;
                }
                row.locate(flow, n, y);
                for (int c = 0; c < channels; c++) {
                    int from = ((n * channels + c) * flow.height() + y) * flow.width();
                    Bands.load(upstream.data(), from, g, 0, flow.width());
                    scatter(row, g, sum[c], first, last);
                }
            }
            for (int c = 0; c < channels; c++) {
                int to = ((n * channels + c) * height + first) * width;
                Bands.store(sum[c], 0, gradient.data(), to, (last - first) * width);
            }
        });
    }

    private static int[][] reach(CpuLoops loops, Tensor flow, Border border, int height, int width) {
        int[][] reach = new int[flow.batch() * flow.height()][];
        int bands = Bands.ceilDiv(reach.length, WarpLoops.ROWS);
        Bands.forEach(bands, band -> {
            WarpRow row = new WarpRow(loops, height, width, border, flow.width());
            int last = Math.min(reach.length, (band + 1) * WarpLoops.ROWS);
            for (int k = band * WarpLoops.ROWS; k < last; k++) {
                row.locate(flow, k / flow.height(), k % flow.height());
                reach[k] = row.reach();
            }
        });
        return reach;
    }

    /** Spreads one row's gradient to the rows first to last - 1 of the image. */
    private static void scatter(WarpRow row, float[] g, float[] sum, int first, int last) {
        int width = row.width;
        int offset = first * width;
        for (int x = 0; x < g.length; x++) {
            int at = row.corner[x];
            float lower = g[x] * row.below[x];
            float upper = g[x] - lower;
            if (at < 0) {
                rimScatter(row, sum, first, last, x, upper, lower);
                continue;
            }
            // the band is whole rows, so a pixel is in it when its index is
            int to = at - offset;
            if (to >= 0 && to < sum.length) {
                float r = upper * row.right[x];
                sum[to] += upper - r;
                sum[to + 1] += r;
            }
            to += width;
            if (to >= 0 && to < sum.length) {
                float r = lower * row.right[x];
                sum[to] += lower - r;
                sum[to + 1] += r;
            }
        }
    }

    private static void rimScatter(WarpRow row, float[] sum, int first, int last, int x, float upper, float lower) {
        if (!row.reads(x)) {
            return;
        }
        int j = row.rimRow(x);
        int i = row.rimColumn(x);
        if (j >= first && j < last) {
            add(sum, (j - first) * row.width, row.width, i, upper, row.right[x]);
        }
        if (j + 1 >= first && j + 1 < last) {
            add(sum, (j + 1 - first) * row.width, row.width, i, lower, row.right[x]);
        }
    }

    private static void add(float[] sum, int at, int width, int i, float value, float right) {
        float r = value * right;
        if (i >= 0 && i < width) {
            sum[at + i] += value - r;
        }
        if (i + 1 >= 0 && i + 1 < width) {
            sum[at + i + 1] += r;
        }
    }
}
