package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Tensor;

import jdk.incubator.vector.FloatVector;

import static org.sstem.internal.kernel.cpu.VectorApiScratch.DEPTH;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.L;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.ROWS;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.S;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.STRIDE;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.load;

/**
 * Gradients of the separable convolution with respect to its taps, with the Vector API, in blocks as
 * {@link VectorApiForward} forms them: of the vertical taps by its products along the rows, of the horizontal taps by
 * products of the same shape down the columns.
 */
final class VectorApiTapGradients {

    private VectorApiTapGradients() {}

    static void run(
            Tensor image,
            Tensor vertical,
            Tensor horizontal,
            Tensor upstream,
            Tensor verticalGradient,
            Tensor horizontalGradient) {
        int taps = vertical.channels();
        VectorApiScratch.forEachBlock(vertical, () -> new VectorApiScratch.ForGradients(taps), (s, n, y, x, rows, length) -> {
            s.pack(horizontal, n, y, x, rows, length, s.horizontal);
            s.pack(vertical, n, y, x, rows, length, s.vertical);
            for (int c = 0; c < image.channels(); c++) {
                s.first = c == 0;
                s.packImage(image, n, c, y, x, rows, length);
                s.packUpstream(upstream, n, c, y, x, rows, length);
                for (int t = 0; t < length; t += L) {
                    if (verticalGradient != null) {
                        ofVertical(s, t);
                    }
                    if (horizontalGradient != null) {
                        ofHorizontal(s, t);
                    }
                }
            }
            if (verticalGradient != null) {
                s.unpack(s.ofVertical, verticalGradient, n, y, x, rows, length);
            }
            if (horizontalGradient != null) {
                s.unpack(s.ofHorizontal, horizontalGradient, n, y, x, rows, length);
            }
        });
    }

    /** gradient(i, o) = or += upstream(o) * products(o, i), with the products of the forward pass. */
    private static void ofVertical(VectorApiScratch.ForGradients s, int t) {
        for (int r = 0; r < ROWS + s.taps - 1; r += DEPTH) {
            VectorApiForward.alongRows(s, r, t);
            for (int o = 0; o < ROWS; o++) {
                FloatVector g = load(s.upstream, s.upstreamAt(t, o));
                for (int d = 0; d < DEPTH; d++) {
                    int tap = r + d - o;
                    if (tap >= 0 && tap < s.taps) {
                        int to = s.at(t, tap, o);
                        FloatVector product = load(s.products, (o * DEPTH + d) * L);
                        (s.first ? product.mul(g) : product.fma(g, load(s.ofVertical, to))).intoArray(s.ofVertical, to);
                    }
                }
            }
        }
    }

    /** gradient(j, o) = or += sum over i of upstream(o) * vertical(i, o) * image(o + i, j). */
    private static void ofHorizontal(VectorApiScratch.ForGradients s, int t) {
        int taps = s.taps;
        for (int i = 0; i < taps; i++) {
            for (int o = 0; o < ROWS; o++) {
                load(s.vertical, s.at(t, i, o))
                        .mul(load(s.upstream, s.upstreamAt(t, o)))
                        .intoArray(s.weighted, (i * ROWS + o) * L);
            }
        }
        for (int j = 0; j < taps; j += DEPTH) {
            downColumns(s, j, t);
            for (int d = 0; d < DEPTH && j + d < taps; d++) {
                for (int o = 0; o < ROWS; o++) {
                    FloatVector sum = load(s.products, (o * DEPTH + d) * L);
                    // image rows that only some of the output rows see: before the last row of the block, and from row taps on
                    for (int r = o; r < Math.min(ROWS - 1, o + taps); r++) {
                        sum = column(s, r, o, j + d, t, sum);
                    }
                    for (int r = Math.max(ROWS - 1, taps); r < o + taps; r++) {
                        sum = column(s, r, o, j + d, t, sum);
                    }
                    int to = s.at(t, j + d, o);
                    (s.first ? sum : sum.add(load(s.ofHorizontal, to))).intoArray(s.ofHorizontal, to);
                }
            }
        }
    }

    private static FloatVector column(VectorApiScratch.ForGradients s, int r, int o, int j, int t, FloatVector sum) {
        return load(s.weighted, ((r - o) * ROWS + o) * L).fma(load(s.image, r * STRIDE + t + j), sum);
    }

    /** products(o, d) = sum of weighted(r - o, o) * image(r, j + d) over the rows r that all output rows of the block see. */
    private static void downColumns(VectorApiScratch.ForGradients s, int j, int t) {
        float[] image = s.image;
        float[] w = s.weighted;
        int at = (ROWS - 1) * STRIDE + t + j;
        int last = s.taps * ROWS * L;
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector b0 = a0;
        FloatVector b1 = a0;
        FloatVector b2 = a0;
        FloatVector c0 = a0;
        FloatVector c1 = a0;
        FloatVector c2 = a0;
        for (int k = (ROWS - 1) * ROWS * L; k < last; k += ROWS * L, at += STRIDE) {
            FloatVector p0 = load(image, at);
            FloatVector p1 = load(image, at + 1);
            FloatVector p2 = load(image, at + 2);
            FloatVector q = load(w, k);
            a0 = q.fma(p0, a0);
            a1 = q.fma(p1, a1);
            a2 = q.fma(p2, a2);
            q = load(w, k - ROWS * L + L);
            b0 = q.fma(p0, b0);
            b1 = q.fma(p1, b1);
            b2 = q.fma(p2, b2);
            q = load(w, k - 2 * ROWS * L + 2 * L);
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
}
