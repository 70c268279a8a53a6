package org.sstem.internal.precipitate;

import org.sstem.internal.image.Rows;
import org.sstem.internal.math.LinearSystem;
import org.sstem.internal.math.Moments;
import org.sstem.internal.precipitate.blob.GreyLikelihood;
import org.sstem.method.Plane;

import java.util.Arrays;

/**
 * What the section would look like without blobs, as far as its neighbours tell: for every cell the expected logarithm
 * of the grey value, and how the real one scatters about it. Immutable.
 */
public final class Background {

    /** Scales at which the neighbours are looked at, px: the finer ones predict detail, the coarser ones shading. */
    private static final double[] SCALES_PX = {3, 10, 30};

    private static final int SAMPLES = 200_000;
    private static final double BLOCK_PX = 32;

    private final int width;
    private final float[] deviation;
    private final byte[] classes;
    private final GreyLikelihood coarse;
    private final GreyLikelihood fine;
    private final double pixelsPerSample;
    private final double explained;

    /**
     * Learns from the undamaged part.
     *
     * @param section  the damaged section
     * @param expected its neighbours' mean
     * @param contrast how the two relate
     * @param use      which cells are undamaged
     * @param grid     the working grid
     */
    public Background(Plane section, Plane expected, Contrast contrast, boolean[] use, Working grid) {
        width = section.width();
        double typical = contrast.gain() * contrast.mean() + contrast.offset();
        Plane log = new Plane(width, section.height());
        double[] light = light(expected);
        float[] own = new float[use.length];
        Rows.forEachPixel(log, (from, to) -> {
            for (int i = from; i < to; i++) {
                double here = light[0] + light[1] * (i % width) + light[2] * (i / width);
                double grey = contrast.gain() * expected.pixels()[i] + contrast.offset() * Math.max(here, 0.1);
                log.pixels()[i] = (float) Math.log(Math.max(grey / typical, 0.05));
                own[i] = (float) Math.log(Math.max(section.pixels()[i] / typical, 2e-4));
            }
        });
        float[][] features = new float[SCALES_PX.length][];
        for (int s = 0; s < SCALES_PX.length; s++) {
            features[s] = Blur.gaussian(log, grid.cells(SCALES_PX[s])).pixels();
        }
        double[] weights = regress(features, own, use);
        float[] expectation = new float[own.length];
        float[] beyond = new float[own.length];
        Rows.forEachPixel(log, (from, to) -> {
            for (int i = from; i < to; i++) {
                double sum = weights[SCALES_PX.length];
                for (int s = 0; s < SCALES_PX.length; s++) {
                    sum += weights[s] * features[s][i];
                }
                expectation[i] = (float) sum;
                beyond[i] = (float) (own[i] - sum);
            }
        });
        deviation = beyond;
        byte[] sorted = new byte[own.length];
        float[] borders = borders(expectation, use);
        Rows.forEachPixel(log, (from, to) -> classify(expectation, borders, from, to, sorted));
        classes = sorted;
        GreyLikelihood.Histograms histograms = GreyLikelihood.Histograms.of(deviation, classes, use);
        coarse = new GreyLikelihood(histograms, 0.6);
        fine = new GreyLikelihood(histograms, 0.15);
        explained = 1
                - Moments.of(deviation, use).variance()
                        / Math.max(1e-12, Moments.of(own, use).variance());
        pixelsPerSample = pixelsPerSample(use, (int) Math.max(4, Math.round(grid.cells(BLOCK_PX))));
    }

    /**
     * How bright the light is at (0, 0), and how it rises along x and along y, relative to its mean: the plane that fits
     * the neighbours best. Where contrast was lost, what was added to the section was lit as unevenly as the rest.
     */
    private static double[] light(Plane expected) {
        double right = 0.5 * (expected.width() - 1);
        double down = 0.5 * (expected.height() - 1);
        double sum = 0;
        double alongX = 0;
        double alongY = 0;
        for (int y = 0; y < expected.height(); y++) {
            for (int x = 0; x < expected.width(); x++) {
                double grey = expected.get(x, y);
                sum += grey;
                alongX += grey * (x - right);
                alongY += grey * (y - down);
            }
        }
        double n = (double) expected.width() * expected.height();
        // the variance of whole numbers in a row
        double slopeX = alongX / Math.max(1, n * (square(expected.width()) - 1) / 12);
        double slopeY = alongY / Math.max(1, n * (square(expected.height()) - 1) / 12);
        double mean = sum / n;
        return mean > 0
                ? new double[] {1 - (slopeX * right + slopeY * down) / mean, slopeX / mean, slopeY / mean}
                : new double[] {1, 0, 0};
    }

    private static double square(double value) {
        return value * value;
    }

    /** Least squares with a constant, on evenly spread samples. */
    private static double[] regress(float[][] features, float[] own, boolean[] use) {
        int n = features.length + 1;
        double[][] normal = new double[n][n];
        double[] right = new double[n];
        double[] row = new double[n];
        // a step without common factors with any width walks through columns evenly
        int step = Math.max(1, own.length / SAMPLES) | 1;
        for (int i = 0; i < own.length; i += step) {
            if (!use[i]) {
                continue;
            }
            for (int s = 0; s < n - 1; s++) {
                row[s] = features[s][i];
            }
            row[n - 1] = 1;
            for (int j = 0; j < n; j++) {
                right[j] += row[j] * own[i];
                for (int k = 0; k < n; k++) {
                    normal[j][k] += row[j] * row[k];
                }
            }
        }
        for (int j = 0; j < n; j++) {
            normal[j][j] = normal[j][j] * (1 + 1e-6) + 1e-9;
        }
        return LinearSystem.positiveDefinite(normal)
                .map(system -> system.solve(right))
                .orElseGet(() -> new double[n]);
    }

    /** Expectations that part the classes: none if there is nothing to tell them from. */
    private static float[] borders(float[] expectation, boolean[] use) {
        float[] sample = new float[SAMPLES + 1];
        int n = 0;
        int step = Math.max(1, expectation.length / SAMPLES + 1) | 1;
        for (int i = 0; i < expectation.length; i += step) {
            if (use[i]) {
                sample[n++] = expectation[i];
            }
        }
        Arrays.sort(sample, 0, n);
        float[] borders = new float[n == 0 ? 0 : GreyLikelihood.CLASSES - 1];
        for (int c = 0; c < borders.length; c++) {
            borders[c] = sample[n * (c + 1) / GreyLikelihood.CLASSES];
        }
        return borders;
    }

    private static void classify(float[] expectation, float[] borders, int from, int to, byte[] classes) {
        for (int i = from; i < to; i++) {
            int c = 0;
            for (float border : borders) {
                c += expectation[i] >= border ? 1 : 0;
            }
            classes[i] = (byte) c;
        }
    }

    /** Neighbouring pixels are alike: how many of them tell as much as one that is independent, from block means. */
    private double pixelsPerSample(boolean[] use, int block) {
        int height = deviation.length / width;
        int columns = width / block;
        double[] told = new double[columns * (height / block)];
        Rows.forEach(told.length, (from, to) -> {
            for (int b = from; b < to; b++) {
                told[b] = told(use, b % columns * block, b / columns * block, block);
            }
        });
        double sum = 0;
        int blocks = 0;
        for (double square : told) {
            if (square >= 0) {
                sum += square;
                blocks++;
            }
        }
        return blocks < 4 ? 100 : Math.max(1, sum / blocks * fine.information());
    }

    /** What a block tells of the variance of one cell if all are independent; -1 if not all of it is undamaged. */
    private double told(boolean[] use, int x0, int y0, int block) {
        double mean = 0;
        for (int y = y0; y < y0 + block; y++) {
            for (int x = x0; x < x0 + block; x++) {
                int i = y * width + x;
                if (!use[i]) {
                    return -1;
                }
                mean += shift(i, 0);
            }
        }
        return mean * mean / (block * block);
    }

    /** Share of the variance of the logarithmic grey values that the neighbours explain. */
    double explained() {
        return explained;
    }

    /** Log grey value of a cell minus its expectation. */
    public double deviation(int index) {
        return deviation[index];
    }

    /** Class of the expectation of a cell, for {@link GreyLikelihood}. */
    public int classOf(int index) {
        return classes[index];
    }

    public GreyLikelihood likelihood(boolean sharp) {
        return sharp ? fine : coarse;
    }

    /** What one cell says, to first order, about the logarithm of the transmission beyond the one assumed. */
    public double shift(int index, double assumed) {
        return fine.score(deviation[index] - assumed, classes[index]) / fine.information();
    }

    /** What every cell says, in the same way, beyond what is assumed of each. */
    public float[] shifts(float[] assumed) {
        return fine.shifts(deviation, assumed, classes);
    }

    /** Cells that together are worth one independent observation. */
    public double pixelsPerSample() {
        return pixelsPerSample;
    }

    /** Variance of the expectation's error for a single cell. */
    public double variance() {
        return 1 / fine.information();
    }
}
