package org.sstem.method;

/**
 * A displacement a pixel, in pixels, <b>from target to source</b>: {@code warped(x, y) = source(x + u, y + v)}.
 *
 * <p>This is the one flow type of the library. What a warp reads outside the source is not the flow's business: the
 * operation that applies it names its border rule.
 *
 * @param u displacement in x, pixels
 * @param v displacement in y, pixels, same size
 */
public record Flow(Plane u, Plane v) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Flow {
        if (!u.sameSize(v)) {
            throw new IllegalArgumentException("u and v of a flow must have one size, were " + u.width() + " x "
                    + u.height() + " and " + v.width() + " x " + v.height());
        }
    }

    /**
     * Makes a flow that moves nothing.
     *
     * @param width  pixels in x
     * @param height pixels in y
     */
    public Flow(int width, int height) {
        this(new Plane(width, height), new Plane(width, height));
    }

    /**
     * Returns the number of pixels in x.
     *
     * @return the width
     */
    public int width() {
        return u.width();
    }

    /**
     * Returns the number of pixels in y.
     *
     * @return the height
     */
    public int height() {
        return u.height();
    }
}
