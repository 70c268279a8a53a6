package org.sstem.net.internal.loss;

/** One kind of loss. Stateless. */
interface LossKind {

    /**
     * Computes the loss.
     *
     * @param weight   how much every pixel counts, N x 1 x H x W
     * @param gradient gets {@code factor} times the derivatives by the prediction added
     * @return the loss, not multiplied by the factor
     */
    double evaluate(Images prediction, Images target, double[] weight, double factor, Images gradient);
}
