package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.image.Resampler.Interpolation;
import org.sstem.internal.image.Rows;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

/**
 * Arithmetic on flows. All return new flows; uses the threads of the caller's context, same result on any number of
 * them. Thread-safe.
 */
public final class Flows {

    private Flows() {}

    /**
     * Multiplies all displacements.
     *
     * @param flow   any flow
     * @param factor what to multiply by
     * @return the scaled flow
     */
    public static Flow scaled(Flow flow, double factor) {
        return new Flow(scaled(flow.u(), (float) factor), scaled(flow.v(), (float) factor));
    }

    /**
     * Blurs both components with a Gaussian.
     *
     * @param flow  any flow
     * @param sigma standard deviation, pixels
     * @return the smoothed flow
     */
    public static Flow smoothed(Flow flow, double sigma) {
        return new Flow(Filters.gaussian(flow.u(), sigma), Filters.gaussian(flow.v(), sigma));
    }

    /** Follows a flow, and then from where it leads another: what is taken there was taken from elsewhere before. */
    public static Flow after(Flow flow, Flow before) {
        return new Flow(
                sum(flow.u(), Resampler.warp(before.u(), flow, Interpolation.BILINEAR)),
                sum(flow.v(), Resampler.warp(before.v(), flow, Interpolation.BILINEAR)));
    }

    private static Plane sum(Plane a, Plane b) {
        Plane out = new Plane(a.width(), a.height());
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = a.pixels()[i] + b.pixels()[i];
        }
        return out;
    }

    private static Plane scaled(Plane plane, float factor) {
        Plane out = new Plane(plane.width(), plane.height());
        Rows.forEach(plane.height(), (from, to) -> {
            for (int i = from * plane.width(); i < to * plane.width(); i++) {
                out.pixels()[i] = factor * plane.pixels()[i];
            }
        });
        return out;
    }
}
