package org.sstem.net;

import java.util.Objects;

/**
 * How a kind of network is trained unless something else is asked for: what has been found to work, as a starting point.
 * Immutable.
 *
 * <p>Published networks: as published (L1, rates from 1e-3 to 1e-4 for interpolation and 1e-4 to 1e-5 for the others),
 * but for the size of crops and batches, which are those of a machine without a GPU. Unfolding learns the flow by its
 * endpoint error.
 *
 * <p>Compact networks: L1 and SSIM together, where something of the section is left, for folds three times as much of SSIM; SSIM, sharpness and a little L1 for interpolation,
 * since L1 alone rewards blur; L1 for the correction of precipitates; the endpoint error for unfolding; cross entropy for membranes. The rate falls from 1e-3
 * to a twentieth of it with the power 1.5, gradients are clipped to a norm of 1, parameters are averaged with a decay of
 * 0.99. Precipitates, each of which errs in its own way, take more pairs and larger crops. Motion, of which little can be known and that
 * little from wide surroundings, takes six crops of 256 px of 192 pairs, {@link Loss#charbonnier} of 0.5 px, a rate that falls to 2e-5 and
 * averages of 0.995; what can be told from the images is learnt last, by {@link #continued}.
 *
 * <pre>{@code
 * TrainingRecipe recipe = TrainingRecipe.of(network.config()).but().batch(8).baseRate(5e-4).build();
 * }</pre>
 */
public final class TrainingRecipe {

    /** Share of the true sharpness that an interpolated section is to have: somewhat below that of the neighbours' mean. */
    private static final double SHARPNESS = 0.63;

    /** Moves of sections that are told by registration are right to about this, pixels. */
    private static final double MOVES_PX = 0.5;
    /** Rate of a network that has learnt already, share of that of a new one. */
    private static final double CONTINUED_RATE = 0.4;

    /** What likeness counts beside moves. */
    private static final double LIKENESS = 4;

    private final Loss loss;
    private final double baseRate;
    private final double endRate;
    private final int batch;
    private final int pairPx;
    private final int cropPx;
    private final int pool;
    private final double clip;
    private final double averaging;

    private TrainingRecipe(Builder builder) {
        loss = builder.loss;
        baseRate = builder.baseRate;
        endRate = builder.endRate;
        batch = builder.batch;
        pairPx = builder.pairPx;
        cropPx = builder.cropPx;
        pool = builder.pool;
        clip = builder.clip;
        averaging = builder.averaging;
    }

    /**
     * Finds the recipe for a network.
     *
     * @param config what the network looks like
     * @return the recipe
     */
    public static TrainingRecipe of(NetworkConfig config) {
        return (config.isCompact() ? compact(config.role()) : published(config.role())).build();
    }

    /**
     * Finds the recipe by which a network goes on to learn that has learnt already: rates of two fifths, and for motion four times
     * {@link Loss#likeness} beside the loss that it began with.
     *
     * @param config what the network looks like
     * @return the recipe
     */
    public static TrainingRecipe continued(NetworkConfig config) {
        TrainingRecipe begun = of(config);
        Builder recipe = begun.but().baseRate(CONTINUED_RATE * begun.baseRate());
        if (config.isCompact() && config.role() == Role.MOTION) {
            recipe.loss(begun.loss().plus(Loss.likeness().times(LIKENESS)));
        }
        return recipe.build();
    }

    private static Builder compact(Role role) {
        Builder recipe = new Builder(compactLoss(role), 1e-3, 5e-5)
                .batch(4)
                .pairPx(512)
                .clip(1)
                .averaging(0.99);
        return switch (role) {
            case PRECIPITATE_CORRECTION, PRECIPITATE_FUSION ->
                recipe.cropPx(192).pool(160);
            case MOTION ->
                recipe.batch(6).cropPx(256).pool(192).averaging(0.995).endRate(2e-5);
            case MEMBRANE -> recipe.cropPx(192).pool(0);
            default -> recipe.cropPx(128).pool(64);
        };
    }

    private static Builder published(Role role) {
        Loss loss = role == Role.UNFOLDING ? Loss.endpointError() : Loss.l1();
        double rate = role == Role.INTERPOLATION || role == Role.INTERPOLATION_OF_TWO ? 1e-3 : 1e-4;
        return new Builder(loss, rate, rate / 10).batch(4).pairPx(128).cropPx(128);
    }

    private static Loss compactLoss(Role role) {
        return switch (role) {
            case INTERPOLATION, INTERPOLATION_OF_TWO ->
                Loss.ssim()
                        .plus(Loss.l1().times(0.4))
                        .plus(Loss.sharpness(SHARPNESS).times(10));
            case MOTION -> Loss.charbonnier(MOVES_PX);
            case UNFOLDING -> throw new IllegalArgumentException("a compact network for " + role + " is not trained");
            case PRECIPITATE_CORRECTION -> Loss.l1();
            case FOLD_FUSION -> Loss.l1().plus(Loss.ssim().times(3));
            case PRECIPITATE_FUSION -> Loss.l1().plus(Loss.ssim());
            case MEMBRANE -> Loss.crossEntropy();
        };
    }

    /**
     * Starts to describe another recipe, which is this one but for what is set.
     *
     * @return a builder
     */
    public Builder but() {
        return new Builder(this);
    }

    /**
     * Says what is made small.
     *
     * @return the loss
     */
    public Loss loss() {
        return loss;
    }

    /**
     * Says the learning rate at the start.
     *
     * @return the rate
     */
    public double baseRate() {
        return baseRate;
    }

    /**
     * Says the learning rate at the end.
     *
     * @return the rate
     */
    public double endRate() {
        return endRate;
    }

    /**
     * Counts the examples a step.
     *
     * @return examples
     */
    public int batch() {
        return batch;
    }

    /**
     * Says how large training pairs are.
     *
     * @return width and height, pixels
     */
    public int pairPx() {
        return pairPx;
    }

    /**
     * Says how large examples are, which compact networks cut from restored pairs; of the others the size of pairs.
     *
     * @return width and height, pixels
     */
    public int cropPx() {
        return cropPx;
    }

    /**
     * Counts the pairs that serve for cutting examples.
     *
     * @return pairs; 0 where every example has its own
     */
    public int pool() {
        return pool;
    }

    /**
     * Says the norm to which gradients are clipped.
     *
     * @return the norm; 0 for not at all
     */
    public double clip() {
        return clip;
    }

    /**
     * Says the decay of the averages of parameters.
     *
     * @return the decay; 0 for none
     */
    public double averaging() {
        return averaging;
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

    /** Describes a recipe; every method says what it refuses. Not thread-safe. */
    public static final class Builder {

        private Loss loss;
        private double baseRate;
        private double endRate;
        private int batch;
        private int pairPx;
        private int cropPx;
        private int pool;
        private double clip;
        private double averaging;

        private Builder(Loss loss, double baseRate, double endRate) {
            this.loss = loss;
            this.baseRate = baseRate;
            this.endRate = endRate;
        }

        private Builder(TrainingRecipe recipe) {
            loss = recipe.loss;
            baseRate = recipe.baseRate;
            endRate = recipe.endRate;
            batch = recipe.batch;
            pairPx = recipe.pairPx;
            cropPx = recipe.cropPx;
            pool = recipe.pool;
            clip = recipe.clip;
            averaging = recipe.averaging;
        }

        /**
         * Sets what is made small.
         *
         * @param made the loss
         * @return this builder
         */
        public Builder loss(Loss made) {
            loss = Objects.requireNonNull(made, "loss");
            return this;
        }

        /**
         * Sets the learning rate at the start; that at the end keeps its share of it.
         *
         * @param rate positive
         * @return this builder
         * @throws IllegalArgumentException if it is not
         */
        public Builder baseRate(double rate) {
            double end = positive("rate at the start", rate) * endRate / baseRate;
            baseRate = rate;
            return endRate(end);
        }

        /**
         * Sets the learning rate at the end.
         *
         * @param rate positive
         * @return this builder
         * @throws IllegalArgumentException if it is not
         */
        public Builder endRate(double rate) {
            endRate = positive("rate at the end", rate);
            return this;
        }

        /**
         * Sets the examples a step.
         *
         * @param examples at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder batch(int examples) {
            batch = atLeast("batch", examples, 1);
            return this;
        }

        /**
         * Sets the size of training pairs.
         *
         * @param size width and height, pixels, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder pairPx(int size) {
            pairPx = atLeast("pairPx", size, 1);
            return this;
        }

        /**
         * Sets the size of examples.
         *
         * @param size width and height, pixels, at least 1
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder cropPx(int size) {
            cropPx = atLeast("cropPx", size, 1);
            return this;
        }

        /**
         * Sets how many pairs serve for cutting examples.
         *
         * @param pairs 0 where every example has its own
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder pool(int pairs) {
            pool = atLeast("pool", pairs, 0);
            return this;
        }

        /**
         * Sets the norm to which gradients are clipped.
         *
         * @param norm 0 for not at all
         * @return this builder
         * @throws IllegalArgumentException if it is negative
         */
        public Builder clip(double norm) {
            if (!(norm >= 0)) {
                throw new IllegalArgumentException("norm to clip to must not be negative, was " + norm);
            }
            clip = norm;
            return this;
        }

        /**
         * Sets the decay of the averages of parameters.
         *
         * @param decay 0 for none, below 1
         * @return this builder
         * @throws IllegalArgumentException if it is not within 0 to 1
         */
        public Builder averaging(double decay) {
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException("decay of averages must be 0 or above and below 1, was " + decay);
            }
            averaging = decay;
            return this;
        }

        /**
         * Makes the recipe.
         *
         * @return a recipe
         * @throws IllegalArgumentException if examples are larger than the pairs
         */
        public TrainingRecipe build() {
            if (cropPx > pairPx) {
                throw new IllegalArgumentException(
                        "examples must not be larger than pairs, were " + cropPx + " and " + pairPx + " px");
            }
            return new TrainingRecipe(this);
        }

        private static int atLeast(String name, int value, int least) {
            if (value < least) {
                throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
            }
            return value;
        }

        private static double positive(String name, double value) {
            if (!(value > 0)) {
                throw new IllegalArgumentException(name + " must be positive, was " + value);
            }
            return value;
        }
    }
}
