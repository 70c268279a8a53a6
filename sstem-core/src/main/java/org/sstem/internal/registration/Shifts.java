package org.sstem.internal.registration;

import org.sstem.internal.image.Rows;
import org.sstem.method.Plane;

import java.util.stream.IntStream;

/**
 * One plane shifted by every displacement of a square, sampled bilinearly with its border repeated: along rows once for
 * each displacement in x, then along columns as a row is asked for.
 */
final class Shifts {

    private final double reach;
    private final int radius;
    /** By displacement in x from -radius on. */
    private final Plane[] alongRows;

    /**
     * Shifts a plane along its rows.
     *
     * @param reach  multiplies the displacements
     * @param radius greatest displacement
     */
    Shifts(Plane plane, double reach, int radius) {
        this.reach = reach;
        this.radius = radius;
        this.alongRows = reach == 0
                ? new Plane[] {plane}
                : IntStream.rangeClosed(-radius, radius)
                        .mapToObj(dx -> alongRows(plane, (float) (reach * dx)))
                        .toArray(Plane[]::new);
    }

    private static Plane alongRows(Plane plane, float shift) {
        int width = plane.width();
        int[] left = new int[width];
        int[] right = new int[width];
        float[] part = new float[width];
        for (int x = 0; x < width; x++) {
            float place = Math.min(Math.max(x + shift, 0), width - 1);
            left[x] = (int) place;
            right[x] = Math.min(left[x] + 1, width - 1);
            part[x] = place - left[x];
        }
        Plane out = new Plane(width, plane.height());
        Rows.forEach(plane.height(), (from, to) -> {
            float[] in = plane.pixels();
            for (int y = from; y < to; y++) {
                int row = y * width;
                for (int x = 0; x < width; x++) {
                    float p = in[row + left[x]];
                    out.pixels()[row + x] = p + part[x] * (in[row + right[x]] - p);
                }
            }
        });
        return out;
    }

    /** Reads one row of the plane shifted by a displacement. */
    void row(int dx, int dy, int y, float[] row) {
        Plane plane = alongRows[reach == 0 ? 0 : dx + radius];
        int width = plane.width();
        float place = Math.min(Math.max(y + (float) (reach * dy), 0), plane.height() - 1);
        int above = (int) place;
        int first = above * width;
        int second = Math.min(above + 1, plane.height() - 1) * width;
        float part = place - above;
        float[] in = plane.pixels();
        for (int x = 0; x < width; x++) {
            float p = in[first + x];
            row[x] = p + part * (in[second + x] - p);
        }
    }
}
