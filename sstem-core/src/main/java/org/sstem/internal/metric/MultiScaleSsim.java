package org.sstem.internal.metric;

import net.imglib2.parallel.Parallelization;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/** SSIM over five scales; the first is read band by band, the coarser ones (a third of an image) are held. */
final class MultiScaleSsim {

    static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};

    private static final int BAND = 64;

    private MultiScaleSsim() {}

    /** The standard form: valid windows throughout. */
    static double compute(PixelReader a, PixelReader b, int width, int height, double range) {
        PixelReader first = a;
        PixelReader second = b;
        int w = width;
        int h = height;
        double product = 1;
        for (int level = 0; level < WEIGHTS.length; level++) {
            boolean last = level == WEIGHTS.length - 1;
            double[] value = new PairPass(first, second, w, h).structuralSimilarity(range, !last);
            product *= power(last ? value[0] : value[1], WEIGHTS[level]);
            if (!last) {
                first = PixelReader.of(halve(first, w, h));
                second = PixelReader.of(halve(second, w, h));
                w /= 2;
                h /= 2;
            }
        }
        return product;
    }

    /** A factor to its weight: 0 for a negative one, NaN stays. */
    static double power(double factor, double weight) {
        return factor < 0 ? 0 : Math.pow(factor, weight);
    }

    /** Averages 2 x 2 pixels; exact in single precision for 8- and 16-bit values over all five scales. */
    static Plane halve(PixelReader image, int width, int height) {
        int w = width / 2;
        int h = height / 2;
        Plane half = new Plane(w, h);
        List<Integer> starts = new ArrayList<>();
        for (int y = 0; y < h; y += BAND) {
            starts.add(y);
        }
        Parallelization.getTaskExecutor().forEach(starts, y0 -> {
            int rows = Math.min(BAND, h - y0);
            float[] band = new float[Math.multiplyExact(2 * rows, width)];
            image.read(0, 2 * y0, width, 2 * rows, band);
            for (int y = 0; y < rows; y++) {
                int upper = 2 * y * width;
                int lower = upper + width;
                int to = (y0 + y) * w;
                for (int x = 0; x < w; x++) {
                    half.pixels()[to + x] = 0.25f
                            * ((band[upper + 2 * x] + band[upper + 2 * x + 1])
                                    + (band[lower + 2 * x] + band[lower + 2 * x + 1]));
                }
            }
        });
        return half;
    }
}
