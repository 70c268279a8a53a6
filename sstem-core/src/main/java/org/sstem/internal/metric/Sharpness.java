package org.sstem.internal.metric;

import net.imglib2.parallel.Parallelization;

import java.util.ArrayList;
import java.util.List;

/** Mean gradient magnitude of an image that is read band by band. */
final class Sharpness {

    private static final int BAND = 64;

    private Sharpness() {}

    /** Returns grey values per pixel, the mean over all pixels with eight neighbours; the same on any number of threads. */
    static double meanGradient(PixelReader image, int width, int height) {
        double[] sums = new double[height - 2];
        List<Integer> starts = new ArrayList<>();
        for (int y = 0; y < sums.length; y += BAND) {
            starts.add(y);
        }
        Parallelization.getTaskExecutor().forEach(starts, y -> {
            int rows = Math.min(BAND, sums.length - y);
            float[] band = new float[Math.multiplyExact(rows + 2, width)];
            image.read(0, y, width, rows + 2, band);
            float[][] lines = new float[3][width];
            float[] magnitude = new float[width - 2];
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < 3; i++) {
                    System.arraycopy(band, (row + i) * width, lines[i], 0, width);
                }
                sums[y + row] = gradients(lines[0], lines[1], lines[2], magnitude);
            }
        });
        return SsimRows.total(sums) / ((double) sums.length * (width - 2));
    }

    private static double gradients(float[] above, float[] here, float[] below, float[] magnitude) {
        for (int x = 0; x < magnitude.length; x++) {
            float dx = above[x + 2] - above[x] + 2 * (here[x + 2] - here[x]) + below[x + 2] - below[x];
            float dy = below[x] + 2 * below[x + 1] + below[x + 2] - above[x] - 2 * above[x + 1] - above[x + 2];
            magnitude[x] = (float) Math.sqrt(dx * dx + dy * dy);
        }
        double sum = 0;
        for (float value : magnitude) {
            sum += value;
        }
        return sum / 8;
    }
}
