package org.sstem.internal.fold;

import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Optional;

/** Moves the tissue of a section back to where it belongs, area by area. Thread-safe. */
public interface Unfolding {

    /**
     * Unfolded tissue of an area.
     *
     * @param pixels grey values; a smooth continuation where there is no tissue
     * @param weight 1 where the tissue is the section's own, 0 where it was swallowed, between in the seam
     * @param moved  true where the tissue came from another place
     */
    record Unfolded(Plane pixels, Plane weight, boolean[] moved) {}

    /**
     * Tells whether an area is as it was.
     *
     * @param weight how much of each pixel is the section's own tissue
     * @param moved  which of them came from another place
     * @return true if all is its own, and nothing moved
     */
    static boolean asItWas(Plane weight, boolean[] moved) {
        for (int i = 0; i < moved.length; i++) {
            if (moved[i] || weight.pixels()[i] < 1) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether one of some flags is set. */
    static boolean any(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }

    /**
     * Unfolds an area of the section.
     *
     * @param area the area, inside the section
     * @return planes of its size
     */
    Unfolded unfold(Area area);

    /**
     * Unfolds an area of the section, unless all of it is where it belongs.
     *
     * @param area the area, inside the section
     * @return planes of its size; empty if {@link #unfold} would move nothing, and find tissue of the section all over
     */
    Optional<Unfolded> changes(Area area);

    /**
     * Returns where the tissue of an area is taken from.
     *
     * @param area the area, inside the section
     * @return displacements from the restored section to the damaged one, pixels
     */
    Flow flow(Area area);

    /**
     * Reads the section as it is.
     *
     * @param area the area; what lies outside the section repeats its border
     * @return a new plane
     */
    Plane damaged(Area area);

    /**
     * Says on what device areas are unfolded, for the report.
     *
     * @return one remark; empty if there is no device, or none that unfolds such a section
     */
    default Optional<String> whereMade() {
        return Optional.empty();
    }

    /**
     * Returns how far tissue can have moved at most, and what sampling reads beyond.
     *
     * @return pixels
     */
    int reach();

    /**
     * Returns the section's width.
     *
     * @return pixels
     */
    int width();

    /**
     * Returns the section's height.
     *
     * @return pixels
     */
    int height();
}
