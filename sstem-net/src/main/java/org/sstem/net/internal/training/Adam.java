package org.sstem.net.internal.training;

import net.imglib2.parallel.Parallelization;
import org.sstem.net.internal.graph.FlatParameters;

import java.nio.FloatBuffer;

/**
 * Adam as PyTorch has it: betas 0.9 and 0.999, epsilon 1e-8 outside the corrected root, no weight decay, single precision.
 *
 * <p>The layout of DL4J's parameters stays; its own updater would keep one state for every layer and apply it in many
 * small operations.
 */
final class Adam {

    static final double BETA1 = 0.9;
    static final double BETA2 = 0.999;
    static final double EPSILON = 1e-8;

    private static final int PIECE = 2048;

    private final float[] mean;
    private final float[] square;

    /** Starts with moments of 0, one of each for every parameter. */
    Adam(int parameters) {
        this(new float[parameters], new float[parameters]);
    }

    /** Goes on from moments. */
    Adam(float[] mean, float[] square) {
        this.mean = mean;
        this.square = square;
    }

    /** Running means of the gradients; the array itself. */
    float[] mean() {
        return mean;
    }

    /** Running means of the gradients' squares; the array itself. */
    float[] square() {
        return square;
    }

    /**
     * Makes one step.
     *
     * @param parameters what is changed, by its gradients
     * @param number     number of the step, from 1
     * @param factor     by which gradients are multiplied first
     * @param rates      learning rate of every network
     */
    void step(FlatParameters parameters, long number, double factor, double... rates) {
        double correction1 = 1 - Math.pow(BETA1, number);
        float correction = (float) Math.sqrt(1 - Math.pow(BETA2, number));
        Parallelization.getTaskExecutor().forEach(parameters.trained(), chunk -> {
            float stepSize = (float) (rates[chunk.network()] / correction1);
            step(parameters, chunk, stepSize, correction, (float) factor);
        });
    }

    private void step(
            FlatParameters parameters, FlatParameters.Chunk chunk, float stepSize, float correction, float factor) {
        FloatBuffer values = parameters.values();
        float[] p = new float[PIECE];
        float[] g = new float[PIECE];
        float[] m = new float[PIECE];
        float[] v = new float[PIECE];
        int end = chunk.from() + chunk.length();
        for (int at = chunk.from(); at < end; at += PIECE) {
            int length = Math.min(PIECE, end - at);
            values.get(at, p, 0, length);
            parameters.gradients().get(at, g, 0, length);
            System.arraycopy(mean, at, m, 0, length);
            System.arraycopy(square, at, v, 0, length);
            update(p, g, m, v, stepSize, correction, factor);
            System.arraycopy(m, 0, mean, at, length);
            System.arraycopy(v, 0, square, at, length);
            values.put(at, p, 0, length);
        }
    }

    /** On arrays from their start and to their end: that is what the compiler turns into vector instructions. */
    private static void update(
            float[] p, float[] g, float[] m, float[] v, float stepSize, float correction, float factor) {
        float beta1 = (float) BETA1;
        float rest1 = (float) (1 - BETA1);
        float beta2 = (float) BETA2;
        float rest2 = (float) (1 - BETA2);
        float epsilon = (float) EPSILON;
        for (int i = 0; i < PIECE; i++) {
            float gradient = factor * g[i];
            m[i] = beta1 * m[i] + rest1 * gradient;
            v[i] = beta2 * v[i] + rest2 * (gradient * gradient);
        }
        for (int i = 0; i < PIECE; i++) {
            float root = (float) Math.sqrt(v[i]);
            p[i] -= stepSize * (m[i] / (root / correction + epsilon));
        }
    }
}
