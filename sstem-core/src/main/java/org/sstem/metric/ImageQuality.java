package org.sstem.metric;

import org.sstem.internal.metric.Checks;
import org.sstem.internal.metric.GaussianWindow;
import org.sstem.internal.metric.MultiScaleSsim;
import org.sstem.internal.metric.PairPass;
import org.sstem.internal.metric.PixelReader;
import org.sstem.internal.metric.Sharpness;
import org.sstem.method.Plane;

/**
 * How alike two sections are, and how sharp one is.
 *
 * <p>Grey values may lie in any range; the data range (largest minus smallest value that the kind of image can take: 1
 * for sections scaled to [0, 1], 255 for 8-bit values) is always given and never guessed from the pixels. All measures
 * are computed in double precision, use the threads that the caller's
 * {@link net.imglib2.parallel.Parallelization} context grants, and give the same number on any number of them. All
 * methods are thread-safe.
 */
public final class ImageQuality {

    /** Pixels a side of the smallest image that {@link #multiScaleSsim} accepts. */
    static final int MIN_MULTI_SCALE = GaussianWindow.SIZE << (MultiScaleSsim.WEIGHTS.length - 1);

    private ImageQuality() {}

    /**
     * Peak signal-to-noise ratio, {@code 10 log10(dataRange^2 / mean squared difference)}.
     *
     * @param a         one image
     * @param b         another of the same size
     * @param dataRange range of the grey values, positive
     * @return decibels; positive infinity if the images are equal
     * @throws IllegalArgumentException if the sizes differ, a pixel is not finite, or the range is not positive
     */
    public static double psnr(Plane a, Plane b, double dataRange) {
        Checks.pair(a, b, 1);
        Checks.range(dataRange);
        double error = new PairPass(PixelReader.of(a), PixelReader.of(b), a.width(), a.height()).meanSquaredError();
        Checks.finite(error, a, b);
        return psnr(error, dataRange);
    }

    /**
     * Structural similarity (Wang et al. 2004): Gaussian window of 11 pixels, sigma 1.5, K1 0.01, K2 0.03, population
     * covariance, mean over the windows that lie wholly inside. The same as scikit-image with
     * {@code gaussian_weights=True, sigma=1.5, use_sample_covariance=False}.
     *
     * @param a         one image, at least 11 x 11
     * @param b         another of the same size
     * @param dataRange range of the grey values, positive
     * @return at most 1, which is reached by equal images; negative for inverted ones
     * @throws IllegalArgumentException if the sizes differ or are below 11, a pixel is not finite, or the range is not
     *     positive
     */
    public static double ssim(Plane a, Plane b, double dataRange) {
        Checks.pair(a, b, GaussianWindow.SIZE);
        Checks.range(dataRange);
        double ssim = new PairPass(PixelReader.of(a), PixelReader.of(b), a.width(), a.height())
                .structuralSimilarity(dataRange, false)[0];
        Checks.finite(ssim, a, b);
        return ssim;
    }

    /**
     * Multi-scale structural similarity (Wang, Simoncelli, Bovik 2003): five scales, each half the one before by
     * averaging 2 x 2 pixels (an odd last row or column is left out), weights .0448 .2856 .3001 .2363 .1333, windows as
     * in {@link #ssim}. A negative factor, which has no real power, counts as 0.
     *
     * <p>{@code SsimLoss.multiScale} is the variant of the published implementation, which pads with zeros and shrinks
     * its window on small images.
     *
     * @param a         one image, at least 176 x 176
     * @param b         another of the same size
     * @param dataRange range of the grey values, positive
     * @return within [0, 1]
     * @throws IllegalArgumentException if the sizes differ or are below 176, a pixel is not finite, or the range is not
     *     positive
     */
    public static double multiScaleSsim(Plane a, Plane b, double dataRange) {
        Checks.pair(a, b, MIN_MULTI_SCALE);
        Checks.range(dataRange);
        double value = MultiScaleSsim.compute(PixelReader.of(a), PixelReader.of(b), a.width(), a.height(), dataRange);
        Checks.finite(value, a, b);
        return value;
    }

    /**
     * Sharpness: the mean magnitude of the grey-value gradient as a share of the data range, per pixel.
     *
     * <p>The gradient is Sobel's, whose 1-2-1 smoothing along the edge damps shot noise, over all pixels that have
     * eight neighbours. This measure is chosen because it falls under both faults of interpolated sections: blurred
     * membranes, and the contrast that is lost when two sections that do not fit are averaged (a measure relative to
     * the section's own contrast would not see the second). Noise counts as sharpness, so the value of the true section
     * is the mark to meet and not one to surpass.
     *
     * @param image     at least 3 x 3
     * @param dataRange range of the grey values, positive
     * @return 0 for a constant image; a ramp that rises by the data range over n pixels has 1 / n
     * @throws IllegalArgumentException if the image is smaller, a pixel is not finite, or the range is not positive
     */
    public static double sharpness(Plane image, double dataRange) {
        Checks.pair(image, image, 3);
        Checks.range(dataRange);
        double value = Sharpness.meanGradient(PixelReader.of(image), image.width(), image.height());
        Checks.finite(value, image, image);
        return value / dataRange;
    }

    /** Decibels of a mean squared error. */
    static double psnr(double meanSquaredError, double dataRange) {
        return meanSquaredError == 0
                ? Double.POSITIVE_INFINITY
                : 20 * Math.log10(dataRange) - 10 * Math.log10(meanSquaredError);
    }
}
