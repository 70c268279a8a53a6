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
 * {@link #stridePx()}. The way back may end on a coarser level than the finest: then what is added is smooth, doubled from
 * there bilinearly, and fine texture stays that of the last input. Initialised as He et al. (ICCV 2015) propose, the last layer with 0.
 *
 * <p>Input: the channels of {@link Role}, one each, grey values in [0, 1]. Output: the refined section, that is the last
 * channel of the input plus what the U-Net adds; for {@link Role#UNFOLDING} a correction to the flow, (u, v) in pixels.
 *
 * @param role   what the network is for
 * @param widths channels of the levels, finest first, 2 to 6 of them
 * @param finest level on which the change is made, 0 for one of every pixel's own, 2 for one value every 4 pixels; less than
 *     the number of levels less 1
 */
public record RefinementConfig(Role role, List<Integer> widths, int finest) implements NetworkConfig {

    /** Name of the layer whose result is added. */
    public static final String LAST_LAYER = "out";

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
     * @throws IllegalArgumentException if there are fewer than 2 or more than 6 levels or a number of channels below 1, or
     *     there is no such level to make the change on
     */
    public RefinementConfig {
        Objects.requireNonNull(role, "role");
        if (widths.size() < 2 || widths.size() > 6) {
            throw new IllegalArgumentException("widths must be of 2 to 6 levels, was " + widths);
        }
        widths = Widths.checked(widths, widths.size());
        if (finest < 0 || finest > widths.size() - 2) {
            throw new IllegalArgumentException(
                    "finest must be a level from 0 to " + (widths.size() - 2) + ", was " + finest);
        }
    }

    /**
     * Describes a network that changes every pixel for itself.
     *
     * @param role   what the network is for
     * @param widths channels of the levels, finest first, 2 to 6 of them
     */
    public RefinementConfig(Role role, List<Integer> widths) {
        this(role, widths, 0);
    }

    /**
     * Describes the compact networks: widths 8 to 64, up to 0.4 billion multiply-adds for 256 x 256 pixels. Interpolation
     * makes its change on level 2: asked to be as sharp as the neighbours' mean, one with a change of every pixel's own
     * draws a grating over the cytoplasm.
     *
     * @param role what the network is for
     * @return the configuration
     */
    public static RefinementConfig compact(Role role) {
        return new RefinementConfig(role, List.of(8, 16, 32, 64), role == Role.INTERPOLATION ? 2 : 0);
    }

    /** Tells whether the result is the last input plus something. */
    public boolean refines() {
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
        int reach = 1 << finest; // the last convolution
        int coarsest = widths.size() - 1;
        for (int level = 0; level <= coarsest; level++) {
            int pixel = 1 << level;
            reach += 2 * pixel; // two convolutions
            if (level > 0) {
                reach += pixel / 2 + pixel; // averaging, and the neighbour that doubling reads
            }
            if (level > finest) {
                reach += pixel + pixel / 2; // the convolution before doubling and the one behind
            }
        }
        return reach;
    }
}
