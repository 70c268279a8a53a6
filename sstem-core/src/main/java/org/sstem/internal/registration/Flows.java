package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Rows;
import org.sstem.method.Area;
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

    /**
     * Says where a flow leads.
     *
     * @param flow  a flow
     * @param area  where it is known
     * @param whole the section; what leads out of it is taken to lead to its border
     * @return the smallest area inside the section that holds all pixels around the places it leads to
     */
    public static Area reach(Flow flow, Area area, Area whole) {
        int left = whole.width() - 1;
        int top = whole.height() - 1;
        int right = 0;
        int bottom = 0;
        for (int i = 0; i < area.width() * area.height(); i++) {
            double x = (double) area.x() + i % area.width() + flow.u().pixels()[i];
            double y = (double) area.y() + i / area.width() + flow.v().pixels()[i];
            int px = (int) Math.min(Math.max(x, 0), whole.width() - 1.0);
            int py = (int) Math.min(Math.max(y, 0), whole.height() - 1.0);
            left = Math.min(left, px);
            top = Math.min(top, py);
            right = Math.max(right, px + 1);
            bottom = Math.max(bottom, py + 1);
        }
        return new Area(left, top, right - left + 1, bottom - top + 1).intersect(whole);
    }

    /**
     * Follows a flow, and then from where it leads another: what is taken there was taken from elsewhere before. The same for
     * an area as for all of a section, to the bit.
     *
     * @param flow   a flow
     * @param area   where it is known
     * @param before the other flow, sampled bilinearly, its border repeated
     * @param read   where that is known; inside the section at least what {@link #reach} says
     * @return the flow of both, for the area
     */
    public static Flow after(Flow flow, Area area, Flow before, Area read) {
        Flow out = new Flow(area.width(), area.height());
        Rows.forEach(area.height(), (from, to) -> {
            for (int i = from * area.width(); i < to * area.width(); i++) {
                double x = (double) area.x() + i % area.width() + flow.u().pixels()[i] - read.x();
                double y = (double) area.y() + i / area.width() + flow.v().pixels()[i] - read.y();
                out.u().pixels()[i] = flow.u().pixels()[i] + bilinear(before.u(), x, y);
                out.v().pixels()[i] = flow.v().pixels()[i] + bilinear(before.v(), x, y);
            }
        });
        return out;
    }

    private static float bilinear(Plane plane, double x, double y) {
        double cx = Math.min(Math.max(x, 0), plane.width() - 1.0);
        double cy = Math.min(Math.max(y, 0), plane.height() - 1.0);
        int left = (int) cx;
        int top = (int) cy;
        int right = Math.min(left + 1, plane.width() - 1);
        int bottom = Math.min(top + 1, plane.height() - 1);
        double above = plane.get(left, top) + (cx - left) * (plane.get(right, top) - plane.get(left, top));
        double below = plane.get(left, bottom) + (cx - left) * (plane.get(right, bottom) - plane.get(left, bottom));
        return (float) (above + (cy - top) * (below - above));
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
