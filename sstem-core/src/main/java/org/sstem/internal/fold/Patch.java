package org.sstem.internal.fold;

import org.sstem.internal.image.Filters;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.Arrays;
import java.util.List;

/**
 * A part of the damaged section as samples, and the same part of each neighbour as a smooth plane to compare them with.
 *
 * @param x          columns of the samples, pixels of the section
 * @param y          rows of the samples
 * @param value      their values, brightness and contrast taken out, smoothed
 * @param neighbours the neighbours, likewise, one value a cell; not a number where they have no tissue
 * @param originX    column of the centre of cell (0, 0)
 * @param originY    row of the centre of cell (0, 0)
 * @param factor     pixels a cell
 */
record Patch(float[] x, float[] y, float[] value, List<Plane> neighbours, double originX, double originY, int factor) {

    /** A neighbour's normalised plane, and how much of each cell is tissue. */
    record Neighbour(Plane grey, Plane tissue) {

        Plane smooth(double sigma) {
            Plane out = Filters.gaussian(grey, tissue, sigma, 0);
            for (int i = 0; i < out.pixels().length; i++) {
                out.pixels()[i] = tissue.pixels()[i] <= 0.99f ? Float.NaN : out.pixels()[i];
            }
            return out;
        }
    }

    /** Tells whether a neighbour has no tissue at a cell; beyond its border the nearest cell within counts. */
    boolean showsNothing(int neighbour, int column, int row) {
        Plane plane = neighbours.get(neighbour);
        int x = Math.min(Math.max(column, 0), plane.width() - 1);
        int y = Math.min(Math.max(row, 0), plane.height() - 1);
        return Float.isNaN(plane.get(x, y));
    }

    /** Normalised planes of one part, from which samples at any smoothness are made. */
    record Base(Area area, int factor, Plane damaged, Plane weight, List<Neighbour> neighbours) {

        /** The part at a coarser scale. */
        Base halved() {
            return new Base(
                    area,
                    factor * 2,
                    Contrast.pooled(damaged, 2),
                    Contrast.pooled(weight, 2),
                    neighbours.stream()
                            .map(n -> new Neighbour(Contrast.pooled(n.grey, 2), Contrast.pooled(n.tissue, 2)))
                            .toList());
        }

        /** Smooths by a Gaussian of sigma cells and takes about {@code most} samples of the damaged section. */
        Patch samples(double sigma, int most) {
            Plane smooth = Filters.gaussian(damaged, sigma);
            Plane support = Filters.gaussian(weight, sigma);
            int n = 0;
            for (float w : weight.pixels()) {
                n += w > 0.99f ? 1 : 0;
            }
            // An odd stride along the rows' sequence spreads the samples over the columns too.
            int stride = Math.max(1, n / most);
            float[] x = new float[n / stride + 1];
            float[] y = new float[x.length];
            float[] value = new float[x.length];
            int seen = 0;
            int taken = 0;
            double originX = area.x() + 0.5 * (factor - 1);
            double originY = area.y() + 0.5 * (factor - 1);
            for (int i = 0; i < weight.pixels().length; i++) {
                if (weight.pixels()[i] <= 0.99f || seen++ % stride != 0) {
                    continue;
                }
                x[taken] = (float) (originX + (double) (i % weight.width()) * factor);
                y[taken] = (float) (originY + (double) (i / weight.width()) * factor);
                value[taken++] = smooth.pixels()[i] / Math.max(0.3f, support.pixels()[i]);
            }
            return new Patch(
                    Arrays.copyOf(x, taken),
                    Arrays.copyOf(y, taken),
                    Arrays.copyOf(value, taken),
                    neighbours.stream().map(k -> k.smooth(sigma)).toList(),
                    originX,
                    originY,
                    factor);
        }
    }
}
