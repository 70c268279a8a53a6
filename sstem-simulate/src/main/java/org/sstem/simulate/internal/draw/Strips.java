package org.sstem.simulate.internal.draw;

import net.imglib2.parallel.Parallelization;

import java.util.ArrayList;
import java.util.List;

/** Splits the rows of an image among the caller's threads. */
public final class Strips {

    static final int ROWS = 64;

    private Strips() {}

    /** Works on the rows [from, to). */
    public interface Work {
        void run(int from, int to);
    }

    static int count(int height) {
        return (height + ROWS - 1) / ROWS;
    }

    /** Strips begin at multiples of {@link #ROWS}. */
    public static void forEach(int height, Work work) {
        List<Integer> starts = new ArrayList<>();
        for (int y = 0; y < height; y += ROWS) {
            starts.add(y);
        }
        Parallelization.getTaskExecutor().forEach(starts, y -> work.run(y, Math.min(y + ROWS, height)));
    }
}
