package org.sstem.net.internal.testing;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.sstem.net.internal.array.Blocks;

import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Arrays for tests: by formula or seed. */
public final class Random4 {

    private Random4() {}

    /** Values in (-1, 1), no two of them equal for practical purposes. */
    public static INDArray of(long seed, DataType type, long... shape) {
        Random random = new Random(seed);
        return byFormula(i -> 2 * random.nextDouble() - 1, type, shape);
    }

    /** A value for every index in C order. */
    public static INDArray byFormula(IntToDoubleFunction formula, DataType type, long... shape) {
        INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, shape, 'c');
        double[] values = new double[Math.toIntExact(array.length())];
        for (int i = 0; i < values.length; i++) {
            values[i] = formula.applyAsDouble(i);
        }
        Blocks.store(values, array, 0);
        return array.castTo(type);
    }

    public static double[] values(INDArray array) {
        INDArray contiguous = Blocks.contiguous(array);
        double[] values = new double[Math.toIntExact(array.length())];
        Blocks.load(contiguous, 0, values);
        return values;
    }
}
