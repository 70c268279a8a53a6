package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Packed memory of one task; what lies beyond the strip's rows and columns is computed with and never stored. */
class VectorApiScratch {
    static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Lanes of a vector. */
    static final int L = S.length();

    /** Most columns packed at once. */
    static final int STRIP = 256;

    /**
     * Distance of packed image rows: a constant, so that the rows of a block are one index apart for the compiler, and an
     * odd number of cache lines, so that a column of rows spreads over the sets of the cache.
     */
    static final int STRIDE = 336;

    /** Most taps that leave columns to pack beside what the windows reach. */
    static final int MOST_TAPS = STRIDE - 32;

    /** Output rows of a block, and of a task. */
    static final int ROWS = 3;

    /** Image rows, or taps, of a block. */
    static final int DEPTH = 3;

    final int taps;
    final float[] image;
    final float[] horizontal;
    final float[] vertical;
    final float[] products = new float[ROWS * DEPTH * L];
    final float[] sums = new float[ROWS * L];
    final float[] row = new float[STRIP];

    VectorApiScratch(int taps) {
        this.taps = taps;
        image = new float[(ROWS + taps - 1 + DEPTH) * STRIDE];
        horizontal = new float[STRIP * taps * ROWS];
        vertical = new float[STRIP * taps * ROWS];
    }

    static FloatVector load(float[] from, int at) {
        return FloatVector.fromArray(S, from, at);
    }

    /** Columns packed at once, in whole vectors: what the windows reach beyond them has to fit as well. */
    static int strip(int taps) {
        return Math.min(STRIP, (STRIDE - taps + 1) / 16 * 16);
    }

    /** Index of a tap of an output row at a column of the strip. Tiles of one vector lie one after the other. */
    int at(int t, int tap, int o) {
        return t * taps * ROWS + (tap * ROWS + o) * L;
    }

    void pack(Tensor from, int n, int y, int x, int rows, int length, float[] to) {
        for (int tap = 0; tap < taps; tap++) {
            for (int o = 0; o < rows; o++) {
                int index = from.index(n, tap, y + o, x);
                int whole = from.data().hasArray() ? length / L * L : 0;
                if (whole > 0) {
                    copy(from.data().array(), from.data().arrayOffset() + index, whole, to, at(0, tap, o));
                }
                if (whole < length) {
                    Bands.load(from.data(), index + whole, row, 0, length - whole);
                    copy(row, 0, length - whole, to, at(whole, tap, o));
                }
            }
        }
    }

    /** Lays the vectors of a row as far apart as tiles are. */
    private void copy(float[] from, int index, int length, float[] to, int at) {
        int step = taps * ROWS;
        for (int t = 0; t < length; t += L) {
            load(from, index + t).intoArray(to, at + t * step);
        }
    }

    void unpack(float[] from, Tensor to, int n, int y, int x, int rows, int length) {
        for (int tap = 0; tap < taps; tap++) {
            for (int o = 0; o < rows; o++) {
                for (int t = 0; t < length; t += L) {
                    load(from, at(t, tap, o)).intoArray(row, t);
                }
                Bands.store(row, 0, to.data(), to.index(n, tap, y + o, x), length);
            }
        }
    }

    void packImage(Tensor from, int n, int c, int y, int x, int rows, int length) {
        for (int r = 0; r < rows + taps - 1; r++) {
            Bands.load(
                    from.data(),
                    from.index(n, c, y + r, x),
                    image,
                    r * STRIDE,
                    length + taps - 1);
        }
    }

    /** What the gradients need besides. */
    static final class ForGradients extends VectorApiScratch {
        /** Whether nothing has been added to the gradients yet: the first channel sets them. */
        boolean first;

        final float[] ofVertical;
        final float[] ofHorizontal;
        final float[] weighted;
        final float[] upstream = new float[STRIP * ROWS];

        ForGradients(int taps) {
            super(taps);
            ofVertical = new float[STRIP * taps * ROWS];
            ofHorizontal = new float[STRIP * taps * ROWS];
            weighted = new float[Math.max(taps, ROWS) * ROWS * L];
        }

        int upstreamAt(int t, int o) {
            return t * ROWS + o * L;
        }

        void packUpstream(Tensor from, int n, int c, int y, int x, int rows, int length) {
            for (int o = 0; o < rows; o++) {
                Bands.load(from.data(), from.index(n, c, y + o, x), row, 0, length);
                for (int t = 0; t < length; t += L) {
                    load(row, t).intoArray(upstream, upstreamAt(t, o));
                }
            }
        }
    }

    /** Work on the output rows of one block in one strip. */
    interface Block<T> {
        void run(T scratch, int n, int y, int x, int rows, int length);
    }

    static <T> void forEachBlock(Tensor taps, Supplier<T> make, Block<T> block) {
        int bands = Bands.ceilDiv(taps.height(), ROWS);
        int strip = strip(taps.channels());
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
