package org.sstem.internal.registration;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Rows;
import org.sstem.method.Plane;

/**
 * How much each pixel of a section lies on a dark line, as membranes are: the larger eigenvalue of the Hessian, where it is
 * positive. Cytoplasm, which fills most of a section, says nothing here.
 *
 * <p>Borders are replicated; float precision; uses the threads of the caller's context, same result on any number of them.
 */
final class Ridges {

    /** Blurs the section, whose grain is off already, before its curvature is taken; its pixels. */
    static final double BLUR_SIGMA = 1;

    /** Blurs what is found: lines that lie beside each other have to overlap to draw each other near; pixels. */
    static final double SPREAD_SIGMA = 2;

    /** Standard deviation of the ridges of tissue, of that of its grey values at full resolution. */
    static final double CONTRAST = 0.08;

    private Ridges() {}

    /**
     * Finds ridges.
     *
     * @param section a section at half its resolution, without grain
     * @return 0 or more a pixel, grey values per pixel squared
     */
    static Plane of(Plane section) {
        return Filters.gaussian(curvature(Filters.gaussian(section, BLUR_SIGMA)), SPREAD_SIGMA);
    }

    /** The larger eigenvalue of the Hessian of central differences, 0 where it is negative. */
    static Plane curvature(Plane plane) {
        int width = plane.width();
        int height = plane.height();
        Plane out = new Plane(width, height);
        Rows.forEach(height, (from, to) -> {
            float[] p = plane.pixels();
            for (int y = from; y < to; y++) {
                int up = Math.max(y - 1, 0) * width;
                int here = y * width;
                int down = Math.min(y + 1, height - 1) * width;
                for (int x = 0; x < width; x++) {
                    int left = Math.max(x - 1, 0);
                    int right = Math.min(x + 1, width - 1);
                    float twice = 2 * p[here + x];
                    float xx = p[here + left] + p[here + right] - twice;
                    float yy = p[up + x] + p[down + x] - twice;
                    float xy = 0.25f * (p[up + left] + p[down + right] - (p[up + right] + p[down + left]));
                    float mean = 0.5f * (xx + yy);
                    float half = 0.5f * (xx - yy);
                    out.pixels()[here + x] = Math.max(mean + (float) Math.sqrt(half * half + xy * xy), 0);
                }
            }
        });
        return out;
    }
}
