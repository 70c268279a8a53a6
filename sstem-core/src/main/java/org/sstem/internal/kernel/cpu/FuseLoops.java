package org.sstem.internal.kernel.cpu;

import org.sstem.internal.kernel.Tensor;

import java.util.Arrays;

/**
 * Blending. Bound by memory: 16 bytes a pixel for 4 operations. In plain Java values pass through arrays that fit the
 * first-level cache, because loops over several arrays with offsets are not vectorised by the JIT compiler.
 */
final class FuseLoops {

    /** Floats a chunk: five arrays of it fit a first-level cache of 32 KiB. */
    private static final int CHUNK = 1024;

    /** Chunks a task, so that a task is worth handing over. */
    private static final int CHUNKS = 16;

    private FuseLoops() {}

    static void forward(CpuLoops loops, Tensor a, Tensor b, Tensor weight, Tensor out) {
        int plane = a.height() * a.width();
        int tasks = Bands.ceilDiv(plane, CHUNK * CHUNKS);
        boolean heap = a.data().hasArray()
                && b.data().hasArray()
                && weight.data().hasArray()
                && out.data().hasArray();
        Bands.forEach(a.batch() * tasks, task -> {
            int n = task / tasks;
            int i = task % tasks * CHUNK * CHUNKS;
            int length = Math.min(CHUNK * CHUNKS, plane - i);
            for (int c = 0; c < a.channels(); c++) {
                int at = (n * a.channels() + c) * plane + i;
                if (heap) {
                    loops.blend(
                            a.data().array(),
                            a.data().arrayOffset() + at,
                            b.data().array(),
                            b.data().arrayOffset() + at,
                            weight.data().array(),
                            weight.data().arrayOffset() + n * plane + i,
                            out.data().array(),
                            out.data().arrayOffset() + at,
                            length);
                } else {
                    float[] p = new float[length];
                    float[] q = new float[length];
                    float[] w = new float[length];
                    Bands.load(a.data(), at, p, 0, length);
                    Bands.load(b.data(), at, q, 0, length);
                    Bands.load(weight.data(), n * plane + i, w, 0, length);
                    loops.blend(p, 0, q, 0, w, 0, p, 0, length);
                    Bands.store(p, 0, out.data(), at, length);
                }
            }
        });
    }

    /** For compilers that vectorise loops over whole arrays only: values pass through arrays of {@link #CHUNK}. */
    static void blendChunks(
            float[] p, int atP, float[] q, int atQ, float[] w, int atW, float[] out, int atOut, int length) {
        float[] chunkP = new float[CHUNK];
        float[] chunkQ = new float[CHUNK];
        float[] chunkW = new float[CHUNK];
        float[] chunkOut = new float[CHUNK];
        for (int i = 0; i < length; i += CHUNK) {
            int part = Math.min(CHUNK, length - i);
            System.arraycopy(p, atP + i, chunkP, 0, part);
            System.arraycopy(q, atQ + i, chunkQ, 0, part);
            System.arraycopy(w, atW + i, chunkW, 0, part);
            blend(chunkP, chunkQ, chunkW, chunkOut);
            System.arraycopy(chunkOut, 0, out, atOut + i, part);
        }
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
