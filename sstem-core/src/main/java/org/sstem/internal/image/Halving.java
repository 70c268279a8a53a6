package org.sstem.internal.image;

import org.sstem.method.Plane;

import java.util.Arrays;

/** The loops behind {@link Filters#halve} and {@link Filters#enlarge}. Stateless. */
final class Halving {

    /** (1 4 6 4 1)/16 from the centre outwards: passes nothing of the frequency that sub-sampling by two cannot hold. */
    private static final float[] BINOMIAL = {6 / 16f, 4 / 16f, 1 / 16f};

    private Halving() {}

    static Plane halve(Plane plane) {
        int width = (plane.width() + 1) / 2;
        Plane out = new Plane(width, (plane.height() + 1) / 2);
        Rows.forEach(out.height(), (from, to) -> {
            float[] row = new float[plane.width() + 4];
            for (int y = from; y < to; y++) {
                binomial(plane, 2 * y, row);
                for (int x = 0; x < width; x++) {
                    int i = 2 * x + 2;
                    out.pixels()[y * width + x] = BINOMIAL[0] * row[i]
                            + BINOMIAL[1] * (row[i - 1] + row[i + 1])
                            + BINOMIAL[2] * (row[i - 2] + row[i + 2]);
                }
            }
        });
        return out;
    }

    /** Sums the rows around a row; the result has its border repeated twice at either end. */
    private static void binomial(Plane plane, int y, float[] row) {
        int width = plane.width();
        int height = plane.height();
        float[] p = plane.pixels();
        int centre = y * width;
        int above = clamp(y - 1, height) * width;
        int below = clamp(y + 1, height) * width;
        int farAbove = clamp(y - 2, height) * width;
        int farBelow = clamp(y + 2, height) * width;
        for (int x = 0; x < width; x++) {
            row[x + 2] = BINOMIAL[0] * p[centre + x]
                    + BINOMIAL[1] * (p[above + x] + p[below + x])
                    + BINOMIAL[2] * (p[farAbove + x] + p[farBelow + x]);
        }
        Arrays.fill(row, 0, 2, row[2]);
        Arrays.fill(row, width + 2, width + 4, row[width + 1]);
    }

    /** Sums four pixels of the coarse plane, twice the same ones on its own pixels, and scales the sum. */
    static Plane enlarge(Plane plane, int width, int height, float scale) {
        Plane out = new Plane(width, height);
        Rows.forEach(height, (from, to) -> {
            float[] p = plane.pixels();
            float[] row = out.pixels();
            for (int y = from; y < to; y++) {
                int first = y / 2 * plane.width();
                int second = Math.min((y + 1) / 2, plane.height() - 1) * plane.width();
                int at = y * width;
                float a = p[first];
                float b = p[second];
                for (int x = 0; x < plane.width(); x++) {
                    int next = Math.min(x + 1, plane.width() - 1);
                    float c = p[first + next];
                    float d = p[second + next];
                    row[at + 2 * x] = scale * (a + a + (b + b));
                    if (2 * x + 1 < width) {
                        row[at + 2 * x + 1] = scale * (a + c + (b + d));
                    }
                    a = c;
                    b = d;
                }
            }
        });
        return out;
    }

    private static int clamp(int i, int length) {
        return Math.min(Math.max(i, 0), length - 1);
    }
}
