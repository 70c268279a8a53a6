package org.sstem.internal.fold.law;

import java.util.List;
import java.util.Optional;

/**
 * A fold's curve in numbers.
 *
 * @param arc    the curve, if it is a line or an arc
 * @param points the points that it runs through smoothly otherwise
 */
public record CurveNumbers(Optional<FoldArc> arc, List<FoldSpline.Point> points) {

    /** Copies the list. */
    public CurveNumbers {
        points = List.copyOf(points);
    }

    /** Describes a curve. */
    public static CurveNumbers of(FoldCurve curve) {
        if (curve instanceof FoldArc arc) {
            return new CurveNumbers(Optional.of(arc), List.of());
        }
        if (curve instanceof FoldSpline spline) {
            return new CurveNumbers(Optional.empty(), spline.points());
        }
        throw new IllegalArgumentException("a fold's curve is an arc or a spline, was " + curve);
    }

    /** The curve. */
    public FoldCurve curve() {
        return arc.isPresent() ? arc.get() : new FoldSpline(points);
    }
}
