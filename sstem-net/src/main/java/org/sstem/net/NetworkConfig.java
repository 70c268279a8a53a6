package org.sstem.net;

import org.sstem.net.internal.architecture.Architecture;
import org.sstem.net.internal.architecture.RefinementConfig;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a network looks like: enough to build it, and what a model file keeps. Immutable, thread-safe; equal if they
 * describe the same network.
 *
 * <p><b>Published</b> networks (Deng et al., IEEE TMI 41(12), 2022) work on the sections as they are. Interpolation is a
 * U-Net that predicts, for every pixel, separable kernels with which the neighbours are convolved and added; unfolding a
 * residual encoder-decoder; the others are U-Nets. <b>Compact</b> ones refine what is restored without training, from the
 * evidence that this rests on, so that an untrained one changes nothing; that for {@link Role#MOTION} does so by moving the neighbours of
 * a missing section on before they become one.
 */
public final class NetworkConfig {

    private final Architecture architecture;

    NetworkConfig(Architecture architecture) {
        this.architecture = architecture;
    }

    /**
     * Describes the published network for a role.
     *
     * @param role what the network is for
     * @return the network of the publication: 1.7 million parameters for the fusion of folds, 17 to 22 for the others
     * @throws IllegalArgumentException if there is none for it: {@link Role#MOTION}, {@link Role#MEMBRANE}
     */
    public static NetworkConfig published(Role role) {
        return new NetworkConfig(Architecture.published(role));
    }

    /**
     * Describes the compact network for a role: four levels of widths 8 to 64, for motion five, up to 0.4 billion multiply-adds
     * for 256 x 256 pixels.
     *
     * @param role what the network is for
     * @return the configuration
     * @throws IllegalArgumentException if there is none for it: {@link Role#INTERPOLATION_OF_TWO}, {@link Role#UNFOLDING}
     */
    public static NetworkConfig compact(Role role) {
        return new NetworkConfig(RefinementConfig.compact(role));
    }

    /**
     * Describes the same network, wider or narrower.
     *
     * @param widths channels of its levels, finest first, each at least 1; compact networks may have 2 to 6 levels
     * @return a new configuration
     * @throws IllegalArgumentException if there are more or fewer than the network has levels, or one is below 1
     */
    public NetworkConfig withWidths(int... widths) {
        return new NetworkConfig(
                architecture.withWidths(Arrays.stream(widths).boxed().toList()));
    }

    /** All in which it differs from other networks. */
    Architecture architecture() {
        return architecture;
    }

    /**
     * Says what the network is for.
     *
     * @return its role
     */
    public Role role() {
        return architecture.role();
    }

    /**
     * Says which of the two families the network belongs to.
     *
     * @return true for a compact network, false for a published one
     */
    public boolean isCompact() {
        return architecture.compact();
    }

    /**
     * Lists the channels of the levels.
     *
     * @return finest first
     */
    public List<Integer> widths() {
        return architecture.widths();
    }

    /**
     * Counts the images that the network takes, one channel each.
     *
     * @return images
     */
    public int sectionCount() {
        return architecture.sectionCount();
    }

    /**
     * Counts the images that the network makes.
     *
     * @return images; of a flow, two
     */
    public int outputCount() {
        return architecture.outputChannels();
    }

    /**
     * Says what height and width of the input must be multiples of.
     *
     * @return pixels; 1 where any size from {@link #minimumSizePx()} will do
     */
    public int stridePx() {
        return architecture.stridePx();
    }

    /**
     * Says how small an input may be.
     *
     * @return the least height and width, pixels
     */
    public int minimumSizePx() {
        return architecture.minimumSizePx();
    }

    /**
     * Says how far the network sees: no pixel of the result depends on one farther away in x or y.
     *
     * @return pixels; empty for a published network, where it depends on the size of the input
     */
    public OptionalInt reachPx() {
        return architecture.compact() ? OptionalInt.of(architecture.overlapPx()) : OptionalInt.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetworkConfig config && config.architecture.equals(architecture);
    }

    @Override
    public int hashCode() {
        return architecture.hashCode();
    }

    /**
     * Describes the network.
     *
     * @return as in {@code "RefinementConfig[role=fold fusion, widths=[8, 16, 32, 64], finest=0]"}
     */
    @Override
    public String toString() {
        return architecture.toString();
    }
}
