package org.sstem.net;

import java.util.List;
import java.util.Objects;

/**
 * The compact networks: each refines what is restored without training, from the evidence that this rests on
 * ({@link org.sstem.restore.Evidence}), so that an untrained network changes nothing.
 *
 * <p>A U-Net without normalisation: on every level two convolutions, halved by averaging; on the way back one
 * convolution, doubled bilinearly between half-pixel centres, added to what the level had found, and one more
 * convolution; leaky rectifiers of slope 0.1. Nothing in it depends on the size of the input or the place in it, so tiles
 * fit together: a result pixel depends on the {@link #reachPx()} pixels around it and on its place modulo
 * {@link #stridePx()}. Initialised as He et al. (ICCV 2015) propose, the last layer with 0.
 *
 * <p>Input: the channels of {@link Role}, one each, grey values in [0, 1]. Output: the refined section, that is the last
 * channel of the input plus what the U-Net adds; for {@link Role#UNFOLDING} a correction to the flow, (u, v) in pixels.
 *
 * @param role   what the network is for
 * @param widths channels of the levels, finest first, 2 to 6 of them
 */
public record RefinementConfig(Role role, List<Integer> widths) implements NetworkConfig {

    /** Name of the layer whose result is added. */
    static final String LAST_LAYER = "out";

    /**
     * What a network is for; the names of the channels are those of the evidence, and doubt is {@code sqrt(1 - trust)}, the
     * relative standard error of the section's own tissue.
     */
    public enum Role {
        /** Refines an interpolated section: below, above, result. */
        INTERPOLATION(3, 1),
        /** Corrects the flow that unfolds a section: own, trust, below, above, result. */
        UNFOLDING(5, 2),
        /** Refines an unfolded section: own, trust, below, above, result. */
        FOLD_FUSION(5, 1),
        /** Corrects the contrast recovered below precipitates: result, doubt, light, below, above, own. */
        PRECIPITATE_CORRECTION(6, 1),
        /** Refines a section freed of precipitates: own, doubt, light, below, above, result. */
        PRECIPITATE_FUSION(6, 1);

        private final int inputs;
        private final int outputs;

        Role(int inputs, int outputs) {
            this.inputs = inputs;
            this.outputs = outputs;
        }

        /**
         * Counts the channels of the input.
         *
         * @return channels
         */
        public int inputs() {
            return inputs;
        }
    }

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if there are fewer than 2 or more than 6 levels or a number of channels below 1
     */
    public RefinementConfig {
        Objects.requireNonNull(role, "role");
        if (widths.size() < 2 || widths.size() > 6) {
            throw new IllegalArgumentException("widths must be of 2 to 6 levels, was " + widths);
        }
        widths = Widths.checked(widths, widths.size());
    }

    /**
     * Describes the compact networks: widths 8 to 64, 0.4 billion multiply-adds for 256 x 256 pixels.
     *
     * @param role what the network is for
     * @return the configuration
     */
    public static RefinementConfig compact(Role role) {
        return new RefinementConfig(role, List.of(8, 16, 32, 64));
    }

    /** Tells whether the result is the last input plus something. */
    boolean refines() {
        return role != Role.UNFOLDING;
    }

    @Override
    public int inputChannels() {
        return role.inputs;
    }

    @Override
    public int sectionCount() {
        return role.inputs;
    }

    @Override
    public int outputChannels() {
        return role.outputs;
    }

    @Override
    public int stridePx() {
        return 1 << (widths.size() - 1);
    }

    @Override
    public int minimumSizePx() {
        return stridePx();
    }

    /**
     * Says how far the network sees: no pixel of the result depends on one farther away in x or y.
     *
     * @return pixels
     */
    public int reachPx() {
        int reach = 1; // the last convolution
        int coarsest = widths.size() - 1;
        for (int level = 0; level <= coarsest; level++) {
            int pixel = 1 << level;
            reach += 2 * pixel; // two convolutions
            if (level > 0) {
                // Averaging, the convolution before doubling, the neighbour that doubling reads; then one convolution.
                reach += pixel / 2 + pixel + pixel + pixel / 2;
            }
        }
        return reach;
    }
}
