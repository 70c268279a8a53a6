package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Basis;
import org.sstem.internal.kernel.Kernels;
import org.sstem.internal.kernel.Tensor;

/** Sampling between the pixels by a piecewise cubic; see {@link Kernels#resample}. Bound by 16 loads from anywhere. */
final class ResampleLoops {

    private ResampleLoops() {}

    static void forward(Tensor image, double left, double top, Tensor flow, Basis basis, Tensor out) {
        float[] pixels = WarpLoops.heap(image);
        int base = image.data().hasArray() ? image.data().arrayOffset() : 0;
        int width = flow.width();
        int plane = width * flow.height();
        int bands = Bands.ceilDiv(flow.height(), WarpLoops.ROWS);
        Bands.forEach(flow.batch() * bands, task -> {
            int n = task / bands;
            float[] u = new float[width];
            float[] v = new float[width];
            float[] row = new float[width];
            float[] weights = new float[8];
            int last = Math.min(flow.height(), (task % bands + 1) * WarpLoops.ROWS);
            for (int y = task % bands * WarpLoops.ROWS; y < last; y++) {
                Bands.load(flow.data(), 2 * n * plane + y * width, u, 0, width);
                Bands.load(flow.data(), (2 * n + 1) * plane + y * width, v, 0, width);
                for (int c = 0; c < image.channels(); c++) {
                    int channel = n * image.channels() + c;
                    int at = base + channel * image.height() * image.width();
                    for (int x = 0; x < width; x++) {
                        float sx = (float) (x + left + u[x]);
                        float sy = (float) (y + top + v[x]);
                        row[x] = cubic(pixels, at, image.width(), image.height(), sx, sy, weights, basis);
                    }
                    Bands.store(row, 0, out.data(), channel * plane + y * width, width);
                }
            }
        });
    }

    private static float cubic(
            float[] pixels, int at, int width, int height, float x, float y, float[] weights, Basis basis) {
        float cx = Math.min(Math.max(x, 0), width - 1 - 2 * Kernels.RESAMPLING_MARGIN);
        float cy = Math.min(Math.max(y, 0), height - 1 - 2 * Kernels.RESAMPLING_MARGIN);
        int x0 = (int) cx;
        int y0 = (int) cy;
        if (basis == Basis.B_SPLINE) {
            splineWeights(cx - x0, weights, 0);
            splineWeights(cy - y0, weights, 4);
        } else {
            catmullRomWeights(cx - x0, weights, 0);
            catmullRomWeights(cy - y0, weights, 4);
        }
        float sum = 0;
        int corner = at + (y0 + Kernels.RESAMPLING_MARGIN - 1) * width + x0 + Kernels.RESAMPLING_MARGIN - 1;
        for (int k = 0; k < 4; k++) {
            sum += weights[4 + k]
                    * (weights[0] * pixels[corner]
                            + weights[1] * pixels[corner + 1]
                            + weights[2] * pixels[corner + 2]
                            + weights[3] * pixels[corner + 3]);
            corner += width;
        }
        return sum;
    }

    private static void catmullRomWeights(float t, float[] w, int offset) {
        w[offset] = t * (-0.5f + t * (1 - 0.5f * t));
        w[offset + 1] = 1 + t * t * (-2.5f + 1.5f * t);
        w[offset + 2] = t * (0.5f + t * (2 - 1.5f * t));
        w[offset + 3] = t * t * (-0.5f + 0.5f * t);
    }

    private static void splineWeights(float t, float[] w, int offset) {
        float s = 1 - t;
        w[offset] = s * s * s / 6;
        w[offset + 1] = 2 / 3f - t * t * (1 - 0.5f * t);
        w[offset + 2] = 2 / 3f - s * s * (1 - 0.5f * s);
        w[offset + 3] = t * t * t / 6;
    }
}
