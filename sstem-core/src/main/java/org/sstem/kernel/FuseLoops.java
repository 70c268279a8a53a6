package org.sstem.kernel;

import java.util.Arrays;

/**
 * Blending. Bound by memory: 16 bytes a pixel for 4 operations. Values pass through arrays that fit the first-level
 * cache, because loops over several arrays with offsets are not vectorised by the JIT compiler.
 */
final class FuseLoops {

    /** Floats a chunk: five arrays of it fit a first-level cache of 32 KiB. */
    private static final int CHUNK = 1024;

    /** Chunks a task, so that a task is worth handing over. */
    private static final int CHUNKS = 16;

    private FuseLoops() {}

    static void forward(Tensor a, Tensor b, Tensor weight, Tensor out) {
        int plane = a.height() * a.width();
        int tasks = Bands.ceilDiv(plane, CHUNK * CHUNKS);
        Bands.forEach(a.batch() * tasks, task -> {
            float[] p = new float[CHUNK];
            float[] q = new float[CHUNK];
            float[] w = new float[CHUNK];
            float[] o = new float[CHUNK];
            int n = task / tasks;
            int end = Math.min(plane, (task % tasks + 1) * CHUNK * CHUNKS);
            for (int i = task % tasks * CHUNK * CHUNKS; i < end; i += CHUNK) {
                int length = Math.min(CHUNK, end - i);
                Bands.load(weight.data(), n * plane + i, w, 0, length);
                for (int c = 0; c < a.channels(); c++) {
                    int at = (n * a.channels() + c) * plane + i;
                    Bands.load(a.data(), at, p, 0, length);
                    Bands.load(b.data(), at, q, 0, length);
                    blend(p, q, w, o);
                    Bands.store(o, 0, out.data(), at, length);
                }
            }
        });
    }

    static void gradient(
            Tensor a,
            Tensor b,
            Tensor weight,
            Tensor upstream,
            Tensor aGradient,
            Tensor bGradient,
            Tensor weightGradient) {
        int plane = a.height() * a.width();
        int tasks = Bands.ceilDiv(plane, CHUNK * CHUNKS);
        Bands.forEach(a.batch() * tasks, task -> {
            float[] p = new float[CHUNK];
            float[] q = new float[CHUNK];
            float[] w = new float[CHUNK];
            float[] g = new float[CHUNK];
            float[] sum = new float[CHUNK];
            int n = task / tasks;
            int end = Math.min(plane, (task % tasks + 1) * CHUNK * CHUNKS);
            for (int i = task % tasks * CHUNK * CHUNKS; i < end; i += CHUNK) {
                int length = Math.min(CHUNK, end - i);
                Bands.load(weight.data(), n * plane + i, w, 0, length);
                Arrays.fill(sum, 0);
                for (int c = 0; c < a.channels(); c++) {
                    int at = (n * a.channels() + c) * plane + i;
                    Bands.load(upstream.data(), at, g, 0, length);
                    if (weightGradient != null) {
                        Bands.load(a.data(), at, p, 0, length);
                        Bands.load(b.data(), at, q, 0, length);
                        addProduct(g, p, q, sum);
                    }
                    multiply(g, w, p, q);
                    if (aGradient != null) {
                        Bands.store(p, 0, aGradient.data(), at, length);
                    }
                    if (bGradient != null) {
                        Bands.store(q, 0, bGradient.data(), at, length);
                    }
                }
                if (weightGradient != null) {
                    Bands.store(sum, 0, weightGradient.data(), n * plane + i, length);
                }
            }
        });
    }

    private static void blend(float[] p, float[] q, float[] w, float[] o) {
        for (int i = 0; i < CHUNK; i++) {
            o[i] = p[i] * (1 - w[i]) + q[i] * w[i];
        }
    }

    private static void addProduct(float[] g, float[] p, float[] q, float[] sum) {
        for (int i = 0; i < CHUNK; i++) {
            sum[i] += g[i] * (q[i] - p[i]);
        }
    }

    private static void multiply(float[] g, float[] w, float[] p, float[] q) {
        for (int i = 0; i < CHUNK; i++) {
            p[i] = g[i] * (1 - w[i]);
            q[i] = g[i] * w[i];
        }
    }
}
