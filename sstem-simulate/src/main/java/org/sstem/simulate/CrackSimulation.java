package org.sstem.simulate;

import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.simulate.internal.draw.Sheet;
import org.sstem.simulate.internal.draw.SheetPainter;

/**
 * A section that has cracks, and everything that is known about it. All planes, flags and flows have the section's size.
 * The arrays are shared, not copied; as thread-safe as they are.
 */
public final class CrackSimulation {

    private final SheetPainter.Painted painted;
    private final Sheet sheet;

    CrackSimulation(SheetPainter.Painted painted, Sheet sheet) {
        this.painted = painted;
        this.sheet = sheet;
    }

    /**
     * Returns the section as it was.
     *
     * @return the clean section
     */
    public Plane truth() {
        return painted.truth();
    }

    /**
     * Returns the section with its cracks.
     *
     * @return the degraded section
     */
    public Plane degraded() {
        return painted.degraded();
    }

    /** The section as a cut sheet. */
    Sheet sheet() {
        return sheet;
    }

    /**
     * Marks the empty gaps: pixels of the <b>degraded</b> section.
     *
     * @return the gaps
     */
    public SectionMask mask() {
        return SectionMask.of(truth().width(), truth().height(), gap());
    }

    /** The gaps, one flag a pixel. */
    boolean[] gap() {
        return painted.covered();
    }

    /**
     * Returns where every pixel of the degraded section belongs: {@code degraded = warp(truth, flow)} outside the gaps.
     *
     * @return displacement in pixels from the degraded to the clean section
     */
    public Flow crackingFlow() {
        return painted.folding();
    }

    /**
     * Computes the flow that closes the cracks: {@code truth = warp(degraded, flow)}, except where one of a crack's sides
     * lies under something else. Computed at every call.
     *
     * @return displacement in pixels from the clean to the degraded section
     */
    public Flow closingFlow() {
        return sheet.unfolding(new Area(0, 0, truth().width(), truth().height()));
    }
}
