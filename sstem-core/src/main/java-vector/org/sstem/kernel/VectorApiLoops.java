package org.sstem.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

import static org.sstem.kernel.VectorApiScratch.DEPTH;
import static org.sstem.kernel.VectorApiScratch.L;
import static org.sstem.kernel.VectorApiScratch.MOST_TAPS;
import static org.sstem.kernel.VectorApiScratch.ROWS;
import static org.sstem.kernel.VectorApiScratch.S;
import static org.sstem.kernel.VectorApiScratch.STRIDE;
import static org.sstem.kernel.VectorApiScratch.at;

/**
 * The loops with the Vector API (jdk.incubator.vector). Only {@link VectorKernelProvider} knows this class, by
 * name: it is not loaded where the module is missing.
 *
 * <p>A task of the separable convolution is three output rows. Strip by strip their taps and the image rows they see are packed, so that the inner
 * loops read memory that lies in the first- and second-level cache, whatever the size of the planes. The inner loop
 * keeps a block of 3 output rows x 3 image rows (or 3 taps) in registers, 9 multiply-adds for 6 loads: the largest square
 * block for the 16 registers of AVX2, and 51 taps are 17 blocks. Packing reads every tap once, 8 bytes a tap and pixel:
 * beyond the caches it takes about as long as the arithmetic.
 */
final class VectorApiLoops implements CpuLoops {

    /** Integers in a vector of the same size. */
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;

    private static final IntVector IOTA = IntVector.zero(I).addIndex(1);
    private static final IntVector FARTHEST = IntVector.broadcast(I, FAR);

    /** Bits of 1. */
    private static final int ONE = 0x3f800000;

    /** For kernels so wide that what is packed would not stay in the caches. */
    private final CpuLoops plain = new PlainLoops();

    @Override
    public String name() {
        return "cpu-vector (" + S.vectorBitSize() + " bit)";
    }

    @Override
    public int locate(
            float[] u,
            int atU,
            float[] v,
            int atV,
            int y,
            int length,
            int width,
            int height,
            int[] corner,
            float[] right,
            float[] below) {
        IntVector last = IntVector.broadcast(I, width - 2);
        IntVector lowest = IntVector.broadcast(I, height - 2);
        IntVector some = IntVector.zero(I);
        for (int x = 0; x < length; x += L) {
            FloatVector du = load(u, atU + x);
            FloatVector dv = load(v, atV + x);
            FloatVector nearU = du.add(ROUND);
            FloatVector nearV = dv.add(ROUND);
            // adding 0 turns -0, which would pass for negative, into 0
            FloatVector restU = du.sub(nearU.sub(ROUND)).add(0f);
            FloatVector restV = dv.sub(nearV.sub(ROUND)).add(0f);
            IntVector downU = restU.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
            IntVector downV = restV.reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
            restU.add(downU.and(ONE).reinterpretAsFloats()).intoArray(right, x);
            restV.add(downV.and(ONE).reinterpretAsFloats()).intoArray(below, x);
            IntVector i = nearU.reinterpretAsInts().sub(ROUND_BITS - x).add(downU).add(IOTA);
            IntVector j = nearV.reinterpretAsInts().sub(ROUND_BITS - y).add(downV);
            IntVector far = FARTHEST
                    .sub(du.reinterpretAsInts().and(Integer.MAX_VALUE))
                    .or(FARTHEST.sub(dv.reinterpretAsInts().and(Integer.MAX_VALUE)));
            IntVector outside = i.or(last.sub(i))
                    .or(j)
                    .or(lowest.sub(j))
                    .or(far)
                    .lanewise(VectorOperators.ASHR, 31);
            j.mul(width).add(i).or(outside).intoArray(corner, x);
            some = some.or(outside);
        }
        return some.reduceLanes(VectorOperators.OR);
    }

    @Override
    public void interpolate(
            float[] pixels,
            int plane,
            int width,
            int[] corner,
            float[] right,
            float[] below,
            float[] result,
            int at,
            int length) {
        // one by one: gathering vectors was measured to take half as long again on AVX2
        for (int x = 0; x < length; x++) {
            int cell = corner[x];
            if (cell >= 0) {
                int i = plane + cell;
                float a = pixels[i];
                float c = pixels[i + width];
                float top = Math.fma(right[x], pixels[i + 1] - a, a);
                float bottom = Math.fma(right[x], pixels[i + width + 1] - c, c);
                result[at + x] = Math.fma(below[x], bottom - top, top);
            }
        }
    }

    @Override
    public int rims(int[] corner, int length, int[] rim) {
        int count = 0;
        for (int from = 0; from < length; from += L) {
            if (IntVector.fromArray(I, corner, from).lt(0).anyTrue()) {
                for (int x = from; x < Math.min(length, from + L); x++) {
                    if (corner[x] < 0) {
                        rim[count++] = x;
                    }
                }
            }
        }
        return count;
    }

    @Override
    public void blend(
            float[] p, int atP, float[] q, int atQ, float[] w, int atW, float[] out, int atOut, int length) {
        int i = 0;
        for (; i <= length - L; i += L) {
            FloatVector weight = load(w, atW + i);
            FloatVector first = load(p, atP + i);
            first.mul(FloatVector.broadcast(S, 1).sub(weight))
                    .add(load(q, atQ + i).mul(weight))
                    .intoArray(out, atOut + i);
        }
        for (; i < length; i++) {
            out[atOut + i] = p[atP + i] * (1 - w[atW + i]) + q[atQ + i] * w[atW + i];
        }
    }

    @Override
    public void forward(Tensor image, Tensor vertical, Tensor horizontal, Tensor out) {
        int taps = vertical.channels();
        if (taps > MOST_TAPS) {
            plain.forward(image, vertical, horizontal, out);
            return;
        }
        forEachBlock(vertical, () -> new VectorApiScratch(taps), (s, n, y, x, rows, length) -> {
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
                        Bands.store(s.sums, o * L, out.data(), at(out, n, c, y + o, x + t), Math.min(L, length - t));
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
    private static void alongRows(VectorApiScratch s, int r, int t) {
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

    @Override
    public void tapGradients(
            Tensor image,
            Tensor vertical,
            Tensor horizontal,
            Tensor upstream,
            Tensor verticalGradient,
            Tensor horizontalGradient) {
        int taps = vertical.channels();
        if (taps > MOST_TAPS) {
            plain.tapGradients(image, vertical, horizontal, upstream, verticalGradient, horizontalGradient);
            return;
        }
        forEachBlock(vertical, () -> new VectorApiScratch.ForGradients(taps), (s, n, y, x, rows, length) -> {
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
            alongRows(s, r, t);
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

    @Override
    public void imageGradient(Tensor vertical, Tensor horizontal, Tensor upstream, Tensor imageGradient) {
        if (vertical.channels() > MOST_TAPS) {
            plain.imageGradient(vertical, horizontal, upstream, imageGradient);
        } else {
            VectorApiImageGradient.run(vertical, horizontal, upstream, imageGradient);
        }
    }

    private static FloatVector load(float[] from, int at) {
        return FloatVector.fromArray(S, from, at);
    }

    /** Work on the output rows of one block in one strip. */
    private interface Block<T> {
        void run(T scratch, int n, int y, int x, int rows, int length);
    }

    private static <T> void forEachBlock(Tensor taps, Supplier<T> make, Block<T> block) {
        int bands = Bands.ceilDiv(taps.height(), ROWS);
        int strip = VectorApiScratch.strip(taps.channels());
        Queue<T> idle = new ConcurrentLinkedQueue<>();
        Bands.forEach(taps.batch() * bands, task -> {
            T borrowed = idle.poll();
            T scratch = borrowed == null ? make.get() : borrowed;
            int y = task % bands * ROWS;
            for (int x = 0; x < taps.width(); x += strip) {
                block.run(
                        scratch,
                        task / bands,
                        y,
                        x,
                        Math.min(ROWS, taps.height() - y),
                        Math.min(strip, taps.width() - x));
            }
            idle.add(scratch);
        });
    }
}
