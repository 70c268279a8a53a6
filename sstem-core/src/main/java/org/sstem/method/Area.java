package org.sstem.method;

import java.io.Serializable;

/**
 * A rectangle of pixels in the plane of a section.
 *
 * @param x      first column
 * @param y      first row
 * @param width  columns, at least 1
 * @param height rows, at least 1
 */
public record Area(int x, int y, int width, int height) implements Serializable {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if width or height is below 1
     */
    public Area {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("an area is at least 1 x 1, was " + width + " x " + height);
        }
    }

    /**
     * Returns this area with a margin on all four sides.
     *
     * @param margin pixels to add on each side
     * @return the larger area
     */
    public Area grow(int margin) {
        return new Area(x - margin, y - margin, width + 2 * margin, height + 2 * margin);
    }

    /**
     * Tells whether a pixel lies inside.
     *
     * @param px column
     * @param py row
     * @return true if it does
     */
    public boolean contains(int px, int py) {
        return px >= x && py >= y && px < x + width && py < y + height;
    }

    /**
     * Tells whether another area has a pixel in common with this one.
     *
     * @param other the other area
     * @return true if it has
     */
    public boolean meets(Area other) {
        return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
    }

    /**
     * Returns what this area and another have in common.
     *
     * @param other an area that {@linkplain #meets meets} this one
     * @return the common pixels
     * @throws IllegalArgumentException if there are none
     */
    public Area intersect(Area other) {
        if (!meets(other)) {
            throw new IllegalArgumentException(this + " and " + other + " have no pixel in common");
        }
        return between(
                Math.max(x, other.x),
                Math.max(y, other.y),
                Math.min(x + width, other.x + other.width),
                Math.min(y + height, other.y + other.height));
    }

    /**
     * Returns the smallest area that holds this one and another.
     *
     * @param other the other area
     * @return an area that holds both
     */
    public Area union(Area other) {
        return between(
                Math.min(x, other.x),
                Math.min(y, other.y),
                Math.max(x + width, other.x + other.width),
                Math.max(y + height, other.y + other.height));
    }

    private static Area between(int left, int top, int right, int bottom) {
        return new Area(left, top, right - left, bottom - top);
    }
}
