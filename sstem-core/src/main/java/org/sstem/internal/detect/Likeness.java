package org.sstem.internal.detect;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.math.Moments;
import org.sstem.method.Plane;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How alike two sections are: blocks of the one are looked for near the same place in the other, and, to know what
 * chance does, in the other turned by half a turn, which has the same texture and shows nothing of the same tissue.
 * Drift, folds and the change from section to section cost little of it. Stateless.
 */
final class Likeness {

    private static final int BLOCK = 32;
    private static final int REACH = 20;
    private static final int STRIDE = 2;
    /** Blocks that show something stand for up to this many times as many. */
    private static final double MOST_MORE = 2;

    private Likeness() {}

    /**
     * Compares two sections.
     *
     * @return by how many standard errors the blocks' best correlations exceed those that chance gives; 0 where
     *     there is no texture
     */
    static double of(Plane a, Plane b) {
        int block = Math.min(BLOCK, Math.min(a.width(), a.height()));
        int columns = Math.max(1, a.width() / block);
        int rows = Math.max(1, a.height() / block);
        boolean gaps = gaps(a) || gaps(b);
        Plane turned = turned(b);
        List<double[]> best = Parallelization.getTaskExecutor()
                .forEachApply(IntStream.range(0, columns * rows).boxed().toList(), i -> {
                    int x = i % columns * block;
                    int y = i / columns * block;
                    return new double[] {best(a, b, x, y, block, gaps), best(a, turned, x, y, block, gaps)};
                });
        Moments more = new Moments();
        for (double[] pair : best) {
            if (!Double.isNaN(pair[0]) && !Double.isNaN(pair[1])) {
                more.add(pair[0] - pair[1]);
            }
        }
        double n = more.count();
        if (n < 4) {
            return 0;
        }
        double sd = Math.sqrt(Math.max(1e-6, more.variance()));
        // Blocks without tissue say neither yes nor no.
        double blocks = gaps ? Math.min(columns * rows, MOST_MORE * n) : n;
        return more.mean() / sd * Math.sqrt(blocks);
    }

    private static Plane turned(Plane plane) {
        Plane out = new Plane(plane.width(), plane.height());
        int n = out.pixels().length;
        for (int i = 0; i < n; i++) {
            out.pixels()[i] = plane.pixels()[n - 1 - i];
        }
        return out;
    }

    /** Best correlation of a block of {@code a} within reach in {@code b}; NaN where it has no texture. */
    private static double best(Plane a, Plane b, int x0, int y0, int block, boolean gaps) {
        int reach = Math.min(REACH, Math.min(a.width(), a.height()) / 6);
        double best = Double.NaN;
        // Every second displacement: cells are finer than what they show.
        for (int dy = -reach; dy <= reach; dy += STRIDE) {
            for (int dx = -reach; dx <= reach; dx += STRIDE) {
                if (x0 + dx < 0 || y0 + dy < 0 || x0 + dx + block > b.width() || y0 + dy + block > b.height()) {
                    continue;
                }
                double c = gaps
                        ? correlationOfBoth(a, b, x0, y0, dx, dy, block)
                        : correlation(a, b, x0, y0, dx, dy, block);
                if (!(c <= best)) {
                    best = c;
                }
            }
        }
        return best;
    }

    private static double correlation(Plane a, Plane b, int x0, int y0, int dx, int dy, int block) {
        float ab = 0;
        float aa = 0;
        float bb = 0;
        for (int y = y0; y < y0 + block; y++) {
            int i = y * a.width() + x0;
            int j = (y + dy) * b.width() + x0 + dx;
            for (int k = 0; k < block; k++) {
                float p = a.pixels()[i + k];
                float q = b.pixels()[j + k];
                ab += p * q;
                aa += p * p;
                bb += q * q;
            }
        }
        return aa > 0 && bb > 0 ? ab / Math.sqrt((double) aa * bb) : Double.NaN;
    }

    /** Texture is exactly 0 where there is no tissue, and next to nowhere else. */
    private static boolean gaps(Plane plane) {
        int n = 0;
        for (float value : plane.pixels()) {
            n += value == 0 ? 1 : 0;
        }
        return n > 0 && n < plane.pixels().length;
    }

    /** Where one of the two has no tissue, the other says nothing either. */
    private static double correlationOfBoth(Plane a, Plane b, int x0, int y0, int dx, int dy, int block) {
        float ab = 0;
        float aa = 0;
        float bb = 0;
        int n = 0;
        for (int y = y0; y < y0 + block; y++) {
            int i = y * a.width() + x0;
            int j = (y + dy) * b.width() + x0 + dx;
            for (int k = 0; k < block; k++) {
                float p = a.pixels()[i + k];
                float q = b.pixels()[j + k];
                if (p != 0 && q != 0) {
                    ab += p * q;
                    aa += p * p;
                    bb += q * q;
                    n++;
                }
            }
        }
        return 4 * n >= block * block && aa > 0 && bb > 0 ? ab / Math.sqrt((double) aa * bb) : Double.NaN;
    }
}
