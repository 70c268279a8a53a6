package org.sstem.net.internal.array;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;

/**
 * The values of a contiguous array of floats or doubles, counted from its start, as doubles. Making one costs more than
 * reading a row of an image. Threads may share it as long as they write different places.
 */
public final class Values {

    private final FloatBuffer singles;
    private final DoubleBuffer doubles;

    private Values(FloatBuffer singles, DoubleBuffer doubles) {
        this.singles = singles;
        this.doubles = doubles;
    }

    public static Values of(INDArray array) {
        return array.dataType() == DataType.DOUBLE
                ? new Values(null, Blocks.doubleBuffer(array))
                : new Values(Blocks.floats(array), null);
    }

    /** Fills an array with the values from a place on. */
    public void load(long at, double[] values) {
        if (doubles != null) {
            doubles.get(Math.toIntExact(at), values);
            return;
        }
        float[] row = new float[values.length];
        singles.get(Math.toIntExact(at), row);
        for (int i = 0; i < values.length; i++) {
            values[i] = row[i];
        }
    }

    /** Writes values from a place on; floats are rounded. */
    public void store(double[] values, long at) {
        if (doubles != null) {
            doubles.put(Math.toIntExact(at), values);
            return;
        }
        float[] row = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            row[i] = (float) values[i];
        }
        singles.put(Math.toIntExact(at), row);
    }
}
