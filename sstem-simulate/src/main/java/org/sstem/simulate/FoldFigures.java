package org.sstem.simulate;

import java.util.List;

/**
 * What was measured of folds. Lengths in pixels. Immutable.
 *
 * @param rate        share of the sections with folds
 * @param count       folds in one of them
 * @param length      length of a band inside the section
 * @param orientation direction of its normal, radians, 0 up to pi
 * @param curvature   one over its radius, 1/px, at least 0
 * @param waviness    how far it strays from an arc, px rms
 * @param halfWidth   half the width of the band
 * @param grey        its grey value as a share of the way from black to the section's mean
 * @param texture     standard deviation of the grey values within it, as a share of the section's
 * @param rim         width of the transition from band to tissue
 * @param foldWidth   half the width of the swallowed strip, of folds whose displacement can be told from chance
 * @param decay       displacement lost a pixel of distance, of folds of which it can be identified
 * @param amplitude   displacement towards the fold against the distance from it, the mean of both sides: one sample a
 *     fold; the drift between sections cancels
 * @param positiveSide the same on the side that the normal points to; drift adds to it
 * @param negativeSide the same on the other side
 */
public record FoldFigures(
        Rate rate,
        Figure count,
        Figure length,
        Figure orientation,
        Figure curvature,
        Figure waviness,
        Figure halfWidth,
        Figure grey,
        Figure texture,
        Figure rim,
        Figure foldWidth,
        Figure decay,
        List<CurvePoint> amplitude,
        List<CurvePoint> positiveSide,
        List<CurvePoint> negativeSide) {

    /** Copies the lists. */
    public FoldFigures {
        amplitude = List.copyOf(amplitude);
        positiveSide = List.copyOf(positiveSide);
        negativeSide = List.copyOf(negativeSide);
    }
}
