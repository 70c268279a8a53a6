package org.sstem.internal.kernel.cpu;

import jdk.incubator.vector.FloatVector;

import static org.sstem.internal.kernel.cpu.VectorApiScratch.L;
import static org.sstem.internal.kernel.cpu.VectorApiScratch.load;

/**
 * The sums of smoothing, four vectors of columns at a time kept in registers over the whole kernel, and one at a time of what is left. Added up in the order
 * of {@link SmoothRows} without fused operations: the same bits.
 */
final class VectorApiSmooth {

    private static final int BLOCK = 4 * L;

    private VectorApiSmooth() {}

    static void sumRows(float[] image, int at, int width, int height, int y, float[] half, float[] sum) {
        int whole = width / BLOCK * BLOCK;
        int centre = at + y * width;
        for (int x = 0; x < whole; x += BLOCK) {
            FloatVector a = load(image, centre + x).mul(half[0]);
            FloatVector b = load(image, centre + x + L).mul(half[0]);
            FloatVector c = load(image, centre + x + 2 * L).mul(half[0]);
            FloatVector d = load(image, centre + x + 3 * L).mul(half[0]);
            for (int k = 1; k < half.length; k++) {
                int above = at + Math.max(y - k, 0) * width + x;
                int below = at + Math.min(y + k, height - 1) * width + x;
                float weight = half[k];
                a = a.add(load(image, above).add(load(image, below)).mul(weight));
                b = b.add(load(image, above + L).add(load(image, below + L)).mul(weight));
                c = c.add(load(image, above + 2 * L).add(load(image, below + 2 * L)).mul(weight));
                d = d.add(load(image, above + 3 * L).add(load(image, below + 3 * L)).mul(weight));
            }
            a.intoArray(sum, x);
            b.intoArray(sum, x + L);
            c.intoArray(sum, x + 2 * L);
            d.intoArray(sum, x + 3 * L);
        }
        int vectors = width / L * L;
        for (int x = whole; x < vectors; x += L) {
            FloatVector a = load(image, centre + x).mul(half[0]);
            for (int k = 1; k < half.length; k++) {
                int above = at + Math.max(y - k, 0) * width + x;
                int below = at + Math.min(y + k, height - 1) * width + x;
                a = a.add(load(image, above).add(load(image, below)).mul(half[k]));
            }
            a.intoArray(sum, x);
        }
        SmoothRows.sumRows(image, at, width, height, y, half, vectors, sum);
    }

    static void sumColumns(float[] padded, float[] half, float[] sum) {
        int radius = half.length - 1;
        int whole = sum.length / BLOCK * BLOCK;
        for (int x = 0; x < whole; x += BLOCK) {
            int centre = radius + x;
            FloatVector a = load(padded, centre).mul(half[0]);
            FloatVector b = load(padded, centre + L).mul(half[0]);
            FloatVector c = load(padded, centre + 2 * L).mul(half[0]);
            FloatVector d = load(padded, centre + 3 * L).mul(half[0]);
            for (int k = 1; k <= radius; k++) {
                int left = centre - k;
                int right = centre + k;
                float weight = half[k];
                a = a.add(load(padded, left).add(load(padded, right)).mul(weight));
                b = b.add(load(padded, left + L).add(load(padded, right + L)).mul(weight));
                c = c.add(load(padded, left + 2 * L).add(load(padded, right + 2 * L)).mul(weight));
                d = d.add(load(padded, left + 3 * L).add(load(padded, right + 3 * L)).mul(weight));
            }
            a.intoArray(sum, x);
            b.intoArray(sum, x + L);
            c.intoArray(sum, x + 2 * L);
            d.intoArray(sum, x + 3 * L);
        }
        int vectors = sum.length / L * L;
        for (int x = whole; x < vectors; x += L) {
            int centre = radius + x;
            FloatVector a = load(padded, centre).mul(half[0]);
            for (int k = 1; k <= radius; k++) {
                a = a.add(load(padded, centre - k).add(load(padded, centre + k)).mul(half[k]));
            }
            a.intoArray(sum, x);
        }
        SmoothRows.sumColumns(padded, half, vectors, sum);
    }
}
