package org.sstem.internal.kernel;

/** The piecewise cubic that makes values between pixels from the 4 x 4 pixels around, see {@link Kernels#resample}. */
public enum Basis {
    /** Catmull-Rom: goes through the pixels; may leave their range a little at strong edges. */
    CATMULL_ROM,
    /** Cubic B-spline: never leaves the range of the coefficients, and blurs what was not prefiltered. */
    B_SPLINE
}
