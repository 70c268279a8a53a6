package org.sstem.net;

import org.sstem.kernel.LiteralKernels.Doubles;
import org.sstem.kernel.Tensor;
import org.sstem.net.internal.example.Example;
import org.sstem.net.internal.loss.FlowLosses;
import org.sstem.net.internal.loss.PixelLosses;
import org.sstem.net.internal.loss.SharpnessKind;
import org.sstem.net.internal.loss.SsimKind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What training makes small: a number that says how far an output is from its target, with its gradient. Losses can be
 * {@linkplain #times scaled} and {@linkplain #plus added}. Computed in double precision. Immutable, thread-safe; the
 * same number on any number of threads.
 *
 * <p>Every pixel has a weight of 0 or more. For {@link #l1}, {@link #l2} and {@link #endpointError} the loss is the mean
 * weighted with it. For the SSIM losses and sharpness, which have no value for a single pixel, the prediction is first mixed with the
 * target, {@code weight * prediction + (1 - weight) * target}: a pixel of weight 0 counts as right and has no gradient.
 * Where all weights are 0 the loss is 0.
 */
public final class Loss {

    /** One kind of loss. */
    public interface Kind {

        /**
         * Computes the loss.
         *
         * @param gradient gets {@code factor} times the derivatives by the prediction added
         * @return the loss, not multiplied by the factor
         */
        public double evaluate(Doubles prediction, Doubles target, double[] weight, double factor, Doubles gradient);
    }

    private record Term(double factor, String name, Kind kind) {}

    private final List<Term> terms;

    private Loss(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    private static Loss of(String name, Kind kind) {
        return new Loss(List.of(new Term(1, name, kind)));
    }

    /**
     * Mean absolute difference over all values, PyTorch's {@code L1Loss}; the published loss of all modules. Its
     * derivative where there is no difference is 0.
     *
     * @return the loss
     */
    public static Loss l1() {
        return of("l1", PixelLosses::absolute);
    }

    /**
     * Mean squared difference over all values, PyTorch's {@code MSELoss}.
     *
     * @return the loss
     */
    public static Loss l2() {
        return of("l2", PixelLosses::squared);
    }

    /**
     * 1 - mean SSIM of grey values in [0, 1], over all pixels (zeros outside): {@link org.sstem.metric.SsimLoss}.
     *
     * @return the loss
     */
    public static Loss ssim() {
        return of("ssim", new SsimKind(0));
    }

    /**
     * 1 - multi-scale SSIM of grey values in [0, 1]: {@link org.sstem.metric.SsimLoss#multiScale}. Where a factor of it
     * is not positive (images that have nothing to do with each other) the loss is 1 and its gradient 0: add
     * {@link #l1} to get away from there.
     *
     * @param scales 1 to 5; every one halves the image, which must stay one pixel or larger
     * @return the loss
     * @throws IllegalArgumentException if scales is not within 1 to 5
     */
    public static Loss multiScaleSsim(int scales) {
        checkScales(scales);
        return of("ms-ssim(" + scales + ")", new SsimKind(scales));
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
        if (!(share > 0)) {
            throw new IllegalArgumentException("share of the sharpness must be positive, was " + share);
        }
        return of("sharpness(" + share + ")", new SharpnessKind(share));
    }

    /**
     * Mean length of the difference of two flows, pixels; for outputs of two channels (u, v).
     *
     * @return the loss
     */
    public static Loss endpointError() {
        return of("epe", FlowLosses::mean);
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
        checkScales(scales);
        return of("ms-epe(" + scales + ")", FlowLosses.multiScale(scales));
    }

    private static void checkScales(int scales) {
        if (scales < 1 || scales > 5) {
            throw new IllegalArgumentException("scales must be within 1 to 5, was " + scales);
        }
    }

    /**
     * Scales the loss.
     *
     * @param factor positive
     * @return the loss times the factor
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Loss times(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor of a loss must be positive, was " + factor);
        }
        return new Loss(terms.stream()
                .map(term -> new Term(term.factor * factor, term.name, term.kind))
                .collect(Collectors.toList()));
    }

    /**
     * Adds another loss.
     *
     * @param other the other
     * @return the sum of both
     */
    public Loss plus(Loss other) {
        List<Term> all = new ArrayList<>(terms);
        all.addAll(other.terms);
        return new Loss(all);
    }

    /**
     * Computes the loss and its gradient.
     *
     * @param prediction N x C x H x W
     * @param target     of the same shape
     * @param weight     N x 1 x H x W
     * @param gradient   of the shape of the prediction; gets the derivatives of the loss by its values
     * @return the loss
     * @throws IllegalArgumentException if the shapes do not fit, or a loss of flows gets another number of channels than 2
     */
    public double evaluate(Tensor prediction, Tensor target, Tensor weight, Tensor gradient) {
        if (!target.shape().equals(prediction.shape()) || !gradient.shape().equals(prediction.shape())) {
            throw new IllegalArgumentException("prediction, target and gradient must have one shape, were "
                    + prediction.shape() + ", " + target.shape() + " and " + gradient.shape());
        }
        new Example.Goal(target, weight);
        Doubles result = doubles(gradient);
        Arrays.fill(result.data(), 0);
        double loss =
                evaluate(doubles(prediction), doubles(target), doubles(weight).data(), result);
        for (int i = 0; i < gradient.size(); i++) {
            gradient.data().put(i, (float) result.data()[i]);
        }
        return loss;
    }

    /** As above in double precision; the gradient is added to. */
    public double evaluate(Doubles prediction, Doubles target, double[] weight, Doubles gradient) {
        double loss = 0;
        for (Term term : terms) {
            loss += term.factor * term.kind.evaluate(prediction, target, weight, term.factor, gradient);
        }
        return loss;
    }

    private static Doubles doubles(Tensor tensor) {
        double[] values = new double[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.data().get(i);
        }
        return new Doubles(tensor.batch(), tensor.channels(), tensor.height(), tensor.width(), values);
    }

    /**
     * Describes the loss.
     *
     * @return as in {@code "l1 + 0.1 * ssim"}
     */
    @Override
    public String toString() {
        return terms.stream()
                .map(term -> (term.factor == 1 ? "" : term.factor + " * ") + term.name)
                .collect(Collectors.joining(" + "));
    }
}
