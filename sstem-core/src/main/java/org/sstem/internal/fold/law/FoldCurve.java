package org.sstem.internal.fold.law;

/**
 * The line along which a section is folded, straight or bent. It runs through the whole section and beyond: an end that
 * lies inside is continued straight on.
 *
 * <p>A point of the plane is described by its signed distance from the curve and by the unit normal at the nearest
 * point of the curve. The normal points to the side of positive distance and is the gradient of the distance, so that
 * {@code foot = (x - d nx, y - d ny)} is the nearest point itself. Which of the two sides is positive has no effect on
 * anything that is derived from a fold. Coordinates are pixels of the section, pixel centres are integers.
 *
 * <p>Moving a point along its normal changes its distance by just as much and leaves the normal as it is, as long as
 * the centre of curvature is not reached: that is what makes the law of a fold as exact for a bent fold as for a
 * straight one.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface FoldCurve {

    /**
     * Computes the signed distance of a point.
     *
     * @param x column, pixels
     * @param y row, pixels
     * @return signed distance, pixels
     */
    default double distance(double x, double y) {
        double[] one = new double[1];
        locate(x, y, 1, one, new double[1], new double[1]);
        return one[0];
    }

    /**
     * Computes signed distance and normal of a run of pixels of one row. What is computed for a pixel does not depend on
     * the run that it is part of. The three arrays are different ones: a curve may use what it has written.
     *
     * @param x        column of the first pixel
     * @param y        row
     * @param count    pixels, one column apart
     * @param distance receives the signed distances, at least {@code count} long
     * @param normalX  receives the x components of the unit normals
     * @param normalY  receives the y components of the unit normals
     */
    void locate(double x, double y, int count, double[] distance, double[] normalX, double[] normalY);
}
