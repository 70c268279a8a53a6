package org.sstem.internal.sheet;

import org.sstem.internal.math.Moments;

/**
 * Where a band runs: a parabola about a chord, and the wave of the band's middle about it.
 *
 * <p>Coordinates: s along the chord, pixels, of the parabola's point that is nearest; d across, from the middle of the
 * band, positive to the left of the direction of growing s (x to the right, y downwards: to the right as seen).
 *
 * @param axis    the parabola
 * @param from    least s of the band
 * @param to      greatest s of the band
 * @param wave    the middle's distance from the parabola at from, from + STEP, ...
 * @param widths  the band's width there, NaN where it cannot be told: at ends, where the border cuts it
 * @param openFrom true if the band goes on beyond the section at its beginning
 * @param openTo   true if it does at its end
 * @param halfWidth typical half-width, pixels
 */
record Course(
        Axis axis,
        double from,
        double to,
        double[] wave,
        double[] widths,
        boolean openFrom,
        boolean openTo,
        double halfWidth) {

    static final double STEP = 8;

    /**
     * A parabola about a chord.
     *
     * @param x    column of the origin
     * @param y    row of the origin
     * @param tx   direction of the chord
     * @param ty   direction of the chord
     * @param bend the parabola is bend s^2
     */
    record Axis(double x, double y, double tx, double ty, double bend) {}

    private static final int ITERATIONS = 3;
    private static final double LEAST_SLOPE = 0.3;
    private static final int EVENED = 5;

    /** A place as the course sees it. Not for concurrent use. */
    static final class Place {
        double s;
        double d;
        double tx;
        double ty;
        double nx;
        double ny;
    }

    void locate(double px, double py, Place place) {
        double tx = axis.tx();
        double ty = axis.ty();
        double bend = axis.bend();
        double along = (px - axis.x()) * tx + (py - axis.y()) * ty;
        double across = -(px - axis.x()) * ty + (py - axis.y()) * tx;
        double s = along;
        if (bend != 0) {
            for (int k = 0; k < ITERATIONS; k++) {
                double value = s - along + (bend * s * s - across) * 2 * bend * s;
                double slope = 1 + 2 * bend * (3 * bend * s * s - across);
                s -= value / Math.max(slope, LEAST_SLOPE);
            }
        }
        double tangent = 2 * bend * s;
        double cos = 1 / Math.sqrt(1 + tangent * tangent);
        double sin = tangent * cos;
        place.s = s;
        place.d = (across - bend * s * s) * cos - (along - s) * sin - wave(s);
        place.tx = cos * tx - sin * ty;
        place.ty = cos * ty + sin * tx;
        place.nx = -place.ty;
        place.ny = place.tx;
    }

    double wave(double s) {
        double at = Math.min(Math.max((s - from) / STEP, 0), wave.length - 1);
        int i = Math.min((int) at, wave.length - 2);
        return i < 0 ? wave[0] : wave[i] + (at - i) * (wave[i + 1] - wave[i]);
    }

    /** By how much d can change with a pixel. */
    double steepest() {
        double steepest = 0;
        for (int i = 0; i + 1 < wave.length; i++) {
            steepest = Math.max(steepest, Math.abs(wave[i + 1] - wave[i]) / STEP);
        }
        return 1 + steepest;
    }

    /** Standard deviation of the band's width along it, pixels; of means over 40 px, as one of 8 px may be a column too wide. */
    double unevenness() {
        Moments moments = new Moments();
        for (int i = 0; i + EVENED <= widths.length; i++) {
            double sum = 0;
            for (int k = 0; k < EVENED; k++) {
                sum += widths[i + k];
            }
            if (!Double.isNaN(sum)) {
                moments.add(sum / EVENED);
            }
        }
        return moments.sd();
    }

    double length() {
        return to - from;
    }
}
