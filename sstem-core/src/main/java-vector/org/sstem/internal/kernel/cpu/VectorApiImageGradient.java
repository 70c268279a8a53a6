package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Tensor;

import jdk.incubator.vector.FloatVector;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static org.sstem.internal.kernel.cpu.VectorApiScratch.L;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.S;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.load;

/**
 * Gradient of the separable convolution with respect to the image, with the Vector API: every output pixel spreads its
 * upstream gradient over its window.
 *
 * <p>What the output pixels of one column give to image row r, j columns to the right of them, is
 * {@code sum over y of (upstream vertical(r - y)) (y) * horizontal(j) (y)}: a product of matrices, pixel by pixel. So it is
 * computed as one. The inner loop walks over y and keeps a block of 3 image rows x 3 taps in registers, 9 multiply-adds for 6
 * loads of whole, aligned vectors; only the sums are shifted by j, once for each image row and tap.
 *
 * <p>A task is a band of output rows in a strip of columns. Windows of neighbouring tasks overlap, so each adds up in
 * memory of its own, and what the tasks made is added in their order: the result does not depend on the threads.
 */
final class VectorApiImageGradient {

    /** Output rows of a task: the packed taps of one tile of L columns stay in a second-level cache. */
    private static final int BAND = 48;

    /** Columns of a task. */
    private static final int STRIP = 128;

    /** Image rows, and taps, of a block. */
    private static final int BLOCK = 3;

    /**
     * Zero taps before the first vertical tap and after the last, for the image rows of a block that do not see them.
     * So a horizontal tap that is not finite reaches up to this many rows beyond its window.
     */
    private static final int PAD = BLOCK - 1;

    private final Tensor vertical;
    private final Tensor horizontal;
    private final Tensor upstream;
    private final Tensor gradient;
    private final int taps;
    private final int bands;
    private final int strips;

    /** Distance of the rows of what a task made. */
    private final int pitch;

    private VectorApiImageGradient(Tensor vertical, Tensor horizontal, Tensor upstream, Tensor gradient) {
        this.vertical = vertical;
        this.horizontal = horizontal;
        this.upstream = upstream;
        this.gradient = gradient;
        taps = vertical.channels();
        bands = Bands.ceilDiv(vertical.height(), BAND);
        strips = Bands.ceilDiv(vertical.width(), STRIP);
        pitch = STRIP + reach(taps);
    }

    static void run(Tensor vertical, Tensor horizontal, Tensor upstream, Tensor imageGradient) {
        new VectorApiImageGradient(vertical, horizontal, upstream, imageGradient).run();
    }

    /** Columns that a tile of L columns reaches beyond its first, in whole vectors. */
    private static int reach(int taps) {
        return Bands.ceilDiv(L + taps - 1, L) * L;
    }

    private void run() {
        Queue<Scratch> idle = new ConcurrentLinkedQueue<>();
        for (int n = 0; n < upstream.batch(); n++) {
            int image = n;
            float[][][] parts = new float[bands * strips][upstream.channels()][];
            Bands.forEach(bands * strips, task -> {
                Scratch borrowed = idle.poll();
                Scratch scratch = borrowed == null ? new Scratch(taps) : borrowed;
                spread(scratch, image, task / strips * BAND, task % strips * STRIP, parts[task]);
                idle.add(scratch);
            });
            Bands.forEach(upstream.channels() * bandsOfImage(), task -> sum(parts, image, task));
        }
    }

    /** Computes what the output rows from y on, in the columns from x on, give to the image. */
    private void spread(Scratch s, int n, int y, int x, float[][] parts) {
        int rows = Math.min(BAND, vertical.height() - y);
        int columns = Math.min(STRIP, vertical.width() - x);
        for (int c = 0; c < parts.length; c++) {
            parts[c] = new float[(rows + taps + BLOCK - 2) * pitch];
        }
        for (int t = 0; t < columns; t += L) {
            int length = Math.min(L, columns - t);
            s.packHorizontal(horizontal, n, y, x + t, rows, length);
            for (int c = 0; c < parts.length; c++) {
                s.packWeighted(vertical, upstream, n, c, y, x + t, rows, length);
                for (int r = 0; r < rows + taps - 1; r += BLOCK) {
                    int first = Math.max(0, r - taps + 1);
                    int last = Math.min(rows - 1, r + BLOCK - 1);
                    Arrays.fill(s.shifted, 0);
                    for (int j = 0; j < taps; j += BLOCK) {
                        multiply(s, r, j, first, last);
                        shift(s, j);
                    }
                    s.addTo(parts[c], r * pitch + t, pitch);
                }
            }
        }
    }

    /** products(o, d) = sum over y of weighted(r + o - y) (y) * horizontal(j + d) (y), first to last. */
    private static void multiply(Scratch s, int r, int j, int first, int last) {
        float[] w = s.weighted;
        float[] h = s.horizontal;
        int step = s.weightedPitch - L;
        int i = s.weightedAt(first, r - first);
        int k = s.horizontalAt(first, j);
        int end = s.horizontalAt(last, j);
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector c0 = a0;
        FloatVector c1 = a0;
        FloatVector c2 = a0;
        for (; k <= end; k += BLOCK * L, i += step) {
            FloatVector p0 = load(h, k);
            FloatVector p1 = load(h, k + L);
            FloatVector p2 = load(h, k + 2 * L);
            FloatVector q = load(w, i);
            a0 = q.fma(p0, a0);
            a1 = q.fma(p1, a1);
            a2 = q.fma(p2, a2);
            q = load(w, i + L);
            b0 = q.fma(p0, b0);
            b1 = q.fma(p1, b1);
            b2 = q.fma(p2, b2);
            q = load(w, i + 2 * L);
            c0 = q.fma(p0, c0);
            c1 = q.fma(p1, c1);
            c2 = q.fma(p2, c2);
        }
        float[] to = s.products;
        a0.intoArray(to, 0);
        a1.intoArray(to, L);
        a2.intoArray(to, 2 * L);
        b0.intoArray(to, 3 * L);
        b1.intoArray(to, 4 * L);
        b2.intoArray(to, 5 * L);
        c0.intoArray(to, 6 * L);
        c1.intoArray(to, 7 * L);
        c2.intoArray(to, 8 * L);
    }

    /**
     * Adds the products of tap j + d to the columns that they fall on. Taps of different d have memory of their own: adding
     * to what has only just been stored, a column further, would wait for the store.
     */
    private static void shift(Scratch s, int j) {
        for (int d = 0; d < Math.min(BLOCK, s.taps - j); d++) {
            for (int o = 0; o < BLOCK; o++) {
                int to = (d * BLOCK + o) * s.reach + j + d;
                load(s.shifted, to)
                        .add(load(s.products, (o * BLOCK + d) * L))
                        .intoArray(s.shifted, to);
            }
        }
    }

    private int bandsOfImage() {
        return Bands.ceilDiv(gradient.height(), BAND);
    }

    /** Adds up what the tasks made, for one channel and a band of the image. */
    private void sum(float[][][] parts, int n, int task) {
        int c = task / bandsOfImage();
        int from = task % bandsOfImage() * BAND;
        float[] row = new float[strips * STRIP + pitch];
        for (int r = from; r < Math.min(gradient.height(), from + BAND); r++) {
            Arrays.fill(row, 0);
            for (int band = 0; band < bands; band++) {
                int within = r - band * BAND;
                if (within >= 0 && within < Math.min(BAND, vertical.height() - band * BAND) + taps - 1) {
                    for (int strip = 0; strip < strips; strip++) {
                        float[] part = parts[band * strips + strip][c];
                        for (int x = 0; x < pitch; x += L) {
                            int to = strip * STRIP + x;
                            load(row, to).add(load(part, within * pitch + x)).intoArray(row, to);
                        }
                    }
                }
            }
            int to = ((n * gradient.channels() + c) * gradient.height() + r) * gradient.width();
            Bands.store(row, 0, gradient.data(), to, gradient.width());
        }
    }

    /** Packed memory of one tile of L columns; columns beyond the section's are 0. */
    private static final class Scratch {
        final int taps;
        final int reach;
        final int weightedPitch;

        /** Vertical taps times the upstream gradient: output row by output row, tap by tap, with zeros before and after. */
        final float[] weighted;

        /** Upstream gradient, output row by output row. */
        final float[] weights = new float[BAND * L];

        /** Horizontal taps: three by three, output row by output row. */
        final float[] horizontal;

        final float[] products = new float[BLOCK * BLOCK * L];

        /** Sums by tap within the block, by image row, by column. */
        final float[] shifted;

        Scratch(int taps) {
            this.taps = taps;
            reach = reach(taps);
            weightedPitch = (taps + 2 * PAD) * L;
            weighted = new float[BAND * weightedPitch];
            horizontal = new float[Bands.ceilDiv(taps, BLOCK) * BAND * BLOCK * L];
            shifted = new float[BLOCK * BLOCK * reach];
        }

        int weightedAt(int y, int i) {
            return y * weightedPitch + (PAD + i) * L;
        }

        int horizontalAt(int y, int j) {
            return (j / BLOCK * BAND + y) * BLOCK * L + j % BLOCK * L;
        }

        void packHorizontal(Tensor from, int n, int y, int x, int rows, int length) {
            for (int j = 0; j < taps; j++) {
                pack(from, from.index(n, j, y, x), rows, length, horizontal, horizontalAt(0, j), BLOCK * L);
            }
        }

        void packWeighted(Tensor vertical, Tensor upstream, int n, int c, int y, int x, int rows, int length) {
            pack(upstream, upstream.index(n, c, y, x), rows, length, weights, 0, L);
            for (int i = 0; i < taps; i++) {
                pack(vertical, vertical.index(n, i, y, x), rows, length, weighted, weightedAt(0, i), weightedPitch);
                for (int o = 0, at = weightedAt(0, i); o < rows; o++, at += weightedPitch) {
                    load(weighted, at).mul(load(weights, o * L)).intoArray(weighted, at);
                }
            }
        }

        /** Loads a tile that begins at an index, row by row, to places that are a step apart. */
        private static void pack(Tensor from, int index, int rows, int length, float[] to, int at, int step) {
            if (length == L && from.data().hasArray()) {
                float[] values = from.data().array();
                int row = from.data().arrayOffset() + index;
                for (int o = 0; o < rows; o++) {
                    load(values, row + o * from.width()).intoArray(to, at + o * step);
                }
            } else {
                for (int o = 0; o < rows; o++) {
                    Bands.load(from.data(), index + o * from.width(), to, at + o * step, length);
                    Arrays.fill(to, at + o * step + length, at + o * step + L, 0);
                }
            }
        }

        /** Adds the sums of three image rows to what the task makes. */
        void addTo(float[] part, int at, int pitch) {
            for (int o = 0; o < BLOCK; o++) {
                for (int x = 0; x < reach; x += L) {
                    FloatVector sum = load(shifted, o * reach + x)
                            .add(load(shifted, (BLOCK + o) * reach + x))
                            .add(load(shifted, (2 * BLOCK + o) * reach + x));
                    int to = at + o * pitch + x;
                    load(part, to).add(sum).intoArray(part, to);
                }
            }
        }
    }
}
