package org.sstem.net;

import java.util.List;
import java.util.Objects;

/**
 * Recovers contrast below precipitates, or fuses the recovered section with the interpolated one: two U-Nets of one
 * shape. Initialised as PyTorch does by default.
 *
 * <p>Input and output: one section in one channel; for {@link Role#FUSION} the input is
 * {@code interpolated (1 - mask) + corrected mask} with the soft transmission mask.
 *
 * @param role   what the network is for
 * @param widths channels of the five levels, finest first
 */
public record PrecipitateConfig(Role role, List<Integer> widths) implements NetworkConfig {

    /** What a network is for. */
    public enum Role {
        /** Recovers contrast from the damaged section. */
        CORRECTION,
        /** Fuses the corrected with the interpolated section. */
        FUSION
    }

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a number of channels is below 1
     */
    public PrecipitateConfig {
        Objects.requireNonNull(role, "role");
        widths = Widths.checked(widths, 5);
    }

    /**
     * Describes the published networks: widths 64 to 512.
     *
     * @param role what the network is for
     * @return 17,266,241 parameters
     */
    public static PrecipitateConfig published(Role role) {
        return new PrecipitateConfig(role, List.of(64, 128, 256, 512, 512));
    }

    @Override
    public int inputChannels() {
        return 1;
    }

    @Override
    public int sectionCount() {
        return 1;
    }

    @Override
    public int outputChannels() {
        return 1;
    }

    @Override
    public int stridePx() {
        return 1;
    }

    @Override
    public int minimumSizePx() {
        return 16;
    }
}
