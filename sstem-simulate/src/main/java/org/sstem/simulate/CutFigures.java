package org.sstem.simulate;

import java.util.List;

/**
 * What was measured of folds or cracks as cuts that vary along their course. Every connected part of a mask is one cut; one
 * that branches is counted, not measured. Lengths in pixels. Immutable.
 *
 * <p>Jump, imbalance, shear and decay rest on the registration of each side by itself. Cracks' jumps come back within 3 px;
 * those of folds have come out twice too large in a test, so that simulators do not draw from them.
 *
 * @param rate           share of the sections with such damage
 * @param count          cuts in one of them
 * @param branched       1 for a cut that branches, 0 for another
 * @param ends           ends inside the section, 0 to 2
 * @param halfWidth      half the width of the band or gap across its course, one sample a cut
 * @param widthVariation standard deviation of the logarithm of the width along the course
 * @param correlation    distance along the course at which the correlation of the width is one half
 * @param jump           how far the sides have jumped towards each other at the band's edge, both sides together; negative for a crack
 * @param jumpVariation  standard deviation of the logarithm of the jump along the course
 * @param imbalance      how much more one side is displaced than the mean of both, as a share of it, at least 0; the drift
 *     between sections adds to it
 * @param shear          how far the sides have jumped along the course, as a share of the jump, at least 0
 * @param decayLength    over how many pixels the jump falls to 1/e, of cuts of which it can be told
 * @param undecayed      1 for a cut whose jump does not fall measurably within the distances that are looked at, else 0
 * @param grey           grey value of the band or gap, as a share of the way from black to the section's mean; above 1 if bright
 * @param texture        standard deviation of the grey values within it, as a share of the section's
 * @param jumps          the jump against the distance from the edge, one sample a cut
 */
public record CutFigures(
        Rate rate,
        Figure count,
        Figure branched,
        Figure ends,
        Figure halfWidth,
        Figure widthVariation,
        Figure correlation,
        Figure jump,
        Figure jumpVariation,
        Figure imbalance,
        Figure shear,
        Figure decayLength,
        Figure undecayed,
        Figure grey,
        Figure texture,
        List<CurvePoint> jumps) {

    /** Copies the list. */
    public CutFigures {
        jumps = List.copyOf(jumps);
    }

    static CutFigures none() {
        Figure n = Figure.none();
        return new CutFigures(Rate.stated(0), n, n, n, n, n, n, n, n, n, n, n, n, n, n, List.of());
    }
}
