package org.sstem.net.internal.plan;

import org.sstem.net.internal.plan.Operation.ChannelMean;
import org.sstem.net.internal.plan.Operation.Concatenate;
import org.sstem.net.internal.plan.Operation.Convolve;
import org.sstem.net.internal.plan.Operation.Fit;
import org.sstem.net.internal.plan.Operation.Logistic;
import org.sstem.net.internal.plan.Operation.Normalise;
import org.sstem.net.internal.plan.Operation.Pool;
import org.sstem.net.internal.plan.Operation.Rectify;
import org.sstem.net.internal.plan.Operation.Replicate;
import org.sstem.net.internal.plan.Operation.SeparableConvolve;
import org.sstem.net.internal.plan.Operation.Sum;
import org.sstem.net.internal.plan.Operation.TransposedConvolve;
import org.sstem.net.internal.plan.Operation.Upsample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes plans down; every method adds nodes and returns the name of the last. Not thread-safe. */
public final class PlanBuilder {

    private final int inputChannels;
    private final List<Plan.Node> nodes = new ArrayList<>();
    private final Map<String, Integer> channels = new HashMap<>();

    /** Starts with the input, {@link Plan#INPUT}. */
    public PlanBuilder(int inputChannels) {
        this.inputChannels = inputChannels;
        channels.put(Plan.INPUT, inputChannels);
    }

    /** Ends the plan with a node. */
    public Plan build(String output) {
        return new Plan(inputChannels, List.copyOf(nodes), output);
    }

    /** 3 x 3. */
    public String convolve(String name, String in, int out) {
        return add(name, new Convolve(channels.get(in), out, 3), in);
    }

    /** 1 x 1. */
    public String convolvePixel(String name, String in, int out) {
        return add(name, new Convolve(channels.get(in), out, 1), in);
    }

    /** Doubles the size. */
    public String transposedConvolve(String name, String in, int out) {
        return add(name, new TransposedConvolve(channels.get(in), out), in);
    }

    /** By batch, or by what was learnt of batches. */
    public String normalise(String name, String in) {
        return add(name, new Normalise(channels.get(in)), in);
    }

    /** Cuts at 0. */
    public String relu(String in) {
        return rectify(in, 0);
    }

    /** Multiplies what is below 0 by a slope. */
    public String rectify(String in, double slope) {
        return add(fresh("relu"), new Rectify(slope), in);
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public String logistic(String in) {
        return add(fresh("logistic"), new Logistic(), in);
    }

    /** Halves the size. */
    public String maxPool(String in) {
        return add(fresh("maxpool"), new Pool(true), in);
    }

    /** Halves the size. */
    public String meanPool(String in) {
        return add(fresh("meanpool"), new Pool(false), in);
    }

    /** Doubles the size. */
    public String upsample(String in, boolean alignCorners) {
        return add(fresh("upsample"), new Upsample(alignCorners), in);
    }

    /** a + b. */
    public String add(String a, String b) {
        return add(fresh("sum"), new Sum(false), a, b);
    }

    /** (a + b) / 2. */
    public String mean(String a, String b) {
        return add(fresh("mean"), new Sum(true), a, b);
    }

    /** Channels one after the other. */
    public String concatenate(String... inputs) {
        return add(fresh("concatenate"), new Concatenate(), inputs);
    }

    /** Pads to the size of another. */
    public String fit(String in, String like) {
        return add(fresh("fit"), new Fit(), in, like);
    }

    /** Averages consecutive channels. */
    public String channelMean(String in, int first, int count) {
        return add(fresh("grey"), new ChannelMean(first, count), in);
    }

    /** Pads by the border pixels. */
    public String replicate(String in, int marginPx) {
        return add(fresh("padded"), new Replicate(marginPx), in);
    }

    /** Every pixel by a kernel of its own. */
    public String separableConvolve(String image, String vertical, String horizontal) {
        return add(fresh("sepconv"), new SeparableConvolve(), image, vertical, horizontal);
    }

    private String fresh(String prefix) {
        return prefix + "-" + nodes.size();
    }

    private String add(String name, Operation operation, String... inputs) {
        nodes.add(new Plan.Node(name, operation, List.of(inputs)));
        int out = operation.channels(Stream.of(inputs).map(channels::get).toList());
        if (channels.put(name, out) != null) {
            throw new IllegalArgumentException("two nodes have the name " + name);
        }
        return name;
    }
}
