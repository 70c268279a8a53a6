package org.sstem.internal.precipitate.blob;

import org.sstem.internal.image.Rows;
import org.sstem.internal.math.Turn;

/**
 * Where a pixel lies within a blob: 0 in the centre, 1 on the rim, above 1 outside. Immutable.
 *
 * <p>The rim is given as a distance from the centre a direction, so the gauge is exact for star-shaped blobs.
 *
 * @param cx  centre, x
 * @param cy  centre, y
 * @param rim distance of the rim at equal steps of the angle, starting in the direction of x, towards y
 */
public record Gauge(double cx, double cy, double[] rim) {

    /** Gauge of a place. */
    public double at(double x, double y) {
        double dx = x - cx;
        double dy = y - cy;
        return Math.sqrt(dx * dx + dy * dy) / rimTowards(dx, dy);
    }

    /** Distance of the rim in a direction, interpolated linearly in the angle. */
    double rimTowards(double dx, double dy) {
        return rimTowards(Turn.of(dx, dy));
    }

    /** The same for a direction in turns, 0 to 1. */
    double rimTowards(double turn) {
        double position = turn * rim.length;
        int i = (int) position;
        double part = position - i;
        return rim[i % rim.length] * (1 - part) + rim[(i + 1) % rim.length] * part;
    }

    /** Area within the rim, px. */
    public double area() {
        double sum = 0;
        for (double r : rim) {
            sum += r * r;
        }
        return sum * Math.PI / rim.length;
    }

    /** Longest distance of the rim from the centre. */
    public double reach() {
        double reach = 0;
        for (double r : rim) {
            reach = Math.max(reach, r);
        }
        return reach;
    }

    /**
     * Measures a blob: walks outwards from its centroid until the last pixel that belongs to it, the rim lying half
     * way between this pixel and the next.
     */
    public static Gauge of(Blob blob) {
        int directions = (int) Math.min(4096, Math.max(64, 4 * Math.sqrt(Math.PI * blob.pixels())));
        double[] rim = new double[directions];
        Rows.forEach(directions, (from, to) -> {
            for (int i = from; i < to; i++) {
                rim[i] = rim(blob, 2 * Math.PI * i / directions);
            }
        });
        return new Gauge(blob.cx(), blob.cy(), rim);
    }

    private static double rim(Blob blob, double angle) {
        double dx = Math.cos(angle);
        double dy = Math.sin(angle);
        // Nothing of the blob lies beyond its box.
        double r = Math.min(
                        reach(blob.cx() - blob.box().x(), blob.box().width(), dx),
                        reach(blob.cy() - blob.box().y(), blob.box().height(), dy))
                + 1;
        while (r > 0.5 && blob.coverage(blob.cx() + r * dx, blob.cy() + r * dy) < 0.5) {
            r -= 0.25;
        }
        return Math.max(r + 0.125, 0.5);
    }

    /** How far it is from a place within a range to the end of the range that a direction leads to. */
    private static double reach(double place, int length, double direction) {
        if (direction == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return direction > 0 ? (length - place) / direction : (place + 1) / -direction;
    }
}
