package org.sstem.cuda.internal;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.kernel.Tensor;

/**
 * The symmetric kernels that restoration convolves with, the numbers of the CPU's registration and fusion. They travel in
 * one tensor, from the centre outwards each.
 */
enum Taps {
    /** Takes the grain off a section before it is registered. */
    VIEW_GRAIN(1),
    /** Blurs a section before its ridges are found. */
    RIDGE(1),
    /** Blurs the ridges. */
    RIDGE_SPREAD(2),
    /** Continues the tissue of a sheet into its bands. */
    CONTINUED(2),
    /** Window of the local normalisation. */
    LOCAL(8),
    /** Continues a section where the window of the normalisation finds nothing valid. */
    FAR(32),
    /** Window of the search over all displacements. */
    SEARCH(10),
    /** The small window of a Gauss-Newton step. */
    NARROW_WINDOW(3),
    /** What makes the small window the large one, at half the resolution. */
    WIDE_WINDOW(Math.sqrt(12 * 12 - 3 * 3) / 2),
    /** Smooths a flow after a step. */
    MOTION(1.5),
    /** Window of the agreement of two sections. */
    AGREEMENT(4),
    /** Between grain and structure. */
    GRAIN(1.5),
    /** Between structure and brightness. */
    BRIGHTNESS(8),
    /** Over what a gain is found, at a quarter of the resolution. */
    GAIN(8),
    /** Makes a section the coefficients of the spline through it. */
    SPLINE(Resampler.splineKernel());

    private static final float[] TABLE = table();

    private final float[] half;
    private int first;

    Taps(double sigma) {
        this(Filters.gaussianKernel(sigma));
    }

    Taps(float[] half) {
        this.half = half;
    }

    private static float[] table() {
        int length = 0;
        for (Taps taps : values()) {
            taps.first = length;
            length += taps.half.length;
        }
        float[] table = new float[length];
        for (Taps taps : values()) {
            System.arraycopy(taps.half, 0, table, taps.first, taps.half.length);
        }
        return table;
    }

    /** All kernels one after the other, and then what else a kernel looks up. */
    static Tensor tableWith(float... others) {
        float[] values = new float[TABLE.length + others.length];
        System.arraycopy(TABLE, 0, values, 0, TABLE.length);
        System.arraycopy(others, 0, values, TABLE.length, others.length);
        return Tensor.of(1, 1, 1, values.length, values);
    }

    /** Where in the table the others begin. */
    static int others() {
        return TABLE.length;
    }

    /** Where in the table these begin. */
    int first() {
        return first;
    }

    /** How far these reach from their centre, pixels. */
    int reach() {
        return half.length - 1;
    }
}
