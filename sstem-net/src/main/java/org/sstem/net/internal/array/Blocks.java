package org.sstem.net.internal.array;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.internal.kernel.LiteralKernels.Doubles;
import org.sstem.internal.kernel.Tensor;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** Four-dimensional arrays of ND4J (N x C x H x W) as what the kernels and the loops here take. */
public final class Blocks {

    private Blocks() {}

    /** Returns the array itself where its values lie row by row without gaps, else a copy. */
    public static INDArray contiguous(INDArray array) {
        // A view into the middle of a buffer is fine: buffers are sliced at the view's offset.
        return array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array) ? array : array.dup('c');
    }

    /** Views a contiguous array of floats as a tensor; nothing is copied. */
    public static Tensor tensor(INDArray array) {
        return new Tensor(size(array, 0), size(array, 1), size(array, 2), size(array, 3), floats(array));
    }

    /** Copies the values of an array of floats, row by row. */
    public static float[] values(INDArray array) {
        float[] values = new float[Math.toIntExact(array.length())];
        floats(contiguous(array)).get(0, values);
        return values;
    }

    /** Copies a contiguous array of doubles. */
    public static Doubles doubles(INDArray array) {
        double[] values = new double[Math.toIntExact(array.length())];
        doubleBuffer(array).get(0, values);
        return new Doubles(size(array, 0), size(array, 1), size(array, 2), size(array, 3), values);
    }

    /** Copies doubles into a contiguous array of doubles. */
    public static void store(Doubles from, INDArray to) {
        doubleBuffer(to).put(0, from.data());
    }

    /** Reads values of a contiguous array of floats or doubles, counted from its start. */
    public static void load(INDArray from, long at, double[] values) {
        Values.of(from).load(at, values);
    }

    /** Writes values of a contiguous array of floats (rounded) or doubles, counted from its start. */
    public static void store(double[] values, INDArray to, long at) {
        Values.of(to).store(values, at);
    }

    /** Copies values between contiguous arrays of one type, counted from their starts. */
    public static void copy(INDArray from, long at, INDArray to, long place, int length) {
        if (from.dataType() == DataType.DOUBLE) {
            doubleBuffer(to).put(Math.toIntExact(place), doubleBuffer(from), Math.toIntExact(at), length);
        } else {
            floats(to).put(Math.toIntExact(place), floats(from), Math.toIntExact(at), length);
        }
    }

    /** Runs a native operation by its name. */
    public static void execute(String operation, INDArray[] inputs, INDArray[] outputs, int... arguments) {
        Nd4j.exec(DynamicCustomOp.builder(operation)
                .addInputs(inputs)
                .addOutputs(outputs)
                .addIntegerArguments(arguments)
                .build());
    }

    /** Calls a task for every channel of every image, in several threads. */
    public static void forEachPlane(INDArray images, IntConsumer task) {
        Tasks.forEach(Math.multiplyExact(size(images, 0), size(images, 1)), task);
    }

    public static int size(INDArray array, int dimension) {
        return Math.toIntExact(array.size(dimension));
    }

    public static String shape(INDArray array) {
        return Arrays.toString(array.shape());
    }

    public static FloatBuffer floats(INDArray array) {
        // The buffer is positioned at the view's offset, and absolute access counts from the start: hence the slice.
        return array.data().asNioFloat().slice();
    }

    static DoubleBuffer doubleBuffer(INDArray array) {
        return array.data().asNioDouble().slice();
    }
}
