package org.sstem.net.internal.architecture;

import org.sstem.internal.kernel.Tensor;
import org.sstem.net.Role;
import org.sstem.net.internal.plan.Plan;

import java.util.List;

/**
 * What a network looks like, and all in which one kind of network differs from another: enough to build it, to draw its
 * first parameters and to lay it over a section. The components of the records are what a model file keeps. Immutable.
 *
 * <p>All networks take one image of N x C x H x W and return one of N x C' x H x W; grey values are in [0, 1], but for
 * {@link Role#MOTION}.
 */
public sealed interface Architecture
        permits InterpolationConfig, UnfoldingConfig, FoldFusionConfig, PrecipitateConfig, RefinementConfig {

    /**
     * Finds the published network for a role.
     *
     * @throws IllegalArgumentException if there is none: {@link Role#MOTION}, {@link Role#MEMBRANE}
     */
    static Architecture published(Role role) {
        return switch (role) {
            case INTERPOLATION -> InterpolationConfig.published(1);
            case INTERPOLATION_OF_TWO -> InterpolationConfig.published(2);
            case UNFOLDING -> UnfoldingConfig.published();
            case FOLD_FUSION -> FoldFusionConfig.published();
            case PRECIPITATE_CORRECTION, PRECIPITATE_FUSION -> PrecipitateConfig.published(role);
            case MOTION, MEMBRANE -> throw new IllegalArgumentException("there is no published network for " + role);
        };
    }

    /** What the network is for. */
    Role role();

    /** Whether it begins with what is restored without training, or, as the published ones do, with the sections. */
    default boolean compact() {
        return false;
    }

    /** What a model file calls networks of this kind. */
    String kind();

    /** Channels of the levels, finest first. */
    List<Integer> widths();

    /**
     * The same network with other widths.
     *
     * @throws IllegalArgumentException if there are more or fewer than the network has levels, or one is below 1
     */
    Architecture withWidths(List<Integer> other);

    /** The network as a list of operations. */
    Plan plan();

    /** How the first parameters are drawn. */
    Initialisation initialisation();

    /** Channels of the input. */
    int inputChannels();

    /** Grey sections that the input is made of, each in {@link #channelsPerSection} equal channels. */
    int sectionCount();

    /** Channels in which a grey section is given. */
    default int channelsPerSection() {
        return inputChannels() / sectionCount();
    }

    /** Channels of the output. */
    int outputChannels();

    /** What height and width of the input must be multiples of, pixels; 1 where any size will do. */
    int stridePx();

    /** The least height and width of the input, pixels. */
    int minimumSizePx();

    /** Whether the result is the last channel of the input with a change. */
    default boolean refines() {
        return false;
    }

    /** How far a tile reaches beyond its cell at least; what lies beyond the ramp is context. */
    default int overlapPx() {
        return 128;
    }

    /**
     * How far from a border between cells, to either side, both count. The published networks double by aligning corners,
     * so that what they compute in a place depends on the size of the tile: their tiles cannot fit together exactly, and
     * are faded into each other instead.
     */
    default int rampPx() {
        return overlapPx() / 2;
    }

    /** Names what the network is for, as in {@code "compact fold fusion"}. */
    default String purpose() {
        return (compact() ? "compact " : "") + role();
    }

    /**
     * Refuses an input that does not fit.
     *
     * @param channels how many it must have
     * @throws IllegalArgumentException if number of channels or size do not fit; the message says what would
     */
    default void check(Tensor input, int channels) {
        int stride = stridePx();
        int least = minimumSizePx();
        if (input.channels() != channels) {
            throw new IllegalArgumentException("input must have " + channels + " channels, was " + input.shape());
        }
        if (input.height() < least || input.width() < least) {
            throw new IllegalArgumentException(
                    "input must be at least " + least + " x " + least + " pixels, was " + input.shape());
        }
        if (input.height() % stride != 0 || input.width() % stride != 0) {
            throw new IllegalArgumentException(
                    "height and width of the input must be multiples of " + stride + ", was " + input.shape());
        }
    }
}
