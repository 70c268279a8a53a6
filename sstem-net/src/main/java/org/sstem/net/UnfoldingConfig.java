package org.sstem.net;

import java.util.List;

/**
 * Predicts the flow that undoes a fold: a residual encoder-decoder.
 *
 * <p>Input: the folded section, then the interpolated one, each in {@code channels} equal channels; output: the flow
 * (u, v) in pixels, from target to source. Initialised with weights from N(0, 0.02), gamma from N(1, 0.02), all else 0.
 *
 * @param channels channels in which a grey section is given; the published network takes 3
 * @param widths   channels of the four levels, finest first, and of the bridge
 */
public record UnfoldingConfig(int channels, List<Integer> widths) implements NetworkConfig {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a number of channels is below 1
     */
    public UnfoldingConfig {
        Widths.atLeast("channels", channels, 1);
        widths = Widths.checked(widths, 5);
    }

    /**
     * Describes the published network: widths 32 to 512.
     *
     * @return 19,646,690 parameters
     */
    public static UnfoldingConfig published() {
        return new UnfoldingConfig(3, List.of(32, 64, 128, 256, 512));
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
        return 2;
    }

    @Override
    public int stridePx() {
        return 16;
    }

    @Override
    public int minimumSizePx() {
        return 16;
    }
}
