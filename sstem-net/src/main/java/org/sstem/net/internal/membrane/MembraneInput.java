package org.sstem.net.internal.membrane;

import org.sstem.internal.image.Filters;
import org.sstem.internal.math.Moments;
import org.sstem.method.Plane;

/**
 * What a network for membranes sees of a section: grey values without their local brightness and contrast, so that neither
 * the microscope's settings nor the paler tissue of a stained section matter. Stateless.
 */
public final class MembraneInput {

    /** Standard deviation of the window; many membranes wide, so that thin and thick processes look alike. */
    private static final double WINDOW_PX = 32;
    /** Local standard deviations from black to white. */
    private static final float RANGE = 6;
    /** For a constant section: less than what rounding makes of its grey value is no contrast. */
    private static final double ROUNDING = 1e-5;
    /** For a section of zeros; its square is still a normal float. */
    private static final double SMALLEST_SD = 1e-15;

    private MembraneInput() {}

    /**
     * Prepares a section as a whole; its border is repeated outwards.
     *
     * @param section grey values of any range, finite
     * @return 0.5 where a pixel is as bright as its surroundings, cut to [0, 1] three local standard deviations from there
     */
    public static Plane of(Plane section) {
        Plane everywhere = Plane.filled(section.width(), section.height(), 1);
        Moments moments = Moments.of(section.pixels());
        double smallest = Math.max(0.1 * moments.sd(), Math.max(ROUNDING * Math.abs(moments.mean()), SMALLEST_SD));
        Plane relief = Filters.normalise(section, everywhere, WINDOW_PX, smallest);
        for (int i = 0; i < relief.pixels().length; i++) {
            relief.pixels()[i] = cut(0.5f + relief.pixels()[i] / RANGE);
        }
        return relief;
    }

    static float cut(float grey) {
        return Math.min(Math.max(grey, 0), 1);
    }
}
