package org.sstem.net;

import org.sstem.net.RefinementConfig.Role;

/**
 * How a kind of network is trained unless something else is asked for: what has been found to work, as a starting point.
 * Immutable.
 *
 * <p>Published networks: as published (L1, rates from 1e-3 to 1e-4 for interpolation and 1e-4 to 1e-5 for the others),
 * but for the size of crops and batches, which are those of a machine without a GPU. Unfolding learns the flow by its
 * endpoint error.
 *
 * <p>Compact networks: L1 and SSIM together, where something of the section is left; SSIM, sharpness and a little L1 for interpolation,
 * since L1 alone rewards blur; L1 for the correction of precipitates; the endpoint error for unfolding. The rate falls from 1e-3
 * to a twentieth of it with the power 1.5, gradients are clipped to a norm of 1, parameters are averaged with a decay of
 * 0.99. Precipitates, each of which errs in its own way, take more pairs and larger crops.
 *
 * @param loss      what is made small
 * @param baseRate  learning rate at the start
 * @param endRate   learning rate at the end
 * @param batch     examples a step
 * @param pairPx    width and height of training pairs
 * @param cropPx    width and height of examples, which compact networks cut from restored pairs; else {@code pairPx}
 * @param pool      how many pairs serve for that; 0 where every example has its own pair
 * @param clip      norm to which gradients are clipped; 0 for not at all
 * @param averaging decay of the averages of parameters; 0 for none
 */
public record TrainingRecipe(
        Loss loss,
        double baseRate,
        double endRate,
        int batch,
        int pairPx,
        int cropPx,
        int pool,
        double clip,
        double averaging) {

    /** Share of the true sharpness that an interpolated section is to have: somewhat below that of the neighbours' mean. */
    private static final double SHARPNESS = 0.63;

    /**
     * Finds the recipe for a network.
     *
     * @param config what the network looks like
     * @return the recipe
     */
    public static TrainingRecipe of(NetworkConfig config) {
        if (config instanceof RefinementConfig refinement) {
            Role role = refinement.role();
            boolean precipitate = role == Role.PRECIPITATE_CORRECTION || role == Role.PRECIPITATE_FUSION;
            int cropPx = precipitate ? 192 : 128;
            int pool = precipitate ? 160 : 64;
            return new TrainingRecipe(loss(role), 1e-3, 5e-5, 4, 512, cropPx, pool, 1, 0.99);
        }
        boolean interpolation = config instanceof InterpolationConfig;
        Loss loss = config instanceof UnfoldingConfig ? Loss.endpointError() : Loss.l1();
        double rate = interpolation ? 1e-3 : 1e-4;
        return new TrainingRecipe(loss, rate, rate / 10, 4, 128, 128, 0, 0, 0);
    }

    private static Loss loss(Role role) {
        return switch (role) {
            case INTERPOLATION ->
                Loss.ssim()
                        .plus(Loss.l1().times(0.4))
                        .plus(Loss.sharpness(SHARPNESS).times(10));
            case UNFOLDING -> Loss.endpointError();
            case PRECIPITATE_CORRECTION -> Loss.l1();
            case FOLD_FUSION, PRECIPITATE_FUSION -> Loss.l1().plus(Loss.ssim());
        };
    }

    /**
     * Lets the rate fall over a training.
     *
     * @param steps steps in all
     * @return the schedule
     */
    public LearningRate rate(long steps) {
        return LearningRate.polynomial(baseRate, endRate, 0, steps, 1.5);
    }
}
