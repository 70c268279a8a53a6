package org.sstem.net.internal.architecture;

import org.sstem.net.Role;
import org.sstem.net.internal.plan.Plan;
import org.sstem.net.internal.plan.PlanBuilder;

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
public record UnfoldingConfig(int channels, List<Integer> widths) implements Architecture {

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

    @Override
    public Role role() {
        return Role.UNFOLDING;
    }

    @Override
    public String kind() {
        return "unfolding";
    }

    @Override
    public Initialisation initialisation() {
        return Initialisation.NORMAL;
    }

    @Override
    public Architecture withWidths(List<Integer> other) {
        return new UnfoldingConfig(channels, other);
    }

    /** Nodes are written in the order of the published network's state. */
    @Override
    public Plan plan() {
        PlanBuilder plan = new PlanBuilder(inputChannels());
        List<Integer> w = widths;
        String[] levels = new String[4];
        String at = Plan.INPUT;
        for (int level = 0; level < 4; level++) {
            levels[level] = residual(plan, "down_" + (level + 1), at, w.get(level), 0.2);
            at = plan.maxPool(levels[level]);
        }
        at = residual(plan, "bridge", at, w.get(4), 0.2);
        for (int level = 3; level >= 0; level--) {
            String number = "_" + (4 - level);
            String deconvolved = plan.transposedConvolve("deconv" + number + ".0", at, w.get(level));
            String decoded = plan.relu(plan.normalise("deconv" + number + ".1", deconvolved));
            at = residual(plan, "up" + number, plan.mean(decoded, levels[level]), w.get(level), 0);
        }
        return plan.build(plan.convolve("out", at, outputChannels()));
    }

    private static String residual(PlanBuilder plan, String name, String in, int width, double slope) {
        String first = plan.rectify(Modules.normalised(plan, name + ".conv_1", "0", "1", in, width), slope);
        String second = plan.rectify(Modules.normalised(plan, name + ".conv_2", "0.0", "0.1", first, width), slope);
        String third = plan.rectify(Modules.normalised(plan, name + ".conv_2", "1.0", "1.1", second, width), slope);
        String fourth = Modules.normalised(plan, name + ".conv_2", "2", "3", third, width);
        return plan.rectify(
                Modules.normalised(plan, name + ".conv_3", "0", "1", plan.add(first, fourth), width), slope);
    }
}
