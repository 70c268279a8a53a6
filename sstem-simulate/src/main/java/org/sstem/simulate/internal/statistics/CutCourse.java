package org.sstem.simulate.internal.statistics;

import org.sstem.internal.image.Components;

import java.util.List;
import java.util.Optional;

/**
 * The course of one connected part of a mask: its axis, and at every station along it where it lies and how wide it is.
 *
 * @param x         column of the middle of the axis
 * @param y         row of it
 * @param nx        the axis' normal
 * @param ny        the axis' normal
 * @param start     position of the first station along the axis, px from the middle
 * @param offset    of the cut from the axis at each station, px
 * @param halfWidth across the course at each station, px
 * @param ends      ends inside the section
 */
record CutCourse(
        double x, double y, double nx, double ny, double start, double[] offset, double[] halfWidth, int ends) {

    /** Distance of the stations, px. */
    static final int STEP_PX = 8;

    private static final int LEAST_PX = 100;
    /** An end farther from the border than this lies inside. */
    private static final int BORDER_PX = 12;
    /** Where this share of the stations is wider than its pixels fill, the part branches. */
    private static final double BRANCHED = 0.15;

    /** All parts of a mask that are not just a few pixels: the numbers of their pixels. */
    static List<int[]> parts(boolean[] mask, int width, int height) {
        return Components.of(mask, width, height, true).stream()
                .filter(part -> part.length >= LEAST_PX)
                .toList();
    }

    /** Follows a part; empty if it branches or is no longer than it is wide. */
    static Optional<CutCourse> of(int[] pixels, int width, int height) {
        double mx = 0;
        double my = 0;
        for (int i : pixels) {
            mx += i % width;
            my += i / width;
        }
        mx /= pixels.length;
        my /= pixels.length;
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i : pixels) {
            double dx = i % width - mx;
            double dy = i / width - my;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        double direction = 0.5 * Math.atan2(2 * xy, xx - yy);
        double tx = Math.cos(direction);
        double ty = Math.sin(direction);
        double nx = ty;
        double ny = -tx;
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        for (int i : pixels) {
            double s = (i % width - mx) * tx + (i / width - my) * ty;
            from = Math.min(from, s);
            to = Math.max(to, s);
        }
        int stations = (int) ((to - from) / STEP_PX);
        if (stations < 4) {
            return Optional.empty();
        }
        double[] sum = new double[stations];
        int[] count = new int[stations];
        double[] least = new double[stations];
        double[] most = new double[stations];
        java.util.Arrays.fill(least, Double.POSITIVE_INFINITY);
        java.util.Arrays.fill(most, Double.NEGATIVE_INFINITY);
        for (int i : pixels) {
            double dx = i % width - mx;
            double dy = i / width - my;
            int station = Math.min(stations - 1, (int) ((dx * tx + dy * ty - from) / STEP_PX));
            double d = dx * nx + dy * ny;
            sum[station] += d;
            count[station]++;
            least[station] = Math.min(least[station], d);
            most[station] = Math.max(most[station], d);
        }
        double[] offset = new double[stations];
        double[] half = new double[stations];
        int wide = 0;
        for (int k = 0; k < stations; k++) {
            offset[k] = count[k] == 0 ? (k == 0 ? 0 : offset[k - 1]) : sum[k] / count[k];
            half[k] = 0.5 * count[k] / STEP_PX;
            wide += most[k] - least[k] > 2.0 * count[k] / STEP_PX + 2 * STEP_PX ? 1 : 0;
        }
        if (wide > BRANCHED * stations || stations * STEP_PX < 3 * (double) pixels.length / (stations * STEP_PX)) {
            return Optional.empty();
        }
        for (int k = 0; k < stations; k++) {
            double slope = (offset[Math.min(stations - 1, k + 1)] - offset[Math.max(0, k - 1)])
                    / (STEP_PX * (Math.min(stations - 1, k + 1) - Math.max(0, k - 1)));
            half[k] *= Math.cos(Math.atan(slope));
        }
        int ends = 0;
        for (int k = 0; k < stations; k += stations - 1) {
            double s = k == 0 ? from : to;
            double px = mx + s * tx + offset[k] * nx;
            double py = my + s * ty + offset[k] * ny;
            ends += Math.min(Math.min(px, py), Math.min(width - 1 - px, height - 1 - py)) > BORDER_PX ? 1 : 0;
        }
        return Optional.of(new CutCourse(mx, my, nx, ny, from, offset, half, ends));
    }

    double length() {
        return offset.length * STEP_PX;
    }

    /** Position along the axis in stations; below 0 or beyond the last outside of the course. */
    double station(double px, double py) {
        return (-(px - x) * ny + (py - y) * nx - start) / STEP_PX - 0.5;
    }

    /** Signed distance from the course. */
    double distance(double px, double py, double station) {
        double at = Math.max(0, Math.min(offset.length - 1, station));
        int i = Math.min((int) at, offset.length - 2);
        double part = at - i;
        return (px - x) * nx + (py - y) * ny - (offset[i] * (1 - part) + offset[i + 1] * part);
    }

    double halfWidth(double station) {
        return halfWidth[(int) Math.max(0, Math.min(halfWidth.length - 1, Math.round(station)))];
    }
}
