package org.sstem;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.sstem.damage.DamageKind;
import org.sstem.restore.Findings;

import java.util.List;

/**
 * One restored section, complete and held in memory.
 *
 * @param <T>        pixel type of the stack
 * @param z          the section
 * @param pixels     grey values, axes (x, y)
 * @param provenance one code of {@link org.sstem.restore.Provenance} a pixel, axes (x, y)
 * @param steps      what was done, in this order
 */
public record RestoredSection<T>(
        int z,
        RandomAccessibleInterval<T> pixels,
        RandomAccessibleInterval<UnsignedByteType> provenance,
        List<Step> steps) {

    /**
     * One repair of one kind of damage.
     *
     * @param kind     the damage
     * @param method   the method's name
     * @param sources  intact sections that were read, nearest first
     * @param findings what was found and how sure it is
     */
    public record Step(DamageKind kind, String method, List<Integer> sources, Findings findings) {}
}
