package org.sstem.net;

/**
 * What a network looks like: enough to build it, and what a model file keeps. Immutable records, thread-safe.
 *
 * <p>All networks take one image of N x C x H x W in [0, 1] and return one of N x C' x H x W. Their parameters are
 * initialised as the published ones are.
 */
public sealed interface NetworkConfig
        permits InterpolationConfig, UnfoldingConfig, FoldFusionConfig, PrecipitateConfig, RefinementConfig {

    /**
     * Counts the channels of the input.
     *
     * @return channels
     */
    int inputChannels();

    /**
     * Counts the grey sections that the input is made of, each in {@code inputChannels() / sectionCount()} channels.
     *
     * @return sections
     */
    int sectionCount();

    /**
     * Counts the channels of the output.
     *
     * @return channels
     */
    int outputChannels();

    /**
     * Says what height and width of the input must be multiples of.
     *
     * @return pixels; 1 where any size from {@link #minimumSizePx()} will do
     */
    int stridePx();

    /**
     * Says how small an input may be.
     *
     * @return the least height and width, pixels
     */
    int minimumSizePx();
}
