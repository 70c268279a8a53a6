package org.sstem.kernel;

import org.sstem.kernel.WarpLoops.Cells;

import java.util.Arrays;

/** Gradients of the warp. */
final class WarpGradientLoops {

    private WarpGradientLoops() {}

    static void flow(Tensor image, Tensor flow, Border border, Tensor upstream, Tensor gradient) {
        float[] pixels = WarpLoops.heap(image);
        int base = image.data().hasArray() ? image.data().arrayOffset() : 0;
        int width = flow.width();
        int bands = Bands.ceilDiv(flow.height(), WarpLoops.ROWS);
        Bands.forEach(flow.batch() * bands, task -> {
            int n = task / bands;
            Cells cells = new Cells(image.height(), image.width(), border, width);
            float[] g = new float[width];
            float[] du = new float[width];
            float[] dv = new float[width];
            int first = task % bands * WarpLoops.ROWS;
            int last = Math.min(flow.height(), first + WarpLoops.ROWS);
            for (int y = first; y < last; y++) {
                cells.locate(flow, n, y);
                Arrays.fill(du, 0);
                Arrays.fill(dv, 0);
                for (int c = 0; c < image.channels(); c++) {
                    int plane = base + (n * image.channels() + c) * image.height() * image.width();
                    Bands.load(upstream.data(), ((n * image.channels() + c) * flow.height() + y) * width, g, 0, width);
                    slopes(cells, pixels, plane, g, du, dv);
                }
                settle(cells, y, du, dv);
                Bands.store(du, 0, gradient.data(), (n * 2 * flow.height() + y) * width, width);
                Bands.store(dv, 0, gradient.data(), ((n * 2 + 1) * flow.height() + y) * width, width);
            }
        });
    }

    private static void slopes(Cells cells, float[] pixels, int plane, float[] g, float[] du, float[] dv) {
        for (int x = 0; x < g.length; x++) {
            int j = cells.row[x];
            int i = cells.column[x];
            float a = cells.read(pixels, plane, j, i);
            float b = cells.read(pixels, plane, j, i + 1);
            float c = cells.read(pixels, plane, j + 1, i);
            float d = cells.read(pixels, plane, j + 1, i + 1);
            float right = cells.right[x];
            float below = cells.below[x];
            du[x] += g[x] * ((b - a) * (1 - below) + (d - c) * below);
            dv[x] += g[x] * ((c - a) * (1 - right) + (d - b) * right);
        }
    }

    /** A place that does not follow the flow has no slope: not finite, or clamped in that direction. */
    private static void settle(Cells cells, int y, float[] du, float[] dv) {
        for (int x = 0; x < du.length; x++) {
            if (cells.corner[x] == Cells.NOWHERE) {
                du[x] = 0;
                dv[x] = 0;
            } else if (cells.border == Border.CLAMP && cells.corner[x] == Cells.RIM) {
                double column = x + Math.floor(cells.u[x]);
                double row = y + Math.floor(cells.v[x]);
                du[x] = column < 0 || column >= cells.width - 1 ? 0 : du[x];
                dv[x] = row < 0 || row >= cells.height - 1 ? 0 : dv[x];
            }
        }
    }

    /**
     * Every task owns a band of the image's rows and looks at all flow rows that may land there: each pixel collects its
     * terms in the order of the flow's pixels, whatever the bands and the threads.
     */
    static void image(Tensor flow, Border border, Tensor upstream, Tensor gradient) {
        int height = gradient.height();
        int width = gradient.width();
        int channels = gradient.channels();
        int[][] reach = reach(flow, border, height, width);
        int bands = Bands.ceilDiv(height, WarpLoops.ROWS);
        Bands.forEach(gradient.batch() * bands, task -> {
            int n = task / bands;
            int first = task % bands * WarpLoops.ROWS;
            int last = Math.min(height, first + WarpLoops.ROWS);
            Cells cells = new Cells(height, width, border, flow.width());
            float[] g = new float[flow.width()];
            float[][] sum = new float[channels][(last - first) * width];
            for (int y = 0; y < flow.height(); y++) {
                int[] rows = reach[n * flow.height() + y];
                if (rows[1] + 1 < first || rows[0] >= last) {
                    continue;
                }
                cells.locate(flow, n, y);
                for (int c = 0; c < channels; c++) {
                    int from = ((n * channels + c) * flow.height() + y) * flow.width();
                    Bands.load(upstream.data(), from, g, 0, flow.width());
                    scatter(cells, g, sum[c], first, last);
                }
            }
            for (int c = 0; c < channels; c++) {
                int to = ((n * channels + c) * height + first) * width;
                Bands.store(sum[c], 0, gradient.data(), to, (last - first) * width);
            }
        });
    }

    /** Lowest and highest upper-corner row of every flow row. */
    private static int[][] reach(Tensor flow, Border border, int height, int width) {
        int[][] reach = new int[flow.batch() * flow.height()][2];
        int bands = Bands.ceilDiv(reach.length, WarpLoops.ROWS);
        Bands.forEach(bands, band -> {
            Cells cells = new Cells(height, width, border, flow.width());
            int last = Math.min(reach.length, (band + 1) * WarpLoops.ROWS);
            for (int k = band * WarpLoops.ROWS; k < last; k++) {
                cells.locate(flow, k / flow.height(), k % flow.height());
                int low = Integer.MAX_VALUE - 1;
                int high = Integer.MIN_VALUE;
                for (int row : cells.row) {
                    low = Math.min(low, row);
                    high = Math.max(high, row);
                }
                reach[k][0] = low;
                reach[k][1] = high;
            }
        });
        return reach;
    }

    private static void scatter(Cells cells, float[] g, float[] sum, int first, int last) {
        int width = cells.width;
        for (int x = 0; x < g.length; x++) {
            int j = cells.row[x];
            int i = cells.column[x];
            float lower = g[x] * cells.below[x];
            float upper = g[x] - lower;
            if (j >= first && j < last) {
                add(sum, (j - first) * width, width, i, upper, cells.right[x]);
            }
            if (j + 1 >= first && j + 1 < last) {
                add(sum, (j + 1 - first) * width, width, i, lower, cells.right[x]);
            }
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
