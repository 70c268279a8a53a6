package org.sstem.simulate;

import org.sstem.internal.fold.Fold;
import org.sstem.internal.fold.FoldLaw;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.List;
import java.util.Optional;

/**
 * A section that was folded, and everything that is known about it. All planes, flags and flows have the section's size.
 * The arrays are shared, not copied; as thread-safe as they are.
 */
public final class FoldSimulation {

    private final Plane truth;
    private final Plane degraded;
    private final FoldChain chain;
    private final boolean[] band;
    private final Flow folding;
    private final Optional<ContrastBox> box;

    FoldSimulation(
            Plane truth, Plane degraded, FoldChain chain, boolean[] band, Flow folding, Optional<ContrastBox> box) {
        this.truth = truth;
        this.degraded = degraded;
        this.chain = chain;
        this.band = band;
        this.folding = folding;
        this.box = box;
    }

    /**
     * Returns the section as it was.
     *
     * @return the clean section
     */
    public Plane truth() {
        return truth;
    }

    /**
     * Returns the section with its folds.
     *
     * @return the degraded section
     */
    public Plane degraded() {
        return degraded;
    }

    /**
     * Returns the folds in the order in which they were made; each is described in the section as it was just before.
     *
     * @return the folds, empty if the section was left alone
     */
    public List<Fold> folds() {
        return chain.folds();
    }

    /**
     * Marks the dark bands: pixels of the <b>degraded</b> section within a half-width of a fold.
     *
     * @return one flag a pixel, row-major
     */
    public boolean[] band() {
        return band;
    }

    /**
     * Marks what was swallowed: pixels of the <b>clean</b> section of which the degraded one shows nothing. Computed at
     * every call.
     *
     * @return one flag a pixel, row-major
     */
    public boolean[] swallowed() {
        return chain.swallowed(area());
    }

    /**
     * Returns the flow that made the folds: {@code degraded = warp(truth, flow)} outside the bands.
     *
     * @return displacement in pixels from the degraded to the clean section
     */
    public Flow foldingFlow() {
        return folding;
    }

    /**
     * Computes the flow that undoes the folds: {@code truth = warp(degraded, flow)} outside the swallowed strips.
     *
     * @param law how the displacement is inverted
     * @return displacement in pixels from the clean to the degraded section
     */
    public Flow unfoldingFlow(FoldLaw law) {
        return chain.unfolding(area(), law);
    }

    /**
     * Returns the rectangle of altered contrast.
     *
     * @return the box, in pixels of the degraded section, or empty if there is none
     */
    public Optional<ContrastBox> box() {
        return box;
    }

    private Area area() {
        return new Area(0, 0, truth.width(), truth.height());
    }
}
