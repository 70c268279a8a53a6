package org.sstem.net.internal.loss;

/** One kind of loss. Stateless. */
interface LossKind {

    /** How many images the target shows beside what the output should be. */
    default int shown() {
        return 0;
    }

    /**
     * Computes the loss.
     *
     * @param target   of the prediction's shape, with the images that are shown as further channels
     * @param weight   how much every pixel counts, N x 1 x H x W
     * @param gradient gets {@code factor} times the derivatives by the prediction added
     * @return the loss, not multiplied by the factor
     */
    double evaluate(Images prediction, Images target, double[] weight, double factor, Images gradient);
}
