package org.sstem.net;

import java.util.List;

/**
 * Interpolates one or two sections from their intact neighbours: a U-Net predicts, for every pixel, separable kernels
 * with which the neighbours are convolved and added (after SepConv, Niklaus et al., ICCV 2017).
 *
 * <p>Input: the section before and the one behind, each in {@code channels} equal channels; output: one channel for
 * every section in between. Initialised with orthogonal weights of gain sqrt(2).
 *
 * @param sections sections to interpolate at once: 1 (neighbours z - 1 and z + 1) or 2 (z - 1 and z + 2)
 * @param channels channels in which a grey section is given; the published networks take 3
 * @param taps     length of a kernel, odd
 * @param widths   channels of the five levels, finest first
 */
public record InterpolationConfig(int sections, int channels, int taps, List<Integer> widths) implements NetworkConfig {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if sections is not 1 or 2, taps is even, or a number of channels below 1
     */
    public InterpolationConfig {
        if (sections != 1 && sections != 2) {
            throw new IllegalArgumentException("sections must be 1 or 2, was " + sections);
        }
        Widths.atLeast("channels", channels, 1);
        if (taps < 1 || taps % 2 == 0) {
            throw new IllegalArgumentException("taps must be odd and positive, was " + taps);
        }
        widths = Widths.checked(widths, 5);
    }

    /**
     * Describes the published networks: 51 taps, widths 32 to 512.
     *
     * @param sections sections to interpolate, 1 or 2
     * @return 21.6 million parameters for one section, 22.1 for two
     */
    public static InterpolationConfig published(int sections) {
        return new InterpolationConfig(sections, 3, 51, List.of(32, 64, 128, 256, 512));
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
        return sections;
    }

    @Override
    public int stridePx() {
        return 32;
    }

    @Override
    public int minimumSizePx() {
        return 32;
    }
}
