package org.sstem.net.internal.architecture;

import org.sstem.net.Role;
import org.sstem.net.internal.plan.Plan;
import org.sstem.net.internal.plan.PlanBuilder;

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
public record InterpolationConfig(int sections, int channels, int taps, List<Integer> widths) implements Architecture {

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

    @Override
    public Role role() {
        return sections == 1 ? Role.INTERPOLATION : Role.INTERPOLATION_OF_TWO;
    }

    @Override
    public String kind() {
        return "interpolation";
    }

    @Override
    public Initialisation initialisation() {
        return Initialisation.ORTHOGONAL;
    }

    @Override
    public Architecture withWidths(List<Integer> other) {
        return new InterpolationConfig(sections, channels, taps, other);
    }

    /** Nodes are written in the order of the published network's state. */
    @Override
    public Plan plan() {
        PlanBuilder plan = new PlanBuilder(inputChannels());
        List<Integer> w = widths;
        // Modules are named after the published widths, also where the widths are others.
        String level1 = block(plan, "conv32", Plan.INPUT, inputChannels(), w.get(0));
        String level2 = block(plan, "conv64", plan.meanPool(level1), w.get(0), w.get(1));
        String level3 = block(plan, "conv128", plan.meanPool(level2), w.get(1), w.get(2));
        String level4 = block(plan, "conv256", plan.meanPool(level3), w.get(2), w.get(3));
        String level5 = block(plan, "conv512", plan.meanPool(level4), w.get(3), w.get(4));
        String bottom = block(plan, "conv512x512", plan.meanPool(level5), w.get(4), w.get(4));

        String up5 = plan.add(up(plan, "upsamp512", bottom, w.get(4)), level5);
        String up4 = up(plan, "upsamp256", block(plan, "upconv256", up5, w.get(4), w.get(3)), w.get(3));
        String up3 =
                up(plan, "upsamp128", block(plan, "upconv128", plan.add(up4, level4), w.get(3), w.get(2)), w.get(2));
        String up2 = up(plan, "upsamp64", block(plan, "upconv64", plan.add(up3, level3), w.get(2), w.get(1)), w.get(1));
        String features = plan.add(up2, level2);

        // The result is the mean over the channels, and the convolution is linear: averaged first, it is done once.
        int margin = taps / 2;
        String before = plan.replicate(plan.channelMean(Plan.INPUT, 0, channels), margin);
        String behind = plan.replicate(plan.channelMean(Plan.INPUT, channels, channels), margin);
        String[] results = new String[sections];
        for (int section = 1; section <= sections; section++) {
            String prefix = sections == 1 ? "upconv51_" : "upconv51_" + section;
            String[] heads = new String[4];
            for (int head = 0; head < 4; head++) {
                heads[head] = head(plan, prefix + (head + 1), features, w.get(1), taps);
            }
            // Of each pair of heads the first is horizontal. Published: the first pair is for the section behind where
            // one section is interpolated, for the one before where two are.
            String first = sections == 1 ? behind : before;
            String second = sections == 1 ? before : behind;
            results[section - 1] = plan.add(
                    plan.separableConvolve(first, heads[1], heads[0]),
                    plan.separableConvolve(second, heads[3], heads[2]));
        }
        return plan.build(results.length == 1 ? results[0] : plan.concatenate(results));
    }

    private static String block(PlanBuilder plan, String name, String in, int from, int to) {
        String first = plan.relu(plan.convolve(name + ".0", in, from));
        String second = plan.relu(plan.convolve(name + ".2", first, from));
        return plan.relu(plan.convolve(name + ".4", second, to));
    }

    private static String up(PlanBuilder plan, String name, String in, int channels) {
        return plan.relu(plan.convolve(name + ".1", plan.upsample(in, true), channels));
    }

    private static String head(PlanBuilder plan, String name, String in, int width, int taps) {
        String first = plan.relu(plan.convolve(name + ".0", in, width));
        String second = plan.relu(plan.convolve(name + ".2", first, width));
        String third = plan.relu(plan.convolve(name + ".4", second, taps));
        return plan.convolve(name + ".7", plan.upsample(third, true), taps);
    }
}
