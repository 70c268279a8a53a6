package org.sstem.simulate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What lost parts of sections look like.
 *
 * @param shapes which shapes occur, equally often; at least one
 * @param size   extent of a part as a share of the section's shorter side, 0.05 to 0.6; quarters have their own
 */
public record LostDistribution(List<Shape> shapes, Distribution size) {

    /** What is lost of a section, and what is seen instead. */
    public enum Shape {
        /** One quarter, of one grey value. */
        QUARTER,
        /** A strip along an axis, from border to border, of one grey value. */
        STRIP,
        /** A rectangle anywhere, of one grey value. */
        RECTANGLE,
        /** A tile of a mosaic: a rectangle in a corner, of one grey value. */
        TILE,
        /** A round hole, of one grey value. */
        HOLE,
        /** A corner torn off, of one grey value. */
        CORNER,
        /** A rectangle that was burnt: bright, hardly any contrast. */
        BURNT,
        /** A rectangle out of focus. */
        DEFOCUSED
    }

    /**
     * Copies the list and checks the arguments.
     *
     * @throws IllegalArgumentException if there is no shape or a size is out of range
     */
    public LostDistribution {
        Set<Shape> different = shapes.isEmpty() ? EnumSet.noneOf(Shape.class) : EnumSet.copyOf(shapes);
        if (different.isEmpty()) {
            throw new IllegalArgumentException("shapes must name at least one shape, was empty");
        }
        shapes = List.copyOf(different);
        FoldDistribution.within("size of lost parts", size, 0.05, 0.6);
    }

    /**
     * Returns all shapes, 0.2 to 0.45 of the section in size: chosen to be seen, not measured.
     *
     * @return the distribution
     */
    public static LostDistribution all() {
        return new LostDistribution(List.of(Shape.values()), Distribution.uniform(0.2, 0.45));
    }
}
