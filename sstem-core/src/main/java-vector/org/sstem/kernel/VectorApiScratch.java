package org.sstem.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Packed memory of one task; what lies beyond the strip's rows and columns is computed with and never stored. */
class VectorApiScratch {
    static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

    /** Lanes of a vector. */
    static final int L = S.length();

    /** Columns packed at once. */
    static final int STRIP = 256;

    /** Distance of packed rows: an odd number of cache lines, so that a column of rows spreads over the sets of the cache. */
    static final int PITCH = STRIP + 16;

    /** Output rows of a block, and of a task. */
    static final int ROWS = 3;

    /** Image rows, or taps, of a block. */
    static final int DEPTH = 3;


    final int taps;
    final int stride;
    final float[] image;
    final float[] horizontal;
    final float[] vertical;
    final float[] products = new float[ROWS * DEPTH * L];
    final float[] sums = new float[ROWS * L];
    final float[] row = new float[STRIP];

    VectorApiScratch(int taps) {
        this.taps = taps;
        // rows whose distance is an odd number of cache lines spread over all sets of the cache
        int lines = Bands.ceilDiv(STRIP + taps - 1 + DEPTH, 16) | 1;
        stride = lines * 16;
        image = new float[(ROWS + taps - 1 + DEPTH) * stride];
        horizontal = new float[PITCH * taps * ROWS];
        vertical = new float[PITCH * taps * ROWS];
    }

    /** Index of a tap of an output row at a column of the strip. */
    int at(int t, int tap, int o) {
        return (tap * ROWS + o) * PITCH + t;
    }

    void pack(Tensor from, int n, int y, int x, int rows, int length, float[] to) {
        for (int tap = 0; tap < taps; tap++) {
            for (int o = 0; o < rows; o++) {
                Bands.load(from.data(), at(from, n, tap, y + o, x), to, at(0, tap, o), length);
            }
        }
    }

    void unpack(float[] from, Tensor to, int n, int y, int x, int rows, int length) {
        for (int tap = 0; tap < taps; tap++) {
            for (int o = 0; o < rows; o++) {
                Bands.store(from, at(0, tap, o), to.data(), at(to, n, tap, y + o, x), length);
            }
        }
    }

    void packImage(Tensor from, int n, int c, int y, int x, int rows, int length) {
        for (int r = 0; r < rows + taps - 1; r++) {
            Bands.load(
                    from.data(),
                    at(from, n, c, y + r, x),
                    image,
                    r * stride,
                    length + taps - 1);
        }
    }

    /** What the gradients need besides. */
    static final class ForGradients extends VectorApiScratch {
        final float[] ofVertical;
        final float[] ofHorizontal;
        final float[] weighted;
        final float[] upstream = new float[STRIP * ROWS];

        ForGradients(int taps) {
            super(taps);
            ofVertical = new float[PITCH * taps * ROWS];
            ofHorizontal = new float[PITCH * taps * ROWS];
            weighted = new float[Math.max(taps, ROWS) * ROWS * L];
        }

        int upstreamAt(int t, int o) {
            return t * ROWS + o * L;
        }

        void packUpstream(Tensor from, int n, int c, int y, int x, int rows, int length) {
            for (int o = 0; o < rows; o++) {
                Bands.load(from.data(), at(from, n, c, y + o, x), row, 0, length);
                for (int t = 0; t < length; t += L) {
                    FloatVector.fromArray(S, row, t).intoArray(upstream, upstreamAt(t, o));
                }
            }
        }
    }

    static int at(Tensor t, int n, int c, int y, int x) {
        return ((n * t.channels() + c) * t.height() + y) * t.width() + x;
    }
}
