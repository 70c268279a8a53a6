package org.sstem.internal.fold.law;

import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

/**
 * One support film fold: a dark band of half-width w along a curve; tissue within the fold width F of the curve is
 * swallowed, what lies beyond is pulled in, ever less with distance. Immutable.
 *
 * <p>With d the signed distance from the curve in the <b>degraded</b> section and n the unit normal, the degraded section
 * shows at p the clean section at p + sign(d) m n, where
 * <pre>
 *   m(|d|) = max(0, (F - w) - s (|d| - w))  for |d| &gt;= w,     m = |d| inside the band
 * </pre>
 * Tissue seen at |d| = u belongs at t = u + m(u): w becomes F, and beyond {@link #reach} nothing moves. Turned round, for
 * t &gt;= F,
 * <pre>
 *   u(t) = (t - F + w - s w) / (1 - s)      up to the reach,     u = t beyond it
 * </pre>
 * The law is the published one; the displacement is along the normal of the nearest point of the curve, so that for a
 * bent fold only the distance changes and the inverse stays exact, as long as neither t nor u passes the curve's centre
 * of curvature (or, on a spline, its medial axis).
 *
 * @param curve     where the fold runs
 * @param halfWidth w, half the width of the dark band, pixels, above 0
 * @param foldWidth F, half the width of the swallowed strip, pixels, at least w; if equal, nothing is displaced
 * @param decay     s, pixels of displacement lost a pixel of distance, from 0 to below 1
 */
public record Fold(FoldCurve curve, double halfWidth, double foldWidth, double decay) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if a number is outside its range
     */
    public Fold {
        if (!(halfWidth > 0 && halfWidth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("half-width of a fold must be above 0, was " + halfWidth);
        }
        if (!(foldWidth >= halfWidth && foldWidth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "fold width must be at least the half-width " + halfWidth + ", was " + foldWidth);
        }
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("decay of a fold must be at least 0 and below 1, was " + decay);
        }
    }

    /**
     * Says how far from the curve tissue is displaced at all.
     *
     * @return the distance beyond which nothing moves, pixels, the same before and after folding; infinite if there is no
     *     decay
     */
    public double reach() {
        return foldWidth == halfWidth ? halfWidth : halfWidth + (foldWidth - halfWidth) / decay;
    }

    /**
     * Computes how far the tissue that is seen at a distance has been pulled in.
     *
     * @param distance distance from the curve in the degraded section, pixels, at least 0
     * @return m, pixels, at least 0
     */
    public double displacement(double distance) {
        return distance < halfWidth ? distance : Math.max(0, (foldWidth - halfWidth) - decay * (distance - halfWidth));
    }

    /**
     * Computes where tissue comes to lie.
     *
     * @param distance t, distance from the curve in the clean section, pixels, at least 0
     * @return u, its distance in the degraded section; for swallowed tissue (below the fold width) the half-width at most,
     *     in proportion
     */
    public double folded(double distance) {
        if (distance < foldWidth) {
            return distance * halfWidth / foldWidth;
        }
        return Math.min(distance, (distance - foldWidth + halfWidth - decay * halfWidth) / (1 - decay));
    }

    /**
     * Computes where tissue belongs; the inverse of {@link #folded} outside the band.
     *
     * @param distance u, distance from the curve in the degraded section, pixels, at least the half-width
     * @return t, its distance in the clean section
     */
    public double unfolded(double distance) {
        return distance + displacement(distance);
    }

    /**
     * Computes the flow that makes the fold: {@code degraded = warp(clean, flow)}, apart from the band. Rows are computed
     * in parallel.
     *
     * @param area what to compute, in pixels of the section; it may reach outside
     * @return displacement from degraded to clean; in the band m = |d|, as in the reference
     */
    public Flow foldingFlow(Area area) {
        return FoldFlows.folding(this, area);
    }

    /**
     * Computes the flow that undoes the fold: {@code clean = warp(degraded, flow)}, apart from the swallowed strip. Rows
     * are computed in parallel.
     *
     * @param area what to compute, in pixels of the section; it may reach outside
     * @param law  how to invert
     * @return displacement from clean to degraded. In the swallowed strip the reference law points to the line; the exact
     *     one squeezes the strip into the band in proportion, so that it is continuous
     */
    public Flow unfoldingFlow(Area area, FoldLaw law) {
        return FoldFlows.unfolding(this, area, law);
    }

    /**
     * Marks the dark band in the degraded section: distance at most the half-width.
     *
     * @param area what to compute, in pixels of the section
     * @return one flag a pixel, row-major
     */
    public boolean[] band(Area area) {
        return FoldFlows.within(curve, halfWidth, true, area);
    }

    /**
     * Marks the swallowed strip in the clean section: distance below the fold width. Nothing of it is seen in the
     * degraded section.
     *
     * @param area what to compute, in pixels of the section
     * @return one flag a pixel, row-major
     */
    public boolean[] swallowed(Area area) {
        return FoldFlows.within(curve, foldWidth, false, area);
    }

    /**
     * Computes the signed distance of every pixel from the curve.
     *
     * @param area what to compute, in pixels of the section
     * @return signed distances, pixels
     */
    public Plane distance(Area area) {
        return FoldFlows.distance(curve, area);
    }
}
