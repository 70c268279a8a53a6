package org.sstem.simulate;

import org.sstem.damage.SectionMask;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.List;

/**
 * A section that was stained, and everything that is known about it: {@code degraded = transmission (gain truth + offset)}.
 * The arrays are shared, not copied; as thread-safe as they are.
 *
 * @param truth        the section as it was
 * @param degraded     the section with precipitates
 * @param mask         the pixels within the rim of a blob
 * @param transmission what each pixel lets through: 1 outside blobs, above 1 in bright rings
 * @param gain         factor of the contrast
 * @param offset       what was added
 * @param blobs        the blobs, the largest first, then clouds and specks as drawn
 * @param unplaced     blobs that were drawn but found no free place
 */
public record PrecipitateSimulation(
        Plane truth,
        Plane degraded,
        SectionMask mask,
        Plane transmission,
        double gain,
        double offset,
        List<Blob> blobs,
        int unplaced) {

    /**
     * One blob. Part of it may lie outside the section.
     *
     * @param x        column of its centre, px
     * @param y        row of its centre, px
     * @param area     area of the whole blob, px
     * @param box      the rectangle that the whole blob just fits in
     * @param darkest  least transmission within it
     */
    public record Blob(int x, int y, double area, Area box, double darkest) {}

    /** Copies the list. */
    public PrecipitateSimulation {
        blobs = List.copyOf(blobs);
    }
}
