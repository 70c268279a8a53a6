package org.sstem.simulate.internal.draw;

import org.sstem.internal.math.Moments;
import org.sstem.method.Area;
import org.sstem.method.Plane;

/**
 * A rectangle of a section whose contrast about the section's mean is changed.
 *
 * @param area     the rectangle
 * @param contrast factor, 0 or more
 */
public record ContrastBox(Area area, double contrast) {

    /** Changes the contrast where the section shows tissue; the mean is that of the whole section, band included. */
    public void apply(Plane section, float[] cover) {
        double mean = Moments.of(section.pixels()).mean();
        for (int y = area.y(); y < area.y() + area.height(); y++) {
            for (int x = area.x(); x < area.x() + area.width(); x++) {
                int i = y * section.width() + x;
                double v = section.pixels()[i];
                double changed = mean + contrast * (v - mean);
                section.pixels()[i] = (float) (changed + cover[i] * (v - changed));
            }
        }
    }
}
