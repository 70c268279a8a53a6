package org.sstem.net.internal.architecture;

import org.sstem.net.Role;
import org.sstem.net.internal.plan.Plan;
import org.sstem.net.internal.plan.PlanBuilder;

import java.util.List;
import java.util.Objects;

/**
 * The compact networks: each refines what is restored without training, from the evidence that this rests on
 * ({@link org.sstem.internal.method.Evidence}), so that an untrained network changes nothing.
 *
 * <p>A U-Net without normalisation: on every level two convolutions, halved by averaging; on the way back one
 * convolution, doubled bilinearly between half-pixel centres, added to what the level had found, and one more
 * convolution; leaky rectifiers of slope 0.1. Nothing in it depends on the size of the input or the place in it, so tiles
 * fit together: a result pixel depends on the {@link #reachPx()} pixels around it and on its place modulo
 * {@link #stridePx()}. The way back may end on a coarser level than the finest: then what is added is smooth, doubled from
 * there bilinearly, and fine texture stays that of the last input. Initialised as He et al. (ICCV 2015) propose, the last layer with 0.
 *
 * <p>Input: the channels that {@link RefinementInputs} makes of the evidence for the role, grey values in [0, 1]. Output: the refined section, that is the last
 * channel of the input plus what the U-Net adds. Networks for {@link Role#UNFOLDING}, which gave (u, v) in pixels, are in model
 * files of earlier versions: they can be read, but nothing uses them.
 * Two refine no section. {@link Role#MEMBRANE} takes one section, as {@code MembraneInput} makes it, and returns how likely each
 * pixel is membrane, the logistic function of what the U-Net gives. {@link Role#MOTION} takes what {@link MotionInputs} makes of two
 * neighbours in register, and returns four displacements in pixels: (u, v) by which the one below is to be moved on, then those of the one
 * above.
 *
 * @param role   what the network is for
 * @param widths channels of the levels, finest first, 2 to 6 of them
 * @param finest level on which the change is made, 0 for one of every pixel's own, 2 for one value every 4 pixels; less than
 *     the number of levels less 1
 */
public record RefinementConfig(Role role, List<Integer> widths, int finest) implements Architecture {

    /** Name of the layer whose result is added. */
    public static final String LAST_LAYER = "out";

    /** Of the leaky rectifiers. */
    private static final double SLOPE = 0.1;

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if there is no compact network for the role, there are fewer than 2 or more than 6
     *     levels or a number of channels below 1, or there is no such level to make the change on
     */
    public RefinementConfig {
        if (Objects.requireNonNull(role, "role") == Role.INTERPOLATION_OF_TWO) {
            throw new IllegalArgumentException("there is no compact network for " + role);
        }
        if (widths.size() < 2 || widths.size() > 6) {
            throw new IllegalArgumentException("widths must be of 2 to 6 levels, was " + widths);
        }
        widths = Widths.checked(widths, widths.size());
        if (finest < 0 || finest > widths.size() - 2) {
            throw new IllegalArgumentException(
                    "finest must be a level from 0 to " + (widths.size() - 2) + ", was " + finest);
        }
    }

    /**
     * Describes a network that changes every pixel for itself.
     *
     * @param role   what the network is for
     * @param widths channels of the levels, finest first, 2 to 6 of them
     */
    public RefinementConfig(Role role, List<Integer> widths) {
        this(role, widths, 0);
    }

    /**
     * Describes the compact networks: widths 8 to 64, up to 0.4 billion multiply-adds for 256 x 256 pixels. Interpolation
     * makes its change on level 2: asked to be as sharp as the neighbours' mean, one with a change of every pixel's own
     * draws a grating over the cytoplasm. Motion, too, comes from level 2: finer than that it cannot be known; it takes a level more.
     *
     * @param role what the network is for
     * @return the configuration
     * @throws IllegalArgumentException if there is none for it
     */
    public static RefinementConfig compact(Role role) {
        if (role == Role.UNFOLDING) {
            throw new IllegalArgumentException(
                    "there is no compact network for " + role + ": folds are unfolded without training");
        }
        return role == Role.MOTION
                ? new RefinementConfig(role, List.of(8, 16, 32, 40, 40), 2)
                : new RefinementConfig(role, List.of(8, 16, 32, 64), role == Role.INTERPOLATION ? 2 : 0);
    }

    @Override
    public boolean compact() {
        return true;
    }

    @Override
    public boolean refines() {
        return role != Role.UNFOLDING && role != Role.MEMBRANE && role != Role.MOTION;
    }

    @Override
    public int inputChannels() {
        return RefinementInputs.count(role);
    }

    @Override
    public int sectionCount() {
        return inputChannels();
    }

    @Override
    public int outputChannels() {
        return switch (role) {
            case UNFOLDING -> 2;
            case MOTION -> 4;
            default -> 1;
        };
    }

    @Override
    public int stridePx() {
        return 1 << (widths.size() - 1);
    }

    @Override
    public int minimumSizePx() {
        return stridePx();
    }

    /**
     * Says how far the network sees: no pixel of the result depends on one farther away in x or y.
     *
     * @return pixels
     */
    public int reachPx() {
        int reach = 1 << finest; // the last convolution
        int coarsest = widths.size() - 1;
        for (int level = 0; level <= coarsest; level++) {
            int pixel = 1 << level;
            reach += 2 * pixel; // two convolutions
            if (level > 0) {
                reach += pixel / 2 + pixel; // averaging, and the neighbour that doubling reads
            }
            if (level > finest) {
                reach += pixel + pixel / 2; // the convolution before doubling and the one behind
            }
        }
        return reach;
    }

    /** Tiles fit together where each is run with all that it sees around it. */
    @Override
    public int overlapPx() {
        return reachPx();
    }

    @Override
    public int rampPx() {
        return 0;
    }

    @Override
    public String kind() {
        return "refinement";
    }

    @Override
    public Initialisation initialisation() {
        return Initialisation.HE;
    }

    @Override
    public Architecture withWidths(List<Integer> other) {
        return new RefinementConfig(role, other, Math.min(finest, Math.max(0, other.size() - 2)));
    }

    /** Nodes are written in the order of the network's state. */
    @Override
    public Plan plan() {
        PlanBuilder plan = new PlanBuilder(inputChannels());
        List<Integer> w = widths;
        int coarsest = w.size() - 1;
        String[] levels = new String[w.size()];
        String at = Plan.INPUT;
        for (int level = 0; level <= coarsest; level++) {
            String first = leaky(plan, "down" + level + ".0", at, w.get(level));
            levels[level] = leaky(plan, "down" + level + ".1", first, w.get(level));
            at = level < coarsest ? plan.meanPool(levels[level]) : levels[level];
        }
        for (int level = coarsest - 1; level >= finest; level--) {
            String raised = plan.upsample(plan.convolve("up" + level + ".0", at, w.get(level)), false);
            at = leaky(plan, "up" + level + ".1", plan.rectify(plan.add(raised, levels[level]), SLOPE), w.get(level));
        }
        String change = plan.convolve(LAST_LAYER, at, outputChannels());
        for (int level = finest; level > 0; level--) {
            change = plan.upsample(change, false);
        }
        if (role == Role.MEMBRANE) {
            return plan.build(plan.logistic(change));
        }
        return plan.build(refines() ? plan.add(plan.channelMean(Plan.INPUT, inputChannels() - 1, 1), change) : change);
    }

    private static String leaky(PlanBuilder plan, String name, String in, int width) {
        return plan.rectify(plan.convolve(name, in, width), SLOPE);
    }
}
