package org.sstem;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import java.util.List;

/**
 * One restored section, complete and held in memory.
 *
 * @param <T>        pixel type of the stack
 * @param z          the section
 * @param pixels     grey values, axes (x, y)
 * @param provenance one code of {@link org.sstem.Provenance} a pixel, axes (x, y)
 * @param repairs    what was done, in this order
 */
public record RestoredSection<T>(
        int z,
        RandomAccessibleInterval<T> pixels,
        RandomAccessibleInterval<UnsignedByteType> provenance,
        List<Repair> repairs) {

    /** Copies the list. */
    public RestoredSection {
        repairs = List.copyOf(repairs);
    }
}
