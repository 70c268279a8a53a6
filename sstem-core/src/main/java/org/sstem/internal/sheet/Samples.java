package org.sstem.internal.sheet;

import net.imglib2.parallel.Parallelization;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places of the damaged section at which it is compared with its neighbours: a grid over its tissue.
 *
 * @param x    columns
 * @param y    rows
 * @param part the part of the sheet that each lies in
 */
record Samples(int[] x, int[] y, int[] part) {

    /** Pieces that work on samples is cut into, whatever the number of threads. */
    static final int CHUNKS = 16;

    /** What is done with one piece. */
    @FunctionalInterface
    interface Chunk {
        void run(int chunk, int from, int to);
    }

    /** Works on all samples, piece by piece, on the threads of the caller's context. */
    void inChunks(Chunk chunk) {
        int n = size();
        List<Integer> all = IntStream.range(0, CHUNKS).boxed().toList();
        Parallelization.getTaskExecutor()
                .forEach(all, c -> chunk.run(c, (int) ((long) n * c / CHUNKS), (int) ((long) n * (c + 1) / CHUNKS)));
    }

    /** The grid with some spacing in pixels. */
    static Samples of(Cuts cuts, int step) {
        int most = ((cuts.width() + step - 1) / step) * ((cuts.height() + step - 1) / step);
        int[] x = new int[most];
        int[] y = new int[most];
        int[] part = new int[most];
        int n = 0;
        for (int py = step / 2; py < cuts.height(); py += step) {
            for (int px = step / 2; px < cuts.width(); px += step) {
                int p = cuts.part(px, py);
                if (p >= 0) {
                    x[n] = px;
                    y[n] = py;
                    part[n++] = p;
                }
            }
        }
        return new Samples(Arrays.copyOf(x, n), Arrays.copyOf(y, n), Arrays.copyOf(part, n));
    }

    int size() {
        return x.length;
    }
}
