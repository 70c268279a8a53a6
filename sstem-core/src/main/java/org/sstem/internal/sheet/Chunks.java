package org.sstem.internal.sheet;

import net.imglib2.parallel.Parallelization;

import java.util.List;
import java.util.stream.IntStream;

/** Runs over many things in pieces that do not depend on the number of threads, so that sums of pieces do not either. */
final class Chunks {

    static final int NUMBER = 16;

    /** What is done with one piece. */
    @FunctionalInterface
    interface Chunk {
        void run(int chunk, int from, int to);
    }

    private Chunks() {}

    static void of(int n, Chunk chunk) {
        List<Integer> all = IntStream.range(0, NUMBER).boxed().toList();
        Parallelization.getTaskExecutor()
                .forEach(all, c -> chunk.run(c, (int) ((long) n * c / NUMBER), (int) ((long) n * (c + 1) / NUMBER)));
    }
}
