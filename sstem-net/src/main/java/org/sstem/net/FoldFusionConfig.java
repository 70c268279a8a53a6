package org.sstem.net;

import java.util.List;

/**
 * Fuses an unfolded section with the interpolated one: a U-Net.
 *
 * <p>Input: the unfolded section, then the interpolated one, each in {@code channels} equal channels; output: the
 * restored section. Initialised as PyTorch does by default.
 *
 * @param channels channels in which a grey section is given; the published network takes 3
 * @param widths   channels of the three levels, finest first, and of the bottleneck
 */
public record FoldFusionConfig(int channels, List<Integer> widths) implements NetworkConfig {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a number of channels is below 1
     */
    public FoldFusionConfig {
        Widths.atLeast("channels", channels, 1);
        widths = Widths.checked(widths, 4);
    }

    /**
     * Describes the published network: widths 32 to 256.
     *
     * @return 1,692,963 parameters
     */
    public static FoldFusionConfig published() {
        return new FoldFusionConfig(3, List.of(32, 64, 128, 256));
    }

    @Override
    public int inputChannels() {
        return 2 * channels;
    }

    @Override
    public int sectionCount() {
        return 2;
    }

    @Override
    public int outputChannels() {
        return 1;
    }

    @Override
    public int stridePx() {
        return 8;
    }

    @Override
    public int minimumSizePx() {
        return 8;
    }
}
