package org.sstem.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Gradient of the separable convolution with respect to the image, with the Vector API: every output pixel spreads its
 * upstream gradient over its window.
 *
 * <p>For one output row, image row i of the windows receives
 * {@code sum over j of (upstream vertical(i)) (x - j) * horizontal(j) (x - j)}. The inner loop keeps 13 rows i in
 * registers and walks over j: 13 multiply-adds for 14 loads. Windows of neighbouring output rows overlap, so bands of
 * output rows add up in memory of their own, and the bands are added in their order: the result does not depend on the
 * threads.
 */
final class VectorApiImageGradient {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    private static final int L = S.length();

    /** Columns packed at once. */
    private static final int STRIP = 256;

    /** Distance of packed rows: an odd number of cache lines, so that a column of rows spreads over the sets of the cache. */
    private static final int PITCH = STRIP + 16;

    /** Distance of rows of weighted taps. */
    private static final int STRIDE = VectorApiScratch.STRIDE;

    /** Output rows of a band. */
    private static final int BAND = 32;

    /** Image rows of a register block: 4 blocks cover 51 taps with one row to spare. */
    private static final int BLOCK = 13;

    private VectorApiImageGradient() {}

    static void run(Tensor vertical, Tensor horizontal, Tensor upstream, Tensor imageGradient) {
        int height = vertical.height();
        int bands = Bands.ceilDiv(height, BAND);
        int channels = upstream.channels();
        int strip = VectorApiScratch.strip(vertical.channels());
        int rows = BAND + vertical.channels() - 1;
        int width = Bands.ceilDiv(imageGradient.width(), L) * L;
        Queue<Scratch> idle = new ConcurrentLinkedQueue<>();
        for (int n = 0; n < upstream.batch(); n++) {
            int image = n;
            float[][][] parts = new float[bands][channels][];
            Bands.forEach(bands, band -> {
                Scratch borrowed = idle.poll();
                Scratch s = borrowed == null ? new Scratch(vertical.channels()) : borrowed;
                for (int c = 0; c < channels; c++) {
                    parts[band][c] = new float[rows * width];
                }
                int last = Math.min(height, (band + 1) * BAND);
                for (int x = 0; x < imageGradient.width(); x += strip) {
                    int length = Math.min(strip, imageGradient.width() - x);
                    for (int y = band * BAND; y < last; y++) {
                        s.packHorizontal(horizontal, image, y, x, length);
                        for (int c = 0; c < channels; c++) {
                            s.packWeighted(vertical, upstream, image, c, y, x, length);
                            int to = (y - band * BAND) * width + x;
                            for (int t = 0; t < length; t += L) {
                                for (int i = 0; i < s.taps; i += BLOCK) {
                                    spread(s, i, t, parts[band][c], to + t + i * width, width);
                                }
                            }
                        }
                    }
                }
                idle.add(s);
            });
            sum(parts, imageGradient, n, width);
        }
    }

    /** Adds up the bands; the parts of a row lie in at most one band of its own and those above it. */
    private static void sum(float[][][] parts, Tensor gradient, int n, int stride) {
        int reach = parts[0][0].length / stride;
        Bands.forEach(gradient.channels() * Bands.ceilDiv(gradient.height(), BAND), task -> {
            int c = task % gradient.channels();
            int first = task / gradient.channels() * BAND;
            float[] row = new float[stride];
            for (int r = first; r < Math.min(gradient.height(), first + BAND); r++) {
                Arrays.fill(row, 0);
                for (int band = 0; band < parts.length; band++) {
                    int within = r - band * BAND;
                    if (within >= 0 && within < reach) {
                        for (int x = 0; x < stride; x += L) {
                            load(row, x)
                                    .add(load(parts[band][c], within * stride + x))
                                    .intoArray(row, x);
                        }
                    }
                }
                int to = ((n * gradient.channels() + c) * gradient.height() + r) * gradient.width();
                Bands.store(row, 0, gradient.data(), to, gradient.width());
            }
        });
    }

    /** Adds what one output row gives to up to 13 image rows, i and following, of one tile. */
    private static void spread(Scratch s, int i, int t, float[] sums, int at, int width) {
        float[] w = s.weighted;
        float[] h = s.horizontal;
        int taps = s.taps;
        int from = i * STRIDE + t + taps - 1;
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        FloatVector a8 = a0;
        FloatVector a9 = a0;
        FloatVector a10 = a0;
        FloatVector a11 = a0;
        FloatVector a12 = a0;
        for (int j = 0; j < taps; j++) {
            FloatVector q = load(h, j * PITCH + t);
            int k = from - j;
            a0 = load(w, k).fma(q, a0);
            a1 = load(w, k + STRIDE).fma(q, a1);
            a2 = load(w, k + 2 * STRIDE).fma(q, a2);
            a3 = load(w, k + 3 * STRIDE).fma(q, a3);
            a4 = load(w, k + 4 * STRIDE).fma(q, a4);
            a5 = load(w, k + 5 * STRIDE).fma(q, a5);
            a6 = load(w, k + 6 * STRIDE).fma(q, a6);
            a7 = load(w, k + 7 * STRIDE).fma(q, a7);
            a8 = load(w, k + 8 * STRIDE).fma(q, a8);
            a9 = load(w, k + 9 * STRIDE).fma(q, a9);
            a10 = load(w, k + 10 * STRIDE).fma(q, a10);
            a11 = load(w, k + 11 * STRIDE).fma(q, a11);
            a12 = load(w, k + 12 * STRIDE).fma(q, a12);
        }
        int rows = Math.min(BLOCK, taps - i);
        add(a0, sums, at, 0, width, rows);
        add(a1, sums, at, 1, width, rows);
        add(a2, sums, at, 2, width, rows);
        add(a3, sums, at, 3, width, rows);
        add(a4, sums, at, 4, width, rows);
        add(a5, sums, at, 5, width, rows);
        add(a6, sums, at, 6, width, rows);
        add(a7, sums, at, 7, width, rows);
        add(a8, sums, at, 8, width, rows);
        add(a9, sums, at, 9, width, rows);
        add(a10, sums, at, 10, width, rows);
        add(a11, sums, at, 11, width, rows);
        add(a12, sums, at, 12, width, rows);
    }

    private static void add(FloatVector sum, float[] sums, int at, int row, int width, int rows) {
        if (row < rows) {
            int to = at + row * width;
            load(sums, to).add(sum).intoArray(sums, to);
        }
    }

    private static FloatVector load(float[] from, int at) {
        return FloatVector.fromArray(S, from, at);
    }

    /** Packed rows of one output row: zero where the window leaves the outputs. */
    private static final class Scratch {
        final int taps;

        /** Weighted vertical taps begin taps - 1 columns before the strip. */
        final float[] weighted;

        /** Row j is shifted right by j: what falls on column x of the strip lies at x. */
        final float[] horizontal;

        final float[] upstream;

        Scratch(int taps) {
            this.taps = taps;
            weighted = new float[Bands.ceilDiv(taps, BLOCK) * BLOCK * STRIDE];
            horizontal = new float[taps * PITCH];
            upstream = new float[STRIDE];
        }

        void packHorizontal(Tensor from, int n, int y, int x, int length) {
            for (int j = 0; j < taps; j++) {
                loadRow(from, n, j, y, x - j, horizontal, j * PITCH, length);
            }
        }

        void packWeighted(Tensor vertical, Tensor gradient, int n, int c, int y, int x, int length) {
            int span = length + taps - 1;
            loadRow(gradient, n, c, y, x - taps + 1, upstream, 0, span);
            for (int i = 0; i < taps; i++) {
                loadRow(vertical, n, i, y, x - taps + 1, weighted, i * STRIDE, span);
                for (int p = 0; p < span; p += L) {
                    int at = i * STRIDE + p;
                    load(weighted, at).mul(load(upstream, p)).intoArray(weighted, at);
                }
            }
        }

        /** Loads columns x to x + length - 1, zero where there are none. */
        private static void loadRow(Tensor from, int n, int c, int y, int x, float[] to, int at, int length) {
            int before = Math.min(length, Math.max(0, -x));
            int after = Math.min(length, Math.max(before, from.width() - x));
            Arrays.fill(to, at, at + before, 0);
            int row = ((n * from.channels() + c) * from.height() + y) * from.width();
            Bands.load(from.data(), row + x + before, to, at + before, after - before);
            Arrays.fill(to, at + after, at + length, 0);
        }
    }
}
