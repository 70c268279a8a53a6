package org.sstem.net.internal.loss;

import org.sstem.internal.kernel.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A sum of losses, each with a factor; computed in double precision. Immutable, thread-safe. */
public final class LossFunction {

    private record Term(double factor, String name, LossKind kind) {}

    private final List<Term> terms;

    private LossFunction(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    private static LossFunction of(String name, LossKind kind) {
        return new LossFunction(List.of(new Term(1, name, kind)));
    }

    /** Mean absolute difference over all values. */
    public static LossFunction l1() {
        return of("l1", PixelLosses::absolute);
    }

    /** Mean squared difference over all values. */
    public static LossFunction l2() {
        return of("l2", PixelLosses::squared);
    }

    /** Mean of {@code root(d^2 + scale^2) - scale}. */
    public static LossFunction charbonnier(double scale) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale of Charbonnier's loss must be positive, was " + scale);
        }
        return of("charbonnier(" + scale + ")", PixelLosses.charbonnier(scale));
    }

    /** Cross entropy of probabilities, less what the target has itself. */
    public static LossFunction crossEntropy() {
        return of("cross entropy", PixelLosses::crossEntropy);
    }

    /** 1 - mean SSIM. */
    public static LossFunction ssim() {
        return of("ssim", new SsimKind(0));
    }

    /** 1 - multi-scale SSIM, of 1 to 5 scales. */
    public static LossFunction multiScaleSsim(int scales) {
        checkScales(scales);
        return of("ms-ssim(" + scales + ")", new SsimKind(scales));
    }

    /** By how much the output is less sharp than a share of the target. */
    public static LossFunction sharpness(double share) {
        if (!(share > 0)) {
            throw new IllegalArgumentException("share of the sharpness must be positive, was " + share);
        }
        return of("sharpness(" + share + ")", new SharpnessKind(share));
    }

    /** Mean length of the difference of two flows. */
    public static LossFunction endpointError() {
        return of("epe", FlowLosses::mean);
    }

    /** The same on 1 to 5 scales. */
    public static LossFunction multiScaleEndpointError(int scales) {
        checkScales(scales);
        return of("ms-epe(" + scales + ")", FlowLosses.multiScale(scales));
    }

    /** How unlike a section the two are that are moved onto it. */
    public static LossFunction likeness() {
        return of("likeness", new LikenessKind());
    }

    private static void checkScales(int scales) {
        if (scales < 1 || scales > 5) {
            throw new IllegalArgumentException("scales must be within 1 to 5, was " + scales);
        }
    }

    /**
     * All terms times a factor.
     *
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public LossFunction times(double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor of a loss must be positive, was " + factor);
        }
        return new LossFunction(terms.stream()
                .map(term -> new Term(term.factor * factor, term.name, term.kind))
                .toList());
    }

    /** The terms of both. */
    public LossFunction plus(LossFunction other) {
        List<Term> all = new ArrayList<>(terms);
        all.addAll(other.terms);
        return new LossFunction(all);
    }

    /**
     * Computes the loss and its gradient.
     *
     * @param prediction N x C x H x W
     * @param target     of the same shape; images that a loss is shown beside are further channels of it
     * @param weight     N x 1 x H x W
     * @param gradient   of the shape of the prediction; gets the derivatives of the loss by its values
     * @return the loss
     * @throws IllegalArgumentException if the shapes do not fit, or a loss of flows gets another number of channels than 2
     */
    public double evaluate(Tensor prediction, Tensor target, Tensor weight, Tensor gradient) {
        boolean shows = target.channels() > prediction.channels()
                && target.batch() == prediction.batch()
                && target.height() == prediction.height()
                && target.width() == prediction.width();
        if (!(shows || target.shape().equals(prediction.shape()))
                || !gradient.shape().equals(prediction.shape())) {
            throw new IllegalArgumentException("prediction, target and gradient must have one shape, were "
                    + prediction.shape() + ", " + target.shape() + " and " + gradient.shape());
        }
        requireWeight(weight, target);
        Images result = Images.like(gradient);
        double loss = evaluate(
                Images.of(prediction), Images.of(target), Images.of(weight).data(), result);
        for (int i = 0; i < gradient.size(); i++) {
            gradient.data().put(i, (float) result.data()[i]);
        }
        return loss;
    }

    /** As above in double precision; the gradient is added to. */
    public double evaluate(Images prediction, Images target, double[] weight, Images gradient) {
        double loss = 0;
        for (Term term : terms) {
            int channels = prediction.channels() + term.kind.shown();
            if (target.channels() < channels) {
                throw new IllegalArgumentException("target must have " + channels + " channels for the loss "
                        + term.name + ", had " + target.channels());
            }
            loss += term.factor * term.kind.evaluate(prediction, target.first(channels), weight, term.factor, gradient);
        }
        return loss;
    }

    /**
     * Refuses weights that do not fit a target.
     *
     * @throws IllegalArgumentException if they do not have one channel of the target's size
     */
    public static void requireWeight(Tensor weight, Tensor target) {
        if (weight.channels() != 1
                || weight.batch() != target.batch()
                || weight.height() != target.height()
                || weight.width() != target.width()) {
            throw new IllegalArgumentException("weight must be " + target.batch() + " x 1 x " + target.height() + " x "
                    + target.width() + ", was " + weight.shape());
        }
    }

    /** As in {@code "l1 + 0.1 * ssim"}. */
    @Override
    public String toString() {
        return terms.stream()
                .map(term -> (term.factor == 1 ? "" : term.factor + " * ") + term.name)
                .collect(Collectors.joining(" + "));
    }
}
