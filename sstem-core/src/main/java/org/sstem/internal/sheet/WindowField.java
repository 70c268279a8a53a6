package org.sstem.internal.sheet;

import org.sstem.internal.image.Rows;
import org.sstem.internal.unfolding.UnfoldingJob;
import org.sstem.method.Area;
import org.sstem.method.Plane;

/**
 * Where the tissue of a window belongs: found for each of its pixels once, between pixels on the same sides of all bands
 * taken linearly; with more bands than fit into a number, nothing is. Immutable and thread-safe.
 */
final class WindowField {

    private static final int NO_TISSUE = -1;

    final float[] u;
    final float[] v;

    private final SheetField field;
    private final Area window;
    /** On which side of each band a pixel lies, a bit each. */
    private final int[] sides;

    /**
     * Finds the displacements.
     *
     * @param depth greater than 0 where there is tissue, of the window
     */
    WindowField(SheetField field, Area window, Plane depth) {
        this.field = field;
        this.window = window;
        int n = depth.pixels().length;
        this.u = new float[n];
        this.v = new float[n];
        this.sides = new int[n];
        Rows.forEach(window.height(), (from, to) -> {
            SheetField.Probe probe = field.probe();
            for (int i = from * window.width(); i < to * window.width(); i++) {
                sides[i] = NO_TISSUE;
                if (depth.pixels()[i] > 0) {
                    probe.at(column(i), row(i));
                    u[i] = (float) probe.u;
                    v[i] = (float) probe.v;
                    sides[i] = field.pulls().size() > UnfoldingJob.MOST_PULLS ? NO_TISSUE : probe.sides();
                }
            }
        });
    }

    private int column(int pixel) {
        return window.x() + pixel % window.width();
    }

    private int row(int pixel) {
        return window.y() + pixel / window.width();
    }

    Reader reader() {
        return new Reader();
    }

    /** One thread's way of asking. */
    final class Reader {

        private final SheetField.Probe probe = field.probe();
        private int start;
        private boolean asked;

        double u;
        double v;

        /** Takes the displacement of a pixel, and asks from now on for its sides of the bands. */
        void start(int pixel) {
            start = pixel;
            asked = false;
            u = WindowField.this.u[pixel];
            v = WindowField.this.v[pixel];
        }

        /** Finds the displacement at a place as it is for tissue on the same sides. */
        void at(double x, double y) {
            int left = (int) Math.floor(x) - window.x();
            int top = (int) Math.floor(y) - window.y();
            int i = top * window.width() + left;
            boolean inside = left >= 0 && top >= 0 && left < window.width() - 1 && top < window.height() - 1;
            if (inside && alike(i)) {
                double fx = x - window.x() - left;
                double fy = y - window.y() - top;
                u = between(WindowField.this.u, i, fx, fy);
                v = between(WindowField.this.v, i, fx, fy);
                return;
            }
            if (!asked) {
                probe.at(column(start), row(start));
                asked = true;
            }
            probe.onSameSides(x, y);
            u = probe.u;
            v = probe.v;
        }

        private boolean alike(int i) {
            int own = sides[start];
            return own != NO_TISSUE
                    && sides[i] == own
                    && sides[i + 1] == own
                    && sides[i + window.width()] == own
                    && sides[i + window.width() + 1] == own;
        }

        private double between(float[] values, int i, double fx, double fy) {
            int below = i + window.width();
            double first = values[i] + fx * (values[i + 1] - values[i]);
            double second = values[below] + fx * (values[below + 1] - values[below]);
            return first + fy * (second - first);
        }
    }
}
