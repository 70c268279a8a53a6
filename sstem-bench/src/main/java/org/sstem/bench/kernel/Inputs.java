package org.sstem.bench.kernel;

import org.sstem.internal.kernel.Tensor;

import java.util.Random;

/** Seeded values. */
final class Inputs {

    private Inputs() {}

    static Tensor random(long seed, int channels, int height, int width) {
        Random random = new Random(seed);
        float[] values = new float[channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.4f;
        }
        return Tensor.of(1, channels, height, width, values);
    }

    /** A smooth flow of up to 8 pixels with sub-pixel noise, as registration gives. */
    static Tensor flow(int size) {
        Random random = new Random(5);
        float[] values = new float[2 * size * size];
        for (int i = 0; i < size * size; i++) {
            values[i] = (float) (8 * Math.sin((i % size + i / size) * 0.005) + 0.2 * random.nextFloat());
            values[size * size + i] = (float) (8 * Math.cos((i % size - i / size) * 0.005) + 0.2 * random.nextFloat());
        }
        return Tensor.of(1, 2, size, size, values);
    }
}
