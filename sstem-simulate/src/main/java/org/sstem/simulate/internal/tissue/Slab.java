package org.sstem.simulate.internal.tissue;

/**
 * What a section of finite thickness shows of a sheet that crosses it: the mean of the sheet's profile over the
 * section's depth. A sheet that stands upright stays a sharp line, an oblique one becomes a pale smear.
 */
final class Slab {

    private final double half;

    Slab(double thicknessNm) {
        half = thicknessNm / 2;
    }

    double half() {
        return half;
    }

    /**
     * Averages a bump 6 u (1 - u), scaled to a peak of one, over the depth.
     *
     * @param distance signed distance of the bump's centre in mid-section, nm
     * @param steep    |z| of the unit normal of the sheet
     * @param width    full width of the bump's base, nm (at half height it is 0.71 of this)
     */
    double line(double distance, double steep, double width) {
        double span = Math.max(steep * half, 0.08 * width);
        double upper = (distance + span) / width + 0.5;
        double lower = (distance - span) / width + 0.5;
        if (upper <= 0 || lower >= 1) {
            return 0;
        }
        return (rise(upper) - rise(lower)) * width / (3 * span);
    }

    /** Share of the depth on the far side of a sheet at the given signed distance (positive: we are before it). */
    double beyond(double distance, double steep) {
        double span = Math.max(steep * half, 1);
        double share = 0.5 - distance / (2 * span);
        return share <= 0 ? 0 : share >= 1 ? 1 : share;
    }

    /** Integral of 6 u (1 - u) from 0, so 1 at u = 1. A bump of peak one has an integral of 2/3 of its width. */
    private static double rise(double u) {
        if (u <= 0) {
            return 0;
        }
        return u >= 1 ? 1 : u * u * (3 - 2 * u);
    }
}
