package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Tensor;

import java.util.Arrays;

/**
 * The loops in plain Java. The separable convolution is written for the JIT compiler's auto-vectoriser: it vectorises loops over whole
 * arrays indexed by the loop variable alone, so rows are first copied, shifted, to scratch arrays. The copies are shared
 * by several output rows and taps.
 */
final class PlainLoops implements CpuLoops {

    /** Bits of 1. */
    private static final int ONE = 0x3f800000;

    /** Columns a strip: the shifted copies of one row stay in the caches. */
    static final int STRIP = 128;

    /** Output rows that share the shifted copies of an image row. */
    private static final int ROWS = 8;

    @Override
    public String name() {
        return "cpu-plain";
    }

    @Override
    public int locate(
            float[] u, int atU, float[] v, int atV, int y, int length, int width, int height, SourceCells cells) {
        int[] corner = cells.corner();
        float[] right = cells.right();
        float[] below = cells.below();
        int last = width - 2;
        int lowest = height - 2;
        int some = 0;
        for (int x = 0; x < length; x++) {
            float du = u[atU + x];
            float dv = v[atV + x];
            float nearU = du + ROUND;
            float nearV = dv + ROUND;
            // adding 0 turns -0, which would pass for negative, into 0
            float restU = du - (nearU - ROUND) + 0f;
            float restV = dv - (nearV - ROUND) + 0f;
            int downU = Float.floatToRawIntBits(restU) >> 31;
            int downV = Float.floatToRawIntBits(restV) >> 31;
            right[x] = restU + Float.intBitsToFloat(downU & ONE);
            below[x] = restV + Float.intBitsToFloat(downV & ONE);
            int i = x + Float.floatToRawIntBits(nearU) - ROUND_BITS + downU;
            int j = y + Float.floatToRawIntBits(nearV) - ROUND_BITS + downV;
            int far = FAR - (Float.floatToRawIntBits(du) & Integer.MAX_VALUE)
                    | FAR - (Float.floatToRawIntBits(dv) & Integer.MAX_VALUE);
            int outside = (i | last - i | j | lowest - j | far) >> 31;
            corner[x] = j * width + i | outside;
            some |= outside;
        }
        return some;
    }

    @Override
    public void interpolate(
            float[] pixels, int plane, int width, SourceCells cells, float[] result, int at, int length) {
        int[] corner = cells.corner();
        float[] right = cells.right();
        float[] below = cells.below();
        for (int x = 0; x < length; x++) {
            int cell = corner[x];
            if (cell >= 0) {
                int i = plane + cell;
                float a = pixels[i];
                float c = pixels[i + width];
                float top = a + right[x] * (pixels[i + 1] - a);
                float bottom = c + right[x] * (pixels[i + width + 1] - c);
                result[at + x] = top + below[x] * (bottom - top);
            }
        }
    }

    @Override
    public int rims(int[] corner, int length, int[] rim) {
        int count = 0;
        for (int x = 0; x < length; x++) {
            if (corner[x] < 0) {
                rim[count++] = x;
            }
        }
        return count;
    }

    @Override
    public void blend(float[] p, int atP, float[] q, int atQ, float[] w, int atW, float[] out, int atOut, int length) {
        FuseLoops.blendChunks(p, atP, q, atQ, w, atW, out, atOut, length);
    }

    @Override
    public void forward(Tensor image, Tensor vertical, Tensor horizontal, Tensor out) {
        int taps = vertical.channels();
        forEachBlock(vertical, (n, y, x, rows, length) -> {
            Scratch s = new Scratch(taps);
            s.loadTaps(horizontal, n, y, x, rows, length);
            float[] v = new float[STRIP];
            for (int c = 0; c < image.channels(); c++) {
                s.clear(s.sums);
                for (int r = 0; r < rows + taps - 1; r++) {
                    s.shift(image, n, c, y + r, x, length);
                    for (int o = Math.max(0, r - taps + 1); o < Math.min(rows, r + 1); o++) {
                        s.alongRow(o);
                        Bands.load(vertical.data(), vertical.index(n, r - o, y + o, x), v, 0, length);
                        multiplyAdd(s.sums[o], s.row, v);
                    }
                }
                for (int o = 0; o < rows; o++) {
                    Bands.store(s.sums[o], 0, out.data(), out.index(n, c, y + o, x), length);
                }
            }
        });
    }

    @Override
    public void tapGradients(
            Tensor image,
            Tensor vertical,
            Tensor horizontal,
            Tensor upstream,
            Tensor verticalGradient,
            Tensor horizontalGradient) {
        int taps = vertical.channels();
        forEachBlock(vertical, (n, y, x, rows, length) -> {
            Scratch s = new Scratch(taps);
            s.loadTaps(horizontal, n, y, x, rows, length);
            float[][] g = new float[rows][STRIP];
            float[] v = new float[STRIP];
            float[][][] ofVertical = new float[verticalGradient == null ? 0 : rows][taps][STRIP];
            float[][][] ofHorizontal = new float[horizontalGradient == null ? 0 : rows][taps][STRIP];
            for (int c = 0; c < image.channels(); c++) {
                for (int o = 0; o < rows; o++) {
                    Bands.load(upstream.data(), upstream.index(n, c, y + o, x), g[o], 0, length);
                }
                for (int r = 0; r < rows + taps - 1; r++) {
                    s.shift(image, n, c, y + r, x, length);
                    for (int o = Math.max(0, r - taps + 1); o < Math.min(rows, r + 1); o++) {
                        if (verticalGradient != null) {
                            s.alongRow(o);
                            multiplyAdd(ofVertical[o][r - o], s.row, g[o]);
                        }
                        if (horizontalGradient != null) {
                            Bands.load(vertical.data(), vertical.index(n, r - o, y + o, x), v, 0, length);
                            multiply(v, g[o]);
                            for (int j = 0; j < taps; j++) {
                                multiplyAdd(ofHorizontal[o][j], s.shifted[j], v);
                            }
                        }
                    }
                }
            }
            for (int o = 0; o < rows; o++) {
                for (int k = 0; k < taps; k++) {
                    if (verticalGradient != null) {
                        Bands.store(
                                ofVertical[o][k], 0, verticalGradient.data(), vertical.index(n, k, y + o, x), length);
                    }
                    if (horizontalGradient != null) {
                        Bands.store(
                                ofHorizontal[o][k],
                                0,
                                horizontalGradient.data(),
                                horizontal.index(n, k, y + o, x),
                                length);
                    }
                }
            }
        });
    }

    @Override
    public void imageGradient(Tensor vertical, Tensor horizontal, Tensor upstream, Tensor imageGradient) {
        PlainImageGradient.run(vertical, horizontal, upstream, imageGradient);
    }

    private interface Block {
        void run(int n, int y, int x, int rows, int length);
    }

    private static void forEachBlock(Tensor taps, Block block) {
        int bands = Bands.ceilDiv(taps.height(), ROWS);
        int strips = Bands.ceilDiv(taps.width(), STRIP);
        Bands.forEach(taps.batch() * bands * strips, task -> {
            int y = task / strips % bands * ROWS;
            int x = task % strips * STRIP;
            block.run(
                    task / (bands * strips),
                    y,
                    x,
                    Math.min(ROWS, taps.height() - y),
                    Math.min(STRIP, taps.width() - x));
        });
    }

    /** The arrays of one block; what lies beyond the strip's length is never stored. */
    private static final class Scratch {
        final int taps;
        final float[][][] horizontal;
        final float[][] shifted;
        final float[][] sums = new float[ROWS][STRIP];
        final float[] row = new float[STRIP];

        Scratch(int taps) {
            this.taps = taps;
            horizontal = new float[ROWS][taps][STRIP];
            shifted = new float[taps][STRIP];
        }

        void clear(float[][] arrays) {
            for (float[] array : arrays) {
                Arrays.fill(array, 0);
            }
        }

        void loadTaps(Tensor from, int n, int y, int x, int rows, int length) {
            for (int o = 0; o < rows; o++) {
                for (int j = 0; j < taps; j++) {
                    Bands.load(from.data(), from.index(n, j, y + o, x), horizontal[o][j], 0, length);
                }
            }
        }

        void shift(Tensor image, int n, int c, int y, int x, int length) {
            for (int j = 0; j < taps; j++) {
                Bands.load(image.data(), image.index(n, c, y, x + j), shifted[j], 0, length);
            }
        }

        /** row = sum over j of horizontal(j) * shifted(j). */
        void alongRow(int o) {
            Arrays.fill(row, 0);
            float[][] h = horizontal[o];
            int j = 0;
            for (; j + 3 < taps; j += 4) {
                multiplyAdd(
                        row,
                        shifted[j],
                        shifted[j + 1],
                        shifted[j + 2],
                        shifted[j + 3],
                        h[j],
                        h[j + 1],
                        h[j + 2],
                        h[j + 3]);
            }
            for (; j < taps; j++) {
                multiplyAdd(row, shifted[j], h[j]);
            }
        }
    }

    static void multiplyAdd(
            float[] t, float[] p, float[] q, float[] r, float[] s, float[] a, float[] b, float[] c, float[] d) {
        for (int x = 0; x < STRIP; x++) {
            t[x] += p[x] * a[x] + q[x] * b[x] + r[x] * c[x] + s[x] * d[x];
        }
    }

    static void multiplyAdd(float[] t, float[] p, float[] a) {
        for (int x = 0; x < STRIP; x++) {
            t[x] += p[x] * a[x];
        }
    }

    static void multiply(float[] t, float[] a) {
        for (int x = 0; x < t.length; x++) {
            t[x] *= a[x];
        }
    }

    static void add(float[] t, float[] a) {
        for (int x = 0; x < STRIP; x++) {
            t[x] += a[x];
        }
    }

    @Override
    public void sumRows(float[] image, int at, int width, int height, int y, float[] half, float[] sum) {
        SmoothRows.sumRows(image, at, width, height, y, half, 0, sum);
    }

    @Override
    public void sumColumns(float[] padded, float[] half, float[] sum) {
        SmoothRows.sumColumns(padded, half, 0, sum);
    }
}
