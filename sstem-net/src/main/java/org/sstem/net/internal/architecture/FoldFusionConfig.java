package org.sstem.net.internal.architecture;

import org.sstem.net.Role;
import org.sstem.net.internal.plan.Plan;
import org.sstem.net.internal.plan.PlanBuilder;

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
public record FoldFusionConfig(int channels, List<Integer> widths) implements Architecture {

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

    @Override
    public Role role() {
        return Role.FOLD_FUSION;
    }

    /** It sees no farther than this, and aligns no corners: its tiles fit together. */
    @Override
    public int overlapPx() {
        return 64;
    }

    @Override
    public String kind() {
        return "fold-fusion";
    }

    @Override
    public Initialisation initialisation() {
        return Initialisation.UNIFORM;
    }

    @Override
    public Architecture withWidths(List<Integer> other) {
        return new FoldFusionConfig(channels, other);
    }

    /** Nodes are written in the order of the published network's state. */
    @Override
    public Plan plan() {
        PlanBuilder plan = new PlanBuilder(inputChannels());
        List<Integer> w = widths;
        String level1 = Modules.twice(plan, "conv_encode1", Plan.INPUT, w.get(0), w.get(0));
        String level2 = Modules.twice(plan, "conv_encode2", plan.maxPool(level1), w.get(1), w.get(1));
        String level3 = Modules.twice(plan, "conv_encode3", plan.maxPool(level2), w.get(2), w.get(2));
        String bottom = raised(
                plan,
                "bottleneck",
                Modules.twice(plan, "bottleneck", plan.maxPool(level3), w.get(3), w.get(2)),
                w.get(2));
        String up3 = plan.concatenate(bottom, level3);
        up3 = raised(plan, "conv_decode3", Modules.twice(plan, "conv_decode3", up3, w.get(2), w.get(2)), w.get(1));
        String up2 = plan.concatenate(up3, level2);
        up2 = raised(plan, "conv_decode2", Modules.twice(plan, "conv_decode2", up2, w.get(1), w.get(1)), w.get(0));
        return plan.build(Modules.twice(plan, "final_layer", plan.concatenate(up2, level1), w.get(0), 1));
    }

    private static String raised(PlanBuilder plan, String name, String in, int width) {
        return plan.relu(plan.normalise(name + ".7", plan.transposedConvolve(name + ".6", in, width)));
    }
}
