package org.sstem.net.internal.architecture;

import org.sstem.net.internal.plan.Plan;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * A network with the values of its parameters, in single precision, in plain arrays: what is in a model file, and what
 * engines and trainings are made from.
 *
 * <p>Parameters carry the names of PyTorch's state ({@code conv32.0.weight}); {@link #parameters()} lists them in its
 * order, so published weights can be {@linkplain #assign assigned} one by one. Not thread-safe while they are assigned.
 */
public final class NetworkWeights {

    private final Architecture architecture;
    private final Plan plan;
    private final Map<String, float[]> values = new LinkedHashMap<>();
    /** Where the values are while a training changes them; null if they are here. */
    private Function<String, float[]> elsewhere;

    private NetworkWeights(Architecture architecture) {
        this.architecture = architecture;
        this.plan = architecture.plan();
        plan.parameters().forEach((name, shape) -> values.put(name, new float[count(shape)]));
    }

    /**
     * Makes an untrained network.
     *
     * @param architecture what it looks like
     * @param seed   the same seed gives the same parameters
     * @return a network
     */
    public static NetworkWeights create(Architecture architecture, long seed) {
        NetworkWeights network = new NetworkWeights(architecture);
        Map<String, long[]> parameters = network.parameters();
        // Each from a seed of its own, so that they do not depend on the order.
        int number = 0;
        for (String name : parameters.keySet()) {
            Random random = new Random(seed * 1_000_003 + number++);
            network.assign(name, architecture.initialisation().draw(name, parameters, random));
        }
        return network;
    }

    /** Makes a network whose parameters are all 0. */
    public static NetworkWeights blank(Architecture architecture) {
        return new NetworkWeights(architecture);
    }

    /**
     * Says what the network looks like.
     *
     * @return its architecture
     */
    public Architecture architecture() {
        return architecture;
    }

    /** The network as a list of operations. */
    public Plan plan() {
        return plan;
    }

    /**
     * Lists the parameters in the order of PyTorch's state, running means and variances included.
     *
     * @return name to shape; the shapes of convolutions are [out, in, y, x], of transposed ones [in, out, y, x]
     */
    public Map<String, long[]> parameters() {
        return new LinkedHashMap<>(plan.parameters());
    }

    /**
     * Counts the parameters that are trained, as PyTorch does: without running means and variances.
     *
     * @return numbers
     */
    public long parameterCount() {
        return values.entrySet().stream()
                .filter(entry -> !entry.getKey().contains(".running_"))
                .mapToLong(entry -> entry.getValue().length)
                .sum();
    }

    /**
     * Counts the multiply-adds of the convolutions, those of the separable ones included, when it is run on large
     * images; with each section in one channel, as inference does.
     *
     * @return multiply-adds for each pixel of the input
     */
    public long multiplyAddsPerPixel() {
        return plan.merged(architecture.channelsPerSection()).multiplyAddsPerPixel();
    }

    /**
     * Reads a parameter.
     *
     * @param name one of {@link #parameters()}
     * @return a copy of its values, row by row
     * @throws IllegalArgumentException if there is no such parameter
     */
    public float[] parameter(String name) {
        float[] own = find(name);
        return elsewhere == null ? own.clone() : elsewhere.apply(name);
    }

    /**
     * Writes a parameter.
     *
     * @param name   one of {@link #parameters()}
     * @param assigned all values, row by row
     * @throws IllegalArgumentException if there is no such parameter or it has another number of values
     */
    public void assign(String name, float... assigned) {
        float[] parameter = find(name);
        if (assigned.length != parameter.length) {
            throw new IllegalArgumentException(
                    name + " must have " + parameter.length + " values, had " + assigned.length);
        }
        elsewhere = null;
        System.arraycopy(assigned, 0, parameter, 0, parameter.length);
    }

    /**
     * Shows the values of a training that goes on, until some are assigned.
     *
     * @param training name to values, newly made
     */
    public void follow(Function<String, float[]> training) {
        elsewhere = training;
    }

    private float[] find(String name) {
        float[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("the network has no parameter " + name);
        }
        return found;
    }

    private static int count(long[] shape) {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    }
}
