package org.sstem.internal.kernel;

import org.sstem.internal.kernel.LiteralKernels.Doubles;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;

/** Makes and compares tensors in tests. */
public final class Tensors {

    private Tensors() {}

    /**
     * Makes seeded values.
     *
     * @param seed     seed
     * @param from     smallest value
     * @param to       largest value
     * @param batch    images
     * @param channels channels
     * @param height   rows
     * @param width    columns
     * @return uniform values
     */
    public static Tensor random(long seed, double from, double to, int batch, int channels, int height, int width) {
        Random random = new Random(seed);
        return formula(i -> from + (to - from) * random.nextDouble(), batch, channels, height, width);
    }

    /**
     * Makes values by a formula of the index.
     *
     * @param formula  value at an index
     * @param batch    images
     * @param channels channels
     * @param height   rows
     * @param width    columns
     * @return the values, rounded to float
     */
    public static Tensor formula(IntToDoubleFunction formula, int batch, int channels, int height, int width) {
        Tensor t = Tensor.zeros(batch, channels, height, width);
        for (int i = 0; i < t.size(); i++) {
            t.data().put(i, (float) formula.applyAsDouble(i));
        }
        return t;
    }

    /**
     * Makes a target full of NaN, so that a value that is not written, or is added to, shows.
     *
     * @param like the shape
     * @return a new tensor
     */
    public static Tensor unset(Tensor like) {
        return formula(i -> Double.NaN, like.batch(), like.channels(), like.height(), like.width());
    }

    /**
     * Copies to native memory, at an offset.
     *
     * @param tensor the values, or null
     * @return the same values off the heap, or null
     */
    public static Tensor offHeap(Tensor tensor) {
        if (tensor == null) {
            return null;
        }
        FloatBuffer buffer = ByteBuffer.allocateDirect(4 * (tensor.size() + 7))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .position(3)
                .slice();
        return filled(buffer, tensor);
    }

    /**
     * Copies to the middle of an array, with a position that has to be ignored.
     *
     * @param tensor the values, or null
     * @return the same values in a slice, or null
     */
    public static Tensor sliced(Tensor tensor) {
        if (tensor == null) {
            return null;
        }
        FloatBuffer buffer = FloatBuffer.allocate(tensor.size() + 9).position(5).slice();
        Tensor copy = filled(buffer, tensor);
        buffer.position(2);
        return copy;
    }

    private static Tensor filled(FloatBuffer buffer, Tensor tensor) {
        for (int i = 0; i < tensor.size(); i++) {
            buffer.put(i, tensor.data().get(i));
        }
        return new Tensor(tensor.batch(), tensor.channels(), tensor.height(), tensor.width(), buffer);
    }

    /**
     * Copies a tensor's values.
     *
     * @param tensor a tensor
     * @return its values
     */
    public static float[] values(Tensor tensor) {
        float[] values = new float[tensor.size()];
        tensor.data().get(0, values, 0, values.length);
        return values;
    }

    /**
     * Sums the products of two tensors' values in double precision.
     *
     * @param a one tensor
     * @param b another of the same size
     * @return the inner product
     */
    public static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.data().get(i) * b.data().get(i);
        }
        return sum;
    }

    /**
     * Takes absolute values: an operation applied to these gives the sum of its terms' magnitudes.
     *
     * @param tensor a tensor
     * @return magnitudes in double precision
     */
    public static Doubles magnitude(Tensor tensor) {
        Doubles d = Doubles.of(tensor);
        for (int i = 0; i < d.data().length; i++) {
            d.data()[i] = Math.abs(d.data()[i]);
        }
        return d;
    }

    /**
     * Asserts that all values agree within an absolute difference.
     *
     * @param actual    computed
     * @param expected  expected
     * @param tolerance largest difference
     */
    public static void assertClose(Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < actual.size(); i++) {
            float a = actual.data().get(i);
            float e = expected.data().get(i);
            if (!(Math.abs(a - e) <= tolerance)) {
                assertThat(a).as("value %d of %s", i, actual.shape()).isEqualTo(e);
            }
        }
    }

    /**
     * Asserts that all values agree within a multiple of the magnitude of the terms they are made of.
     *
     * @param actual    computed
     * @param expected  expected
     * @param magnitude sum of the magnitudes of each value's terms
     * @param tolerance largest difference divided by that sum
     */
    public static void assertClose(Tensor actual, Doubles expected, Doubles magnitude, double tolerance) {
        for (int i = 0; i < actual.size(); i++) {
            float a = actual.data().get(i);
            double e = expected.data()[i];
            // below the normal floats there are no relative errors
            double bound = tolerance * magnitude.data()[i] + Float.MIN_NORMAL;
            if (!(Math.abs(a - e) <= bound)) {
                assertThat((double) a)
                        .as(
                                "value %d of %s, terms of magnitude %g",
                                i, actual.shape(), magnitude.data()[i])
                        .isEqualTo(e);
            }
        }
    }
}
