package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Tensor;

import jdk.incubator.vector.FloatVector;

import java.util.Arrays;

import static org.sstem.internal.kernel.cpu.VectorApiScratch.DEPTH;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.L;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.ROWS;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.S;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.STRIDE;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.load;

/**
 * Separable convolution with the Vector API.
 *
 * <p>A task is three output rows. Strip by strip their taps and the image rows they see are packed, so that the inner
 * loops read memory that lies in the first- and second-level cache, whatever the size of the planes. The inner loop
 * keeps a block of 3 output rows x 3 image rows in registers, 9 multiply-adds for 6 loads: the largest square block for
 * the 16 registers of AVX2, and 51 taps are 17 blocks. Packing reads every tap once, 8 bytes a tap and pixel: beyond the
 * caches it takes about as long as the arithmetic.
 */
final class VectorApiForward {

    private VectorApiForward() {}

    static void run(Tensor image, Tensor vertical, Tensor horizontal, Tensor out) {
        int taps = vertical.channels();
        VectorApiScratch.forEachBlock(vertical, () -> new VectorApiScratch(taps), (s, n, y, x, rows, length) -> {
            s.pack(horizontal, n, y, x, rows, length, s.horizontal);
            s.pack(vertical, n, y, x, rows, length, s.vertical);
            for (int c = 0; c < image.channels(); c++) {
                s.packImage(image, n, c, y, x, rows, length);
                for (int t = 0; t < length; t += L) {
                    Arrays.fill(s.sums, 0);
                    for (int r = 0; r < rows + taps - 1; r += DEPTH) {
                        alongRows(s, r, t);
                        if (r >= ROWS - 1 && r + DEPTH <= taps) {
                            downColumn(s, r, t);
                        } else {
                            downColumnEnds(s, r, t);
                        }
                    }
                    for (int o = 0; o < rows; o++) {
                        Bands.store(s.sums, o * L, out.data(), out.index(n, c, y + o, x + t), Math.min(L, length - t));
                    }
                }
            }
        });
    }

    /** sums(o) += sum over d of products(o, d) * vertical(r + d - o, o), where all these taps exist. */
    private static void downColumn(VectorApiScratch s, int r, int t) {
        for (int o = 0; o < ROWS; o++) {
            int at = s.at(t, r - o, o);
            int p = o * DEPTH * L;
            FloatVector sum = load(s.sums, o * L);
            sum = load(s.products, p).fma(load(s.vertical, at), sum);
            sum = load(s.products, p + L).fma(load(s.vertical, at + ROWS * L), sum);
            sum = load(s.products, p + 2 * L).fma(load(s.vertical, at + 2 * ROWS * L), sum);
            sum.intoArray(s.sums, o * L);
        }
    }

    /** The same at the first and last image rows, which some output rows do not see. */
    private static void downColumnEnds(VectorApiScratch s, int r, int t) {
        for (int o = 0; o < ROWS; o++) {
            for (int d = 0; d < DEPTH; d++) {
                int tap = r + d - o;
                if (tap >= 0 && tap < s.taps) {
                    load(s.products, (o * DEPTH + d) * L)
                            .fma(load(s.vertical, s.at(t, tap, o)), load(s.sums, o * L))
                            .intoArray(s.sums, o * L);
                }
            }
        }
    }

    /** products(o, d) = sum over j of horizontal(j, o) * image(r + d, j), for the tile at column t of the strip. */
    static void alongRows(VectorApiScratch s, int r, int t) {
        float[] image = s.image;
        float[] h = s.horizontal;
        int taps = s.taps;
        int from = r * STRIDE + t;
        int at = s.at(t, 0, 0);
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector c0 = a0;
        FloatVector c1 = a0;
        FloatVector c2 = a0;
        int i = from;
        int k = at;
        // two taps a trip, as indices and tests of bounds cost as much as a third of the arithmetic; taps are odd
        for (int j = 1; j < taps; j += 2, i += 2, k += 2 * ROWS * L) {
            FloatVector p0 = load(image, i);
            FloatVector p1 = load(image, i + STRIDE);
            FloatVector p2 = load(image, i + 2 * STRIDE);
            FloatVector q = load(h, k);
            a0 = q.fma(p0, a0);
            a1 = q.fma(p1, a1);
            a2 = q.fma(p2, a2);
            q = load(h, k + L);
            b0 = q.fma(p0, b0);
            b1 = q.fma(p1, b1);
            b2 = q.fma(p2, b2);
            q = load(h, k + 2 * L);
            c0 = q.fma(p0, c0);
            c1 = q.fma(p1, c1);
            c2 = q.fma(p2, c2);
            p0 = load(image, i + 1);
            p1 = load(image, i + 1 + STRIDE);
            p2 = load(image, i + 1 + 2 * STRIDE);
            q = load(h, k + ROWS * L);
            a0 = q.fma(p0, a0);
            a1 = q.fma(p1, a1);
            a2 = q.fma(p2, a2);
            q = load(h, k + ROWS * L + L);
            b0 = q.fma(p0, b0);
            b1 = q.fma(p1, b1);
            b2 = q.fma(p2, b2);
            q = load(h, k + ROWS * L + 2 * L);
            c0 = q.fma(p0, c0);
            c1 = q.fma(p1, c1);
            c2 = q.fma(p2, c2);
        }
        FloatVector p0 = load(image, i);
        FloatVector p1 = load(image, i + STRIDE);
        FloatVector p2 = load(image, i + 2 * STRIDE);
        FloatVector q = load(h, k);
        a0 = q.fma(p0, a0);
        a1 = q.fma(p1, a1);
        a2 = q.fma(p2, a2);
        q = load(h, k + L);
        b0 = q.fma(p0, b0);
        b1 = q.fma(p1, b1);
        b2 = q.fma(p2, b2);
        q = load(h, k + 2 * L);
        c0 = q.fma(p0, c0);
        c1 = q.fma(p1, c1);
        c2 = q.fma(p2, c2);
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
}
