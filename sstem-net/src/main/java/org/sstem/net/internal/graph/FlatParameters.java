package org.sstem.net.internal.graph;

import net.imglib2.parallel.Parallelization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.sstem.net.internal.array.Blocks;
import org.sstem.net.internal.plan.Plan;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The parameters of a graph and their gradients as two long rows of floats, running statistics included. Work on them is
 * split at fixed places, so that sums do not depend on the threads, which are those of the caller's context.
 */
public final class FlatParameters {

    private static final int CHUNK = 1 << 16;

    /** A part of the rows that is trained, all of one network, counted from 0 in the order of the plan. */
    public record Chunk(int from, int length, int network) {}

    private final FloatBuffer values;
    private final FloatBuffer gradients;
    private final int count;
    private final List<Chunk> trained = new ArrayList<>();

    /**
     * Views a graph's parameters.
     *
     * @param graph the graph
     * @param plan  what it was made from
     */
    public FlatParameters(PlanGraph graph, Plan plan) {
        INDArray parameters = graph.params();
        count = Math.toIntExact(parameters.length());
        values = Blocks.floats(parameters);
        gradients = Blocks.floats(graph.gradients());
        List<String> networks = new ArrayList<>();
        TreeMap<Integer, Chunk> parts = new TreeMap<>();
        for (String name : plan.parameters().keySet()) {
            // Networks in a joint plan have their names in front.
            String network = name.substring(0, name.indexOf('/') + 1);
            if (!networks.contains(network)) {
                networks.add(network);
            }
            if (!name.contains(".running_")) {
                INDArray view = Graphs.parameter(graph, plan, name);
                int from = Math.toIntExact(view.offset() - parameters.offset());
                parts.put(from, new Chunk(from, Math.toIntExact(view.length()), networks.indexOf(network)));
            }
        }
        Chunk joined = new Chunk(0, 0, 0);
        for (Chunk part : parts.values()) {
            if (part.from == joined.from + joined.length && part.network == joined.network) {
                joined = new Chunk(joined.from, joined.length + part.length, joined.network);
            } else {
                split(joined);
                joined = part;
            }
        }
        split(joined);
    }

    private void split(Chunk whole) {
        int end = whole.from + whole.length;
        for (int at = whole.from; at < end; at += CHUNK) {
            trained.add(new Chunk(at, Math.min(CHUNK, end - at), whole.network));
        }
    }

    public int count() {
        return count;
    }

    public FloatBuffer values() {
        return values;
    }

    public FloatBuffer gradients() {
        return gradients;
    }

    /** The parts that are trained: all but running statistics. */
    public List<Chunk> trained() {
        return trained;
    }

    /** Copies all values. */
    public float[] copy() {
        float[] copy = new float[count];
        values.get(0, copy);
        return copy;
    }

    /** Copies all values into an array of their number. */
    public void copyTo(float[] to) {
        values.get(0, to);
    }

    /** Writes all values. */
    public void restore(float[] from) {
        values.put(0, from);
    }

    /** The Euclidean norm of the gradient, NaN or infinite where one of its values is. */
    public double gradientNorm() {
        List<Double> squares = Parallelization.getTaskExecutor().forEachApply(trained, chunk -> {
            float[] piece = new float[chunk.length];
            gradients.get(chunk.from, piece);
            double sum = 0;
            for (float g : piece) {
                sum += (double) g * g;
            }
            return sum;
        });
        return Math.sqrt(squares.stream().mapToDouble(Double::doubleValue).reduce(0, Double::sum));
    }
}
