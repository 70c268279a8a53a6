package org.sstem.internal.fold;

import org.sstem.internal.fold.law.ArcPath;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.image.Resampler;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.Arrays;

/**
 * Grey values along a curve, straightened: one row a station, one column a pixel of signed distance, from -reach to
 * reach. Read in pieces, so that a long fold needs little memory. Stations outside the section are left out. They are
 * farther apart where the reach is so large that few of them do.
 */
record Strip(double[] along, double[] x, double[] y, double[] nx, double[] ny, double step, int reach, Plane grey) {

    static final double STEP_PX = 2;
    private static final int PIECE = 96;
    /** Reach from twice which on stations are farther apart: so far is looked only in sections of more than 70,000 px. */
    private static final int FAR_PX = 512;

    /** Reads a rectangle of grey values; outside the section the border repeats. */
    interface Reader {
        Plane read(Area area);
    }

    int stations() {
        return along.length;
    }

    /** Straightens the surroundings of an arc within a section; null if fewer than 8 stations lie inside. */
    static Strip along(FoldArc arc, int width, int height, int reach, Reader reader) {
        double length = Math.hypot(width, height) + Math.hypot(arc.x(), arc.y());
        // More than half a circle is no fold through a section.
        length = Math.min(length, Math.abs(arc.curvature()) > 0 ? 1.5 / Math.abs(arc.curvature()) : length);
        int far = reach / FAR_PX;
        double step = STEP_PX * Math.max(1, far * far);
        int most = 2 * (int) (length / step) + 1;
        double[][] station = new double[5][most];
        int n = 0;
        for (int i = 0; i < most; i++) {
            double a = i * step - (most / 2) * step;
            double[] p = ArcPath.at(arc, a);
            if (p[0] >= 0 && p[1] >= 0 && p[0] <= width - 1 && p[1] <= height - 1) {
                station[0][n] = a;
                for (int c = 0; c < 4; c++) {
                    station[c + 1][n] = p[c];
                }
                n++;
            }
        }
        if (n < 8) {
            return null;
        }
        for (int c = 0; c < 5; c++) {
            station[c] = Arrays.copyOf(station[c], n);
        }
        Plane grey = new Plane(2 * reach + 1, n);
        for (int from = 0; from < n; from += PIECE) {
            fill(grey, station, from, Math.min(n, from + PIECE), reach, width, height, reader);
        }
        return new Strip(station[0], station[1], station[2], station[3], station[4], step, reach, grey);
    }

    private static void fill(
            Plane grey, double[][] station, int from, int to, int reach, int width, int height, Reader reader) {
        double x0 = Double.POSITIVE_INFINITY;
        double y0 = x0;
        double x1 = -x0;
        double y1 = -x0;
        for (int i = from; i < to; i++) {
            for (int side = -reach; side <= reach; side += 2 * reach) {
                double px = Math.min(Math.max(station[1][i] + side * station[3][i], 0), width - 1);
                double py = Math.min(Math.max(station[2][i] + side * station[4][i], 0), height - 1);
                x0 = Math.min(x0, px);
                y0 = Math.min(y0, py);
                x1 = Math.max(x1, px);
                y1 = Math.max(y1, py);
            }
        }
        int ax = (int) Math.floor(x0);
        int ay = (int) Math.floor(y0);
        Plane piece = reader.read(new Area(ax, ay, (int) Math.ceil(x1) - ax + 1, (int) Math.ceil(y1) - ay + 1));
        for (int i = from; i < to; i++) {
            for (int t = -reach; t <= reach; t++) {
                double px = station[1][i] + t * station[3][i];
                double py = station[2][i] + t * station[4][i];
                boolean inside = px >= 0 && py >= 0 && px <= width - 1 && py <= height - 1;
                grey.set(
                        t + reach,
                        i,
                        inside ? Resampler.bilinear(piece, (float) (px - ax), (float) (py - ay)) : Float.NaN);
            }
        }
    }

    /** Averages neighbouring stations (2 radius + 1 of them), ignoring what lies outside the section. */
    Strip smoothed(int radius) {
        int columns = grey.width();
        Plane out = new Plane(columns, stations());
        for (int i = 0; i < stations(); i++) {
            for (int c = 0; c < columns; c++) {
                float sum = 0;
                int n = 0;
                for (int k = Math.max(0, i - radius); k <= Math.min(stations() - 1, i + radius); k++) {
                    // Stations on either side of a gap (where the curve left the section) do not mix.
                    float value = grey.get(c, k);
                    if (Math.abs(along[k] - along[i]) <= radius * step && !Float.isNaN(value)) {
                        sum += value;
                        n++;
                    }
                }
                out.set(c, i, n == 0 ? Float.NaN : sum / n);
            }
        }
        return new Strip(along, x, y, nx, ny, step, reach, out);
    }

    /** Mean of each column shifted by a station's centre, that is the mean profile across the band; NaN where unseen. */
    double[] profile(double[] centres, int halfLength) {
        double[] sum = new double[2 * halfLength + 1];
        int[] n = new int[sum.length];
        for (int i = 0; i < stations(); i++) {
            if (Double.isNaN(centres[i])) {
                continue;
            }
            for (int t = -halfLength; t <= halfLength; t++) {
                float value = at(i, t + centres[i]);
                if (!Float.isNaN(value)) {
                    sum[t + halfLength] += value;
                    n[t + halfLength]++;
                }
            }
        }
        for (int t = 0; t < sum.length; t++) {
            sum[t] = n[t] < 8 ? Double.NaN : sum[t] / n[t];
        }
        return sum;
    }

    /** Grey value of a station at a distance, linear between columns; NaN outside. */
    float at(int station, double t) {
        double c = t + reach;
        int low = (int) Math.floor(c);
        if (low < 0 || low + 1 >= grey.width()) {
            return Float.NaN;
        }
        float f = (float) (c - low);
        return grey.get(low, station) * (1 - f) + grey.get(low + 1, station) * f;
    }
}
