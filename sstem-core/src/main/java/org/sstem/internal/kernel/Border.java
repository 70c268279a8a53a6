package org.sstem.internal.kernel;

/** What a warp reads where the flow points outside the source. */
public enum Border {
    /** The nearest pixel of the border: coordinates are clamped before the weights are formed. */
    CLAMP,
    /** Zero outside, with the one pixel of linear ramp that bilinear interpolation gives at the rim. */
    ZERO
}
