package org.sstem.simulate;

import org.sstem.damage.SectionMask;
import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldLaw;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.simulate.internal.draw.ContrastBox;
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

    /** The folds in their order, each in the section as it was just before; empty if they are natural ones. */
    List<Fold> folds() {
        return chain.folds();
    }

    /** The section as a cut sheet, if its folds are {@linkplain FoldDistribution#nature natural} ones. */
    Optional<Sheet> sheet() {
        return sheet;
    }

    /**
     * Marks the dark bands: pixels of the <b>degraded</b> section within a half-width of a fold.
     *
     * @return the bands
     */
    public SectionMask mask() {
        return SectionMask.of(truth.width(), truth.height(), band);
    }

    /** The bands, one flag a pixel. */
    boolean[] band() {
        return band;
    }

    /**
     * Marks what was swallowed: pixels of the <b>clean</b> section of which the degraded one shows nothing. Computed
     * whenever it is read.
     *
     * @return the mask of these pixels
     */
    public SectionMask swallowed() {
        return SectionMask.of(truth.width(), truth.height(), area -> sheet.map(s -> s.swallowed(area))
                .orElseGet(() -> chain.swallowed(area)));
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
     * @return displacement in pixels from the clean to the degraded section
     */
    public Flow unfoldingFlow() {
        return sheet.map(s -> s.unfolding(area())).orElseGet(() -> chain.unfolding(area(), FoldLaw.EXACT));
    }

    /**
     * Computes the flow that the published training target has: the displacement is taken where the tissue belongs, not
     * where it came to lie. Off by decay times displacement, up to several pixels; pixels of the swallowed strip sample
     * the fold's line.
     *
     * @return displacement in pixels from the clean to the degraded section
     * @throws IllegalStateException if the folds are natural ones, which have the exact inverse only
     */
    public Flow publishedUnfoldingFlow() {
        if (sheet.isPresent()) {
            throw new IllegalStateException("natural folds have the exact unfolding flow only, not the published one");
        }
        return chain.unfolding(area(), FoldLaw.REFERENCE);
    }

    /** The rectangle of altered contrast, in pixels of the degraded section. */
    Optional<ContrastBox> box() {
        return box;
    }

    private Area area() {
        return new Area(0, 0, truth.width(), truth.height());
    }
}
