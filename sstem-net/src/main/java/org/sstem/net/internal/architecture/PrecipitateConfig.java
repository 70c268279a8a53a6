package org.sstem.net.internal.architecture;

import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import org.sstem.damage.DamageKind;
import org.sstem.net.Role;
import org.sstem.net.internal.plan.Plan;
import org.sstem.net.internal.plan.PlanBuilder;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Recovers contrast below precipitates, or fuses the recovered section with the interpolated one: two U-Nets of one
 * shape. Initialised as PyTorch does by default.
 *
 * <p>Input and output: one section in one channel; for the fusion the input is
 * {@code interpolated (1 - mask) + corrected mask} with the soft transmission mask.
 *
 * @param role   what the network is for; in JSON {@code CORRECTION} or {@code FUSION}
 * @param widths channels of the five levels, finest first
 */
public record PrecipitateConfig(@JsonAdapter(ShortRole.class) Role role, List<Integer> widths) implements Architecture {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if it is no role of precipitates, or a number of channels is below 1
     */
    public PrecipitateConfig {
        if (!Objects.requireNonNull(role, "role").restores() || role.damage() != DamageKind.PRECIPITATE) {
            throw new IllegalArgumentException("role must be one of precipitates, was " + role);
        }
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

    @Override
    public String kind() {
        return "precipitate";
    }

    @Override
    public Initialisation initialisation() {
        return Initialisation.UNIFORM;
    }

    @Override
    public Architecture withWidths(List<Integer> other) {
        return new PrecipitateConfig(role, other);
    }

    /** Nodes are written in the order of the published network's state. */
    @Override
    public Plan plan() {
        PlanBuilder plan = new PlanBuilder(inputChannels());
        List<Integer> w = widths;
        String[] levels = new String[5];
        levels[0] = Modules.twice(plan, "inc.double_conv", Plan.INPUT, w.get(0), w.get(0));
        for (int level = 1; level < 5; level++) {
            levels[level] = Modules.twice(
                    plan,
                    "down" + level + ".maxpool_conv.1.double_conv",
                    plan.maxPool(levels[level - 1]),
                    w.get(level),
                    w.get(level));
        }
        String at = levels[4];
        int channels = w.get(4);
        for (int level = 3; level >= 0; level--) {
            int middle = Math.max(1, (w.get(level) + channels) / 2);
            channels = w.get(Math.max(0, level - 1));
            String raised = plan.fit(plan.upsample(at, true), levels[level]);
            at = Modules.twice(
                    plan,
                    "up" + (4 - level) + ".conv.double_conv",
                    plan.concatenate(levels[level], raised),
                    middle,
                    channels);
        }
        return plan.build(plan.convolvePixel("outc.conv", at, outputChannels()));
    }

    /** The names that version 1 of the model file has for the two roles. */
    static final class ShortRole extends TypeAdapter<Role> {

        private static final String CORRECTION = "CORRECTION";
        private static final String FUSION = "FUSION";

        @Override
        public void write(JsonWriter out, Role role) throws IOException {
            out.value(role == Role.PRECIPITATE_CORRECTION ? CORRECTION : FUSION);
        }

        @Override
        public Role read(JsonReader in) throws IOException {
            String name = in.nextString();
            return switch (name) {
                case CORRECTION -> Role.PRECIPITATE_CORRECTION;
                case FUSION -> Role.PRECIPITATE_FUSION;
                default -> throw new IOException("there is no role \"" + name + "\" of a network for precipitates");
            };
        }
    }
}
