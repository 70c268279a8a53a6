package org.sstem.internal.sheet;

import org.sstem.internal.image.Resampler;
import org.sstem.internal.math.Medians;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Compares the section, displaced, with its neighbours at all samples. */
final class Comparison {

    /** Squares in which likeness is looked at by itself, pixels. */
    private static final int SQUARE_PX = 64;
    /** Samples without which a square tells nothing. */
    private static final int LEAST_SAMPLES = 30;
    /** Correlation below which a square is unlike: where both are in register it is about a half. */
    private static final double UNLIKE = 0.25;

    final float[] residual;
    final float[] weight;
    final float[] gx;
    final float[] gy;
    final double scale;

    private final Samples samples;
    private final boolean[] inside;
    private final float[] own;
    private final float[] mean;
    private final double contrast;
    private double likeness;

    Comparison(Views views, Samples samples, float[][] displacement) {
        this.samples = samples;
        int n = samples.size();
        residual = new float[n];
        weight = new float[n];
        gx = new float[n];
        gy = new float[n];
        inside = new boolean[n];
        own = new float[n];
        mean = new float[n];
        float[] unlike = new float[n];
        int w = views.own().width();
        int h = views.own().height();
        samples.inChunks((c, from, to) -> {
            for (int i = from; i < to; i++) {
                float x = samples.x()[i] + displacement[0][i];
                float y = samples.y()[i] + displacement[1][i];
                inside[i] = x >= 0 && y >= 0 && x <= w - 1 && y <= h - 1;
                if (inside[i]) {
                    own[i] = views.own().get(samples.x()[i], samples.y()[i]);
                    mean[i] = Resampler.bilinear(views.mean(), x, y);
                    unlike[i] = Resampler.bilinear(views.unlike(), x, y);
                    gx[i] = Resampler.bilinear(views.gradientX(), x, y);
                    gy[i] = Resampler.bilinear(views.gradientY(), x, y);
                }
            }
        });
        double om = 0;
        double mm = 1e-9;
        double oo = 1e-9;
        for (int i = 0; i < n; i++) {
            om += own[i] * mean[i];
            mm += mean[i] * mean[i];
            oo += own[i] * own[i];
        }
        likeness = om / Math.sqrt(oo * mm);
        contrast = Math.min(Math.max(om / mm, 0.2), 1);
        float[] sizes = new float[n];
        int used = 0;
        for (int i = 0; i < n; i++) {
            residual[i] = (float) (own[i] - contrast * mean[i]);
            if (inside[i]) {
                sizes[used++] = Math.abs(residual[i]);
            }
            gx[i] *= (float) contrast;
            gy[i] *= (float) contrast;
        }
        double median = used == 0 ? 1 : Medians.upper(Arrays.copyOf(sizes, used));
        scale = Math.max(2.2 * median * median, 1e-6);
        for (int i = 0; i < n; i++) {
            double r = residual[i];
            weight[i] = inside[i] ? (float) (1 / (scale + unlike[i] * unlike[i] + 0.5 * r * r)) : 0;
        }
    }

    /** Robust cost of one sample; 0 where it comes to lie outside the section. */
    double cost(int i, double by) {
        return inside[i] ? Math.log1p(residual[i] * residual[i] / by) : 0;
    }

    boolean inside(int i) {
        return inside[i];
    }

    /** What the mean of the neighbours is multiplied by to be most like the section. */
    double contrast() {
        return contrast;
    }

    /**
     * Log-likelihood that these displacements gain over others, in units of one independent sample. What either puts
     * outside the section says nothing, so that nothing is gained by moving there what fits badly.
     */
    double gainOver(Comparison other, double by) {
        double gain = 0;
        for (int i = 0; i < residual.length; i++) {
            if (inside[i] && other.inside[i]) {
                gain += other.cost(i, by) - cost(i, by);
            }
        }
        return gain / PullPrior.DEPENDENT;
    }

    /** Share of the squares of tissue in which the section is hardly like the mean of its neighbours; 1 without any. */
    double unlike() {
        Map<Long, double[]> squares = new HashMap<>();
        for (int i = 0; i < own.length; i++) {
            if (inside[i]) {
                long key = (long) (samples.y()[i] / SQUARE_PX) << Integer.SIZE | samples.x()[i] / SQUARE_PX;
                double[] sums = squares.computeIfAbsent(key, k -> new double[4]);
                sums[0] += own[i] * mean[i];
                sums[1] += own[i] * own[i];
                sums[2] += mean[i] * mean[i];
                sums[3]++;
            }
        }
        int all = 0;
        int unlike = 0;
        for (double[] sums : squares.values()) {
            if (sums[3] > LEAST_SAMPLES) {
                all++;
                unlike += sums[0] < UNLIKE * Math.sqrt(sums[1] * sums[2]) ? 1 : 0;
            }
        }
        return all == 0 ? 1 : unlike / (double) all;
    }

    /** Correlation of the section with the mean of its neighbours. */
    double likeness() {
        return likeness;
    }
}
