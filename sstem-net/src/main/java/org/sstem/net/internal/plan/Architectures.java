package org.sstem.net.internal.plan;

import org.sstem.net.FoldFusionConfig;
import org.sstem.net.InterpolationConfig;
import org.sstem.net.NetworkConfig;
import org.sstem.net.PrecipitateConfig;
import org.sstem.net.RefinementConfig;
import org.sstem.net.UnfoldingConfig;

import java.util.List;

/** Turns configurations into plans. Nodes are written in the order of the published networks' states. */
public final class Architectures {

    /** Of the leaky rectifiers of the compact networks. */
    private static final double SLOPE = 0.1;

    private Architectures() {}

    public static Plan of(NetworkConfig config) {
        if (config instanceof InterpolationConfig) {
            return interpolation((InterpolationConfig) config);
        } else if (config instanceof UnfoldingConfig) {
            return unfolding((UnfoldingConfig) config);
        } else if (config instanceof FoldFusionConfig) {
            return foldFusion((FoldFusionConfig) config);
        } else if (config instanceof RefinementConfig) {
            return refinement((RefinementConfig) config);
        }
        return precipitate((PrecipitateConfig) config);
    }

    private static Plan interpolation(InterpolationConfig config) {
        Plan.Builder plan = new Plan.Builder(config.inputChannels());
        List<Integer> w = config.widths();
        // Modules are named after the published widths, also where the widths are others.
        String level1 = block(plan, "conv32", Plan.INPUT, config.inputChannels(), w.get(0));
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
        int margin = config.taps() / 2;
        String before = plan.replicate(plan.channelMean(Plan.INPUT, 0, config.channels()), margin);
        String behind = plan.replicate(plan.channelMean(Plan.INPUT, config.channels(), config.channels()), margin);
        String[] results = new String[config.sections()];
        for (int section = 1; section <= config.sections(); section++) {
            String prefix = config.sections() == 1 ? "upconv51_" : "upconv51_" + section;
            String[] heads = new String[4];
            for (int head = 0; head < 4; head++) {
                heads[head] = head(plan, prefix + (head + 1), features, w.get(1), config.taps());
            }
            // Of each pair of heads the first is horizontal. Published: the first pair is for the section behind where
            // one section is interpolated, for the one before where two are.
            String first = config.sections() == 1 ? behind : before;
            String second = config.sections() == 1 ? before : behind;
            results[section - 1] = plan.add(
                    plan.separableConvolve(first, heads[1], heads[0]),
                    plan.separableConvolve(second, heads[3], heads[2]));
        }
        return plan.build(results.length == 1 ? results[0] : plan.concatenate(results));
    }

    private static String block(Plan.Builder plan, String name, String in, int from, int to) {
        String first = plan.relu(plan.convolve(name + ".0", in, from));
        String second = plan.relu(plan.convolve(name + ".2", first, from));
        return plan.relu(plan.convolve(name + ".4", second, to));
    }

    private static String up(Plan.Builder plan, String name, String in, int channels) {
        return plan.relu(plan.convolve(name + ".1", plan.upsample(in, true), channels));
    }

    private static String head(Plan.Builder plan, String name, String in, int width, int taps) {
        String first = plan.relu(plan.convolve(name + ".0", in, width));
        String second = plan.relu(plan.convolve(name + ".2", first, width));
        String third = plan.relu(plan.convolve(name + ".4", second, taps));
        return plan.convolve(name + ".7", plan.upsample(third, true), taps);
    }

    private static Plan unfolding(UnfoldingConfig config) {
        Plan.Builder plan = new Plan.Builder(config.inputChannels());
        List<Integer> w = config.widths();
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
        return plan.build(plan.convolve("out", at, config.outputChannels()));
    }

    private static String residual(Plan.Builder plan, String name, String in, int width, double slope) {
        String first = plan.rectify(normalised(plan, name + ".conv_1", "0", "1", in, width), slope);
        String second = plan.rectify(normalised(plan, name + ".conv_2", "0.0", "0.1", first, width), slope);
        String third = plan.rectify(normalised(plan, name + ".conv_2", "1.0", "1.1", second, width), slope);
        String fourth = normalised(plan, name + ".conv_2", "2", "3", third, width);
        return plan.rectify(normalised(plan, name + ".conv_3", "0", "1", plan.add(first, fourth), width), slope);
    }

    private static String normalised(
            Plan.Builder plan, String name, String convolution, String normalisation, String in, int width) {
        return plan.normalise(name + "." + normalisation, plan.convolve(name + "." + convolution, in, width));
    }

    private static Plan foldFusion(FoldFusionConfig config) {
        Plan.Builder plan = new Plan.Builder(config.inputChannels());
        List<Integer> w = config.widths();
        String level1 = twice(plan, "conv_encode1", Plan.INPUT, w.get(0), w.get(0));
        String level2 = twice(plan, "conv_encode2", plan.maxPool(level1), w.get(1), w.get(1));
        String level3 = twice(plan, "conv_encode3", plan.maxPool(level2), w.get(2), w.get(2));
        String bottom = raised(
                plan, "bottleneck", twice(plan, "bottleneck", plan.maxPool(level3), w.get(3), w.get(2)), w.get(2));
        String up3 = plan.concatenate(bottom, level3);
        up3 = raised(plan, "conv_decode3", twice(plan, "conv_decode3", up3, w.get(2), w.get(2)), w.get(1));
        String up2 = plan.concatenate(up3, level2);
        up2 = raised(plan, "conv_decode2", twice(plan, "conv_decode2", up2, w.get(1), w.get(1)), w.get(0));
        return plan.build(twice(plan, "final_layer", plan.concatenate(up2, level1), w.get(0), 1));
    }

    private static String twice(Plan.Builder plan, String name, String in, int middle, int out) {
        String first = plan.relu(normalised(plan, name, "0", "1", in, middle));
        return plan.relu(normalised(plan, name, "3", "4", first, out));
    }

    private static String raised(Plan.Builder plan, String name, String in, int width) {
        return plan.relu(plan.normalise(name + ".7", plan.transposedConvolve(name + ".6", in, width)));
    }

    private static Plan precipitate(PrecipitateConfig config) {
        Plan.Builder plan = new Plan.Builder(config.inputChannels());
        List<Integer> w = config.widths();
        String[] levels = new String[5];
        levels[0] = twice(plan, "inc.double_conv", Plan.INPUT, w.get(0), w.get(0));
        for (int level = 1; level < 5; level++) {
            levels[level] = twice(
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
            at = twice(
                    plan,
                    "up" + (4 - level) + ".conv.double_conv",
                    plan.concatenate(levels[level], raised),
                    middle,
                    channels);
        }
        return plan.build(plan.convolvePixel("outc.conv", at, config.outputChannels()));
    }

    private static Plan refinement(RefinementConfig config) {
        Plan.Builder plan = new Plan.Builder(config.inputChannels());
        List<Integer> w = config.widths();
        int coarsest = w.size() - 1;
        String[] levels = new String[w.size()];
        String at = Plan.INPUT;
        for (int level = 0; level <= coarsest; level++) {
            String first = leaky(plan, "down" + level + ".0", at, w.get(level));
            levels[level] = leaky(plan, "down" + level + ".1", first, w.get(level));
            at = level < coarsest ? plan.meanPool(levels[level]) : levels[level];
        }
        for (int level = coarsest - 1; level >= config.finest(); level--) {
            String raised = plan.upsample(plan.convolve("up" + level + ".0", at, w.get(level)), false);
            at = leaky(plan, "up" + level + ".1", plan.rectify(plan.add(raised, levels[level]), SLOPE), w.get(level));
        }
        String change = plan.convolve(RefinementConfig.LAST_LAYER, at, config.outputChannels());
        for (int level = config.finest(); level > 0; level--) {
            change = plan.upsample(change, false);
        }
        return plan.build(
                config.refines()
                        ? plan.add(plan.channelMean(Plan.INPUT, config.inputChannels() - 1, 1), change)
                        : change);
    }

    private static String leaky(Plan.Builder plan, String name, String in, int width) {
        return plan.rectify(plan.convolve(name, in, width), SLOPE);
    }
}
