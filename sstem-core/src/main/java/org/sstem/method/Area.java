package org.sstem.method;

/**
 * A rectangle of pixels in the plane of a section.
 *
 * @param x      first column
 * @param y      first row
 * @param width  columns, at least 1
 * @param height rows, at least 1
 */
public record Area(int x, int y, int width, int height) {

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
}
