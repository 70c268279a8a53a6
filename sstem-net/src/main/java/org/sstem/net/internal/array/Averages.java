package org.sstem.net.internal.array;

import net.imglib2.parallel.Parallelization;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Running averages of many numbers. */
public final class Averages {

    private static final int CHUNK = 1 << 16;

    private Averages() {}

    /** {@code average = decay average + (1 - decay) values}, value by value. */
    public static void move(float[] average, FloatBuffer values, float decay) {
        List<Integer> starts = IntStream.range(0, (average.length + CHUNK - 1) / CHUNK)
                .mapToObj(i -> i * CHUNK)
                .collect(Collectors.toList());
        Parallelization.getTaskExecutor().forEach(starts, from -> {
            float[] piece = new float[Math.min(CHUNK, average.length - from)];
            values.get(from, piece);
            for (int i = 0; i < piece.length; i++) {
                average[from + i] = decay * average[from + i] + (1 - decay) * piece[i];
            }
        });
    }
}
