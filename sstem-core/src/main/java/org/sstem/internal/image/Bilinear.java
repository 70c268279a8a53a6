package org.sstem.internal.image;

import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.List;

/** Samples planes bilinearly, row by row: where to read is found once for all of them. Stateless. */
final class Bilinear {

    private Bilinear() {}

    /**
     * Samples planes of one size: {@code out(x, y) = source(x + dx + reach u, y + dy + reach v)}.
     *
     * @param outs receive the values, of the flow's size
     */
    static void warp(List<Plane> sources, double dx, double dy, Flow flow, float reach, List<Plane> outs) {
        Rows.forEach(flow.height(), (from, to) -> {
            Row row = new Row(sources.get(0), flow, dx, dy, reach);
            for (int y = from; y < to; y++) {
                row.locate(y);
                for (int k = 0; k < sources.size(); k++) {
                    row.sample(sources.get(k), outs.get(k).pixels());
                }
            }
        });
    }

    /** One thread's row. */
    private static final class Row {

        private final int width;
        private final int height;
        private final int length;
        private final float[] u;
        private final float[] v;
        private final double dx;
        private final double dy;
        private final float reach;
        private final float[] x;
        private final float[] y;
        /** Index of the upper left pixel of the four, -1 in the last row and column. */
        private final int[] corner;

        private int row;

        Row(Plane source, Flow flow, double dx, double dy, float reach) {
            this.width = source.width();
            this.height = source.height();
            this.length = flow.width();
            this.u = flow.u().pixels();
            this.v = flow.v().pixels();
            this.dx = dx;
            this.dy = dy;
            this.reach = reach;
            this.x = new float[length];
            this.y = new float[length];
            this.corner = new int[length];
        }

        void locate(int row) {
            this.row = row;
            int at = row * length;
            places(u, at, dx, 1, reach, width - 1, x);
            places(v, at, row + dy, 0, reach, height - 1, y);
            for (int i = 0; i < length; i++) {
                int left = (int) x[i];
                int top = (int) y[i];
                x[i] -= left;
                y[i] -= top;
                corner[i] = left > width - 2 || top > height - 2 ? -1 : top * width + left;
            }
        }

        /** Places on one axis: in float, where that loses nothing. */
        private static void places(
                float[] flow, int at, double start, int step, float reach, float last, float[] places) {
            int whole = (int) start;
            if (whole == start) {
                for (int i = 0; i < places.length; i++) {
                    float place = (float) (whole + step * i) + reach * flow[at + i];
                    places[i] = place > 0 ? place < last ? place : last : 0;
                }
            } else {
                for (int i = 0; i < places.length; i++) {
                    float place = (float) (start + step * i + reach * flow[at + i]);
                    places[i] = place > 0 ? place < last ? place : last : 0;
                }
            }
        }

        void sample(Plane source, float[] out) {
            float[] p = source.pixels();
            int at = row * length;
            for (int i = 0; i < length; i++) {
                int c = corner[i];
                if (c < 0) {
                    out[at + i] = atBorder(source, i);
                    continue;
                }
                float a = p[c];
                float b = p[c + width];
                float top = a + x[i] * (p[c + 1] - a);
                float bottom = b + x[i] * (p[c + width + 1] - b);
                out[at + i] = top + y[i] * (bottom - top);
            }
        }

        private float atBorder(Plane source, int i) {
            int at = row * length + i;
            return Resampler.bilinear(source, (float) (i + dx + reach * u[at]), (float) (row + dy + reach * v[at]));
        }
    }
}
