package org.sstem.internal.precipitate.blob;

import org.sstem.internal.image.Rows;
import org.sstem.method.Plane;

/**
 * The transmission that a law gives to the blobs of a mask: the soft mask by which restored and interpolated sections
 * are fused.
 *
 * <p>The place within a star-shaped blob is its {@linkplain TransmissionLaw gauge} about the centroid. In a blob that
 * is not, it is 1 minus the distance to the nearest pixel outside, relative to the greatest such distance. What lies
 * outside the section counts as outside the blob. Stateless and thread-safe; double precision, rounded to float.
 */
public final class BlobTransmission {

    /** Share of the area by which the star may exceed the blob itself. */
    private static final double STAR_EXCESS = 0.03;

    private BlobTransmission() {}

    /**
     * Computes the transmission of every pixel.
     *
     * @param mask   one flag a pixel, row-major, true inside blobs
     * @param width  pixels in x
     * @param height pixels in y
     * @param law    the law; each connected blob (8-neighbourhood) enters with its own area
     * @return transmission a pixel, 1 outside blobs, at least 0
     * @throws IllegalArgumentException if the mask does not hold {@code width * height} flags
     */
    public static Plane of(boolean[] mask, int width, int height, TransmissionLaw law) {
        return of(mask, width, height, 1, law);
    }

    /**
     * Computes the transmission of every cell of a mask at reduced resolution.
     *
     * @param mask     one flag a cell, row-major, true inside blobs
     * @param width    cells in x
     * @param height   cells in y
     * @param cellArea pixels in a cell, at least 1: what the law knows is the area of blobs in pixels
     * @param law      the law
     * @return transmission a cell, 1 outside blobs, at least 0
     * @throws IllegalArgumentException if the mask does not hold {@code width * height} flags
     */
    public static Plane of(boolean[] mask, int width, int height, double cellArea, TransmissionLaw law) {
        if (mask.length != Math.multiplyExact(width, height)) {
            throw new IllegalArgumentException(
                    "mask must hold " + width + " x " + height + " flags, held " + mask.length);
        }
        Plane transmission = Plane.filled(width, height, 1);
        for (Blob blob : Blob.of(mask, width, height)) {
            draw(blob, cellArea * blob.pixels(), law, transmission);
        }
        return transmission;
    }

    private static void draw(Blob blob, double area, TransmissionLaw law, Plane transmission) {
        double[] gauge = gauge(blob);
        int width = blob.box().width();
        Rows.forEach(blob.box().height(), (from, to) -> {
            for (int y = from; y < to; y++) {
                int row =
                        (blob.box().y() + y) * transmission.width() + blob.box().x();
                for (int x = 0; x < width; x++) {
                    if (blob.inside()[y * width + x]) {
                        transmission.pixels()[row + x] = (float) law.transmission(gauge[y * width + x], area);
                    }
                }
            }
        });
    }

    /** The gauge of every pixel of a blob's box; meaningless outside the blob. */
    public static double[] gauge(Blob blob) {
        Gauge star = Gauge.of(blob);
        if (star.area() > (1 + STAR_EXCESS) * blob.pixels() + 2 * Math.sqrt(blob.pixels())) {
            return depth(blob);
        }
        double[] gauge = new double[blob.inside().length];
        int width = blob.box().width();
        Rows.forEach(blob.box().height(), (from, to) -> {
            for (int i = from * width; i < to * width; i++) {
                gauge[i] = blob.inside()[i]
                        ? Math.min(
                                1,
                                star.at(blob.box().x() + i % width, blob.box().y() + i / width))
                        : 1;
            }
        });
        return gauge;
    }

    private static double[] depth(Blob blob) {
        double[] distance =
                Distance.inside(blob.inside(), blob.box().width(), blob.box().height());
        double deepest = 0;
        for (double d : distance) {
            deepest = Math.max(deepest, d);
        }
        for (int i = 0; i < distance.length; i++) {
            // the rim runs half a pixel before the first pixel outside
            distance[i] = 1 - Math.max(0, distance[i] - 0.5) / Math.max(0.5, deepest - 0.5);
        }
        return distance;
    }
}
