package org.sstem.internal.metric;

import net.imglib2.parallel.Parallelization;

import java.util.ArrayList;
import java.util.List;

/**
 * One pass over two images, band by band: squared differences and SSIM together.
 *
 * <p>Only a band a thread is in memory. Every row has its own sum and the sums are added in order, so that the result
 * does not depend on bands or threads.
 */
final class PairPass {

    /** Rows of SSIM windows in a band: the window's overlap costs a sixth of the horizontal pass. */
    private static final int BAND = 64;

    private final PixelReader a;
    private final PixelReader b;
    private final int width;
    private final int height;

    PairPass(PixelReader a, PixelReader b, int width, int height) {
        this.a = a;
        this.b = b;
        this.width = width;
        this.height = height;
    }

    /** Mean squared difference. */
    double meanSquaredError() {
        double[] sums = new double[height];
        bands(height, 1, (y, rows, first, second) -> {
            for (int row = 0; row < rows; row++) {
                sums[y + row] = squaredDifference(first, second, row * width, width);
            }
        });
        return SsimRows.total(sums) / ((double) width * height);
    }

    /**
     * Mean of SSIM and of its contrast-structure factor over all windows inside the images.
     *
     * @param range    data range, positive
     * @param contrast whether the factor is wanted
     * @return SSIM and the factor (NaN if not wanted)
     */
    double[] structuralSimilarity(double range, boolean contrast) {
        double[] taps = GaussianWindow.taps();
        double c1 = Math.pow(0.01 * range, 2);
        double c2 = Math.pow(0.03 * range, 2);
        int windows = height - taps.length + 1;
        double[] ssim = new double[windows];
        double[] factor = contrast ? new double[windows] : null;
        bands(windows, taps.length, (y, rows, first, second) -> new SsimRows(taps, c1, c2, width)
                .sum(first, second, rows, ssim, factor, y));
        double count = (double) windows * (width - taps.length + 1);
        return new double[] {SsimRows.total(ssim) / count, contrast ? SsimRows.total(factor) / count : Double.NaN};
    }

    private void bands(int outputs, int window, BandTask task) {
        List<Integer> starts = new ArrayList<>();
        for (int y = 0; y < outputs; y += BAND) {
            starts.add(y);
        }
        Parallelization.getTaskExecutor().forEach(starts, y -> {
            int rows = Math.min(BAND, outputs - y) + window - 1;
            float[] first = new float[Math.multiplyExact(rows, width)];
            float[] second = new float[first.length];
            a.read(0, y, width, rows, first);
            b.read(0, y, width, rows, second);
            task.run(y, rows, first, second);
        });
    }

    private static double squaredDifference(float[] a, float[] b, int start, int length) {
        double sum = 0;
        for (int i = start; i < start + length; i++) {
            double d = (double) a[i] - b[i];
            sum += d * d;
        }
        return sum;
    }

    /** Works on one band. */
    @FunctionalInterface
    private interface BandTask {
        void run(int y, int rows, float[] first, float[] second);
    }
}
