package org.sstem.net.internal.architecture;

import org.sstem.net.Role;
import org.sstem.net.internal.plan.Operation;
import org.sstem.net.internal.plan.Plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several networks as one plan, each with a name in front of those of its nodes ({@code fusion/conv_encode1.0}), one
 * feeding the next.
 *
 * @param plan    all nodes; its output is the last network's
 * @param outputs what has a loss: nodes that nothing else reads
 */
public record JointPlan(Plan plan, List<String> outputs) {

    public static final String INTERPOLATION = "interpolation/";
    public static final String UNFOLDING = "unfolding/";
    public static final String CORRECTION = "correction/";
    public static final String FUSION = "fusion/";

    /**
     * Interpolates, unfolds, warps and fuses. Input: the sections below and above, then the folded one, each in the
     * networks' number of channels. Outputs: interpolated section, flow, restored section.
     */
    public static JointPlan folds(Architecture interpolation, Architecture unfolding, Architecture fusion) {
        int channels = interpolation.channelsPerSection();
        check(interpolation, Role.INTERPOLATION);
        check(unfolding, Role.UNFOLDING);
        check(fusion, Role.FOLD_FUSION);
        if (unfolding.channelsPerSection() != channels || fusion.channelsPerSection() != channels) {
            throw new IllegalArgumentException("networks trained together must take one number of channels, took "
                    + channels + ", " + unfolding.channelsPerSection() + " and " + fusion.channelsPerSection());
        }
        Assembly nodes = new Assembly();
        String neighbours = nodes.add("neighbours", new Operation.Channels(0, 2 * channels, 1), Plan.INPUT);
        String folded = nodes.add("folded", new Operation.Channels(2 * channels, channels, 1), Plan.INPUT);
        String interpolated = nodes.embed(INTERPOLATION, interpolation, neighbours);
        String repeated = nodes.add("interpolated", new Operation.Channels(0, 1, channels), interpolated);
        String both = nodes.add("to-unfold", new Operation.Concatenate(), folded, repeated);
        String flow = nodes.embed(UNFOLDING, unfolding, both);
        String one = nodes.add("folded-grey", new Operation.Channels(2 * channels, 1, 1), Plan.INPUT);
        String warped = nodes.add("unfolded-grey", new Operation.Warp(), one, flow);
        String unfolded = nodes.add("unfolded", new Operation.Channels(0, 1, channels), warped);
        String fused =
                nodes.embed(FUSION, fusion, nodes.add("to-fuse", new Operation.Concatenate(), unfolded, repeated));
        return nodes.build(3 * channels, List.of(interpolated, flow, fused), List.of(1, 2, 1));
    }

    /**
     * Interpolates, corrects and fuses by the mask. Input: the sections below and above in the interpolation network's
     * channels, the stained one, the mask. Outputs: interpolated, corrected, restored section.
     */
    public static JointPlan precipitates(Architecture interpolation, Architecture correction, Architecture fusion) {
        int channels = interpolation.channelsPerSection();
        check(interpolation, Role.INTERPOLATION);
        check(correction, Role.PRECIPITATE_CORRECTION);
        check(fusion, Role.PRECIPITATE_FUSION);
        Assembly nodes = new Assembly();
        String neighbours = nodes.add("neighbours", new Operation.Channels(0, 2 * channels, 1), Plan.INPUT);
        String stained = nodes.add("stained", new Operation.Channels(2 * channels, 1, 1), Plan.INPUT);
        String mask = nodes.add("mask", new Operation.Channels(2 * channels + 1, 1, 1), Plan.INPUT);
        String interpolated = nodes.embed(INTERPOLATION, interpolation, neighbours);
        String corrected = nodes.embed(CORRECTION, correction, stained);
        String blended = nodes.add("blended", new Operation.Blend(), interpolated, corrected, mask);
        String fused = nodes.embed(FUSION, fusion, blended);
        return nodes.build(2 * channels + 2, List.of(interpolated, corrected, fused), List.of(1, 1, 1));
    }

    private static void check(Architecture given, Role role) {
        if (given.compact() || given.role() != role) {
            throw new IllegalArgumentException(
                    "a published network for " + role + " is needed here, was one for " + given.purpose());
        }
    }

    /** Nodes as they are put together. */
    private static final class Assembly {

        private final List<Plan.Node> nodes = new ArrayList<>();

        String add(String name, Operation operation, String... inputs) {
            nodes.add(new Plan.Node(name, operation, List.of(inputs)));
            return name;
        }

        String embed(String prefix, Architecture network, String input) {
            Plan plan = network.plan();
            for (Plan.Node node : plan.nodes()) {
                List<String> inputs = node.inputs().stream()
                        .map(name -> name.equals(Plan.INPUT) ? input : prefix + name)
                        .collect(Collectors.toList());
                nodes.add(new Plan.Node(prefix + node.name(), node.operation(), inputs));
            }
            return prefix + plan.output();
        }

        /** Ends every result in a node of its own: a node that others read cannot have a loss as well. */
        JointPlan build(int inputChannels, List<String> results, List<Integer> channels) {
            List<String> outputs = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                outputs.add(add("result-" + i, new Operation.Channels(0, channels.get(i), 1), results.get(i)));
            }
            return new JointPlan(
                    new Plan(inputChannels, List.copyOf(nodes), outputs.get(outputs.size() - 1)), List.copyOf(outputs));
        }
    }
}
