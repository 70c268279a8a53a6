package org.sstem.simulate;

import org.sstem.damage.FoldLaw;
import org.sstem.internal.fold.law.Fold;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.simulate.internal.draw.FoldChain;
import org.sstem.simulate.internal.draw.Sheet;

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
    private final Optional<Sheet> sheet;
    private final boolean[] band;
    private final Flow folding;
    private final Optional<ContrastBox> box;

    FoldSimulation(
            Plane truth,
            Plane degraded,
            FoldChain chain,
            Optional<Sheet> sheet,
            boolean[] band,
            Flow folding,
            Optional<ContrastBox> box) {
        this.truth = truth;
        this.degraded = degraded;
        this.chain = chain;
        this.sheet = sheet;
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
     * @return the folds, empty if the section was left alone or its folds are natural ones
     */
    public List<Fold> folds() {
        return chain.folds();
    }

    /**
     * Returns the natural folds, see {@link FoldDistribution#nature}.
     *
     * @return the section as a cut sheet, or empty if its folds follow the published law
     */
    public Optional<Sheet> sheet() {
        return sheet;
    }

    /**
     * Marks the dark bands: pixels of the <b>degraded</b> section
     * within a half-width of a fold.
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
        return sheet.map(s -> s.swallowed(area())).orElseGet(() -> chain.swallowed(area()));
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
     * @param law how the displacement is inverted; natural folds have the exact inverse only
     * @return displacement in pixels from the clean to the degraded section
     * @throws IllegalArgumentException if the folds are natural ones and the law is the reference's
     */
    public Flow unfoldingFlow(FoldLaw law) {
        if (sheet.isPresent() && law != FoldLaw.EXACT) {
            throw new IllegalArgumentException("the law of natural folds must be EXACT, was " + law);
        }
        return sheet.map(s -> s.unfolding(area())).orElseGet(() -> chain.unfolding(area(), law));
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
