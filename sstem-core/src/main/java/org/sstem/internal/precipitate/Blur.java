package org.sstem.internal.precipitate;

import org.sstem.internal.image.Filters;
import org.sstem.method.Plane;

/** Wide Gaussian blurs at little cost: on planes halved as often as the width allows. Stateless. */
public final class Blur {

    /** Below this the result of the coarser plane would show its grid. */
    private static final double FINEST_SIGMA = 4;

    /** Variance of the (1 4 6 4 1)/16 filter, px squared. */
    private static final double HALVING_VARIANCE = 1;

    private Blur() {}

    /** Blurs; borders repeat. The result is within a few per cent of a true Gaussian's. */
    public static Plane gaussian(Plane plane, double sigma) {
        if (sigma < 2 * FINEST_SIGMA || plane.width() < 16 || plane.height() < 16) {
            return Filters.gaussian(plane, sigma);
        }
        double rest = Math.sqrt(sigma * sigma - HALVING_VARIANCE) / 2;
        Plane small = gaussian(Filters.halve(plane), rest);
        return Filters.enlarge(small, plane.width(), plane.height());
    }
}
