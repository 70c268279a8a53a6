package org.sstem.simulate;

import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.simulate.internal.draw.Sheet;

/**
 * A section that has cracks, and everything that is known about it. All planes, flags and flows have the section's size.
 * The arrays are shared, not copied; as thread-safe as they are.
 *
 * @param truth    the section as it was
 * @param degraded the section with its cracks
 * @param sheet    the section as a cut sheet
 * @param gap      one flag a pixel of the <b>degraded</b> section, row-major, true in the empty gaps
 * @param folding  where every pixel of the degraded section belongs: {@code degraded = warp(truth, folding)} outside the gaps
 */
public record CrackSimulation(Plane truth, Plane degraded, Sheet sheet, boolean[] gap, Flow folding) {

    /**
     * Computes the flow that closes the cracks: {@code truth = warp(degraded, flow)}, except where one of a crack's sides
     * lies under something else. Computed at every call.
     *
     * @return displacement in pixels from the clean to the degraded section
     */
    public Flow closingFlow() {
        return sheet.unfolding(new Area(0, 0, truth.width(), truth.height()));
    }
}
