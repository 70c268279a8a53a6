package org.sstem.net;

import org.sstem.net.internal.loss.LossFunction;

/**
 * What training makes small: a number that says how far an output is from its target, with its gradient. Losses can be
 * {@linkplain #times scaled} and {@linkplain #plus added}. Computed in double precision. Immutable, thread-safe; the
 * same number on any number of threads.
 *
 * <p>Every pixel has a weight of 0 or more. For {@link #l1}, {@link #l2}, {@link #charbonnier}, {@link #crossEntropy} and {@link #endpointError} the loss is the mean
 * weighted with it. For the SSIM losses and sharpness, which have no value for a single pixel, the prediction is first mixed with the
 * target, {@code weight * prediction + (1 - weight) * target}: a pixel of weight 0 counts as right and has no gradient.
 * Where all weights are 0 the loss is 0.
 */
public final class Loss {

    private final LossFunction function;

    private Loss(LossFunction function) {
        this.function = function;
    }

    /** What computes it. */
    LossFunction function() {
        return function;
    }

    /**
     * Mean absolute difference over all values, PyTorch's {@code L1Loss}; the published loss of all modules. Its
     * derivative where there is no difference is 0.
     *
     * @return the loss
     */
    public static Loss l1() {
        return new Loss(LossFunction.l1());
    }

    /**
     * Mean squared difference over all values, PyTorch's {@code MSELoss}.
     *
     * @return the loss
     */
    public static Loss l2() {
        return new Loss(LossFunction.l2());
    }

    /**
     * Mean of {@code root(d^2 + scale^2) - scale} over all values, d the difference: squared for small differences, absolute for
     * large ones (Charbonnier et al., ICIP 1994).
     *
     * @param scale where one passes into the other, in the output's units, above 0
     * @return the loss
     * @throws IllegalArgumentException if the scale is not positive and finite
     */
    public static Loss charbonnier(double scale) {
        return new Loss(LossFunction.charbonnier(scale));
    }

    /**
     * Mean binary cross entropy of probabilities, {@code t log(t / p) + (1 - t) log((1 - t) / (1 - p))}, natural logarithm: 0
     * where the output p is the target t, which is within 0 to 1. Outputs are cut to 1e-6 from 0 and 1.
     *
     * @return the loss
     */
    public static Loss crossEntropy() {
        return new Loss(LossFunction.crossEntropy());
    }

    /**
     * 1 - mean SSIM of grey values in [0, 1], over all pixels (zeros outside): {@code SsimLoss}.
     *
     * @return the loss
     */
    public static Loss ssim() {
        return new Loss(LossFunction.ssim());
    }

    /**
     * 1 - multi-scale SSIM of grey values in [0, 1]: {@code SsimLoss.multiScale}. Where a factor of it
     * is not positive (images that have nothing to do with each other) the loss is 1 and its gradient 0: add
     * {@link #l1} to get away from there.
     *
     * @param scales 1 to 5; every one halves the image, which must stay one pixel or larger
     * @return the loss
     * @throws IllegalArgumentException if scales is not within 1 to 5
     */
    public static Loss multiScaleSsim(int scales) {
        return new Loss(LossFunction.multiScaleSsim(scales));
    }

    /**
     * By how much the output is less sharp than a share of the target: the mean gradient magnitude (Sobel / 8, grey
     * values per pixel) over blocks of 16 pixels, what it lacks, averaged over the blocks. Keeps in check what the other
     * losses reward, blur where the target cannot be known.
     *
     * @param share share of the target's sharpness that is enough, above 0
     * @return the loss
     * @throws IllegalArgumentException if the share is not positive
     */
    public static Loss sharpness(double share) {
        return new Loss(LossFunction.sharpness(share));
    }

    /**
     * Mean length of the difference of two flows, pixels; for outputs of two channels (u, v).
     *
     * @return the loss
     */
    public static Loss endpointError() {
        return new Loss(LossFunction.endpointError());
    }

    /**
     * Endpoint error of the flows and of their means over blocks of 2, 4, ... pixels, with the weights .005 .01 .02 .08
     * .32 of FlowNet, each summed over the pixels and divided by the number of images, as published. The coarser scales
     * tell where to go when the flow is still far off.
     *
     * @param scales 1 to 5; height and width of the output are multiples of {@code 2^(scales - 1)}
     * @return the loss
     * @throws IllegalArgumentException if scales is not within 1 to 5
     */
    public static Loss multiScaleEndpointError(int scales) {
        return new Loss(LossFunction.multiScaleEndpointError(scales));
    }

    /**
     * 1 - the mean local correlation of a section with the average of two others, which the output moves onto it: in Gaussian windows of
     * 3 px at half the resolution, by bilinear sampling. For outputs of four channels, (u, v) of the one and of the other in pixels, of even height
     * and width; the target shows the two and the section as three more channels, as the examples for {@link Role#MOTION} do. Windows that
     * reach beyond the image do not count. How right the moves themselves are does not count: add {@link #charbonnier}.
     *
     * @return the loss
     */
    public static Loss likeness() {
        return new Loss(LossFunction.likeness());
    }

    /**
     * Scales the loss.
     *
     * @param factor positive
     * @return the loss times the factor
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Loss times(double factor) {
        return new Loss(function.times(factor));
    }

    /**
     * Adds another loss.
     *
     * @param other the other
     * @return the sum of both
     */
    public Loss plus(Loss other) {
        return new Loss(function.plus(other.function));
    }

    /**
     * Describes the loss.
     *
     * @return as in {@code "l1 + 0.1 * ssim"}
     */
    @Override
    public String toString() {
        return function.toString();
    }
}
