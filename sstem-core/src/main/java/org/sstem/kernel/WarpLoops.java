package org.sstem.kernel;

/** Bilinear warping, row by row. Bound by the four loads a pixel; see {@link Kernels#warp} for the definition. */
final class WarpLoops {

    /** Rows a task: enough to be worth handing over, few enough to keep every thread busy. */
    static final int ROWS = 16;

    /** Displacements beyond this lie outside any image; cutting them there keeps index arithmetic within int. */
    private static final float FAR = 1 << 29;

    private WarpLoops() {}

    static void forward(Tensor image, Tensor flow, Border border, Tensor out) {
        float[] pixels = heap(image);
        int base = image.data().hasArray() ? image.data().arrayOffset() : 0;
        int width = flow.width();
        int bands = Bands.ceilDiv(flow.height(), ROWS);
        Bands.forEach(flow.batch() * bands, task -> {
            int n = task / bands;
            Cells cells = new Cells(image.height(), image.width(), border, width);
            float[] result = new float[width];
            int first = task % bands * ROWS;
            int last = Math.min(flow.height(), first + ROWS);
            for (int y = first; y < last; y++) {
                cells.locate(flow, n, y);
                for (int c = 0; c < image.channels(); c++) {
                    int plane = base + (n * image.channels() + c) * image.height() * image.width();
                    cells.interpolate(pixels, plane, result);
                    Bands.store(result, 0, out.data(), ((n * out.channels() + c) * out.height() + y) * width, width);
                }
            }
        });
    }

    /** Reading is random access, which buffers do slowly: off-heap images are copied once. */
    static float[] heap(Tensor image) {
        if (image.data().hasArray()) {
            return image.data().array();
        }
        float[] copy = new float[image.size()];
        image.data().get(0, copy, 0, copy.length);
        return copy;
    }

    /** Where the pixels of one row read. */
    static final class Cells {
        final int height;
        final int width;
        final Border border;
        final float[] u;
        final float[] v;

        /** Index of the upper left pixel within the plane, or a mark. */
        final int[] corner;

        final float[] right;
        final float[] below;
        final int[] row;
        final int[] column;

        /** Mark: at least one of the four pixels lies outside. */
        static final int RIM = -1;

        /** Mark: the flow is not finite. */
        static final int NOWHERE = -2;

        Cells(int height, int width, Border border, int length) {
            this.height = height;
            this.width = width;
            this.border = border;
            u = new float[length];
            v = new float[length];
            corner = new int[length];
            right = new float[length];
            below = new float[length];
            row = new int[length];
            column = new int[length];
        }

        void locate(Tensor flow, int n, int y) {
            int length = flow.width();
            Bands.load(flow.data(), (n * 2 * flow.height() + y) * length, u, 0, length);
            Bands.load(flow.data(), ((n * 2 + 1) * flow.height() + y) * length, v, 0, length);
            for (int x = 0; x < length; x++) {
                float du = u[x];
                float dv = v[x];
                int floorU = (int) du;
                floorU -= du < floorU ? 1 : 0;
                int floorV = (int) dv;
                floorV -= dv < floorV ? 1 : 0;
                right[x] = du - floorU;
                below[x] = dv - floorV;
                int i = x + floorU;
                int j = y + floorV;
                // one unsigned comparison an axis; far displacements wrap or saturate, and are sorted out by rim()
                boolean inside =
                        i >= 0 && i < width - 1 && j >= 0 && j < height - 1 && Math.abs(du) < FAR && Math.abs(dv) < FAR;
                corner[x] = inside ? j * width + i : RIM;
                row[x] = j;
                column[x] = i;
                if (!inside) {
                    rim(x, y);
                }
            }
        }

        /** Places a pixel whose cell is not wholly inside, by the border rule. */
        private void rim(int x, int y) {
            boolean finite = Float.isFinite(u[x]) && Float.isFinite(v[x]);
            if (!finite && border == Border.ZERO) {
                corner[x] = NOWHERE;
                row[x] = -2;
                column[x] = -2;
                right[x] = 0;
                below[x] = 0;
                return;
            }
            float du = finite ? Math.max(-FAR, Math.min(FAR, u[x])) : 0;
            float dv = finite ? Math.max(-FAR, Math.min(FAR, v[x])) : 0;
            float floorU = (float) Math.floor(du);
            float floorV = (float) Math.floor(dv);
            column[x] = x + (int) floorU;
            row[x] = y + (int) floorV;
            right[x] = du - floorU;
            below[x] = dv - floorV;
            if (border == Border.CLAMP) {
                if (column[x] < 0 || column[x] >= width - 1) {
                    column[x] = column[x] < 0 ? 0 : width - 1;
                    right[x] = 0;
                }
                if (row[x] < 0 || row[x] >= height - 1) {
                    row[x] = row[x] < 0 ? 0 : height - 1;
                    below[x] = 0;
                }
            }
            corner[x] = finite ? RIM : NOWHERE;
        }

        void interpolate(float[] pixels, int plane, float[] result) {
            for (int x = 0; x < result.length; x++) {
                int at = corner[x];
                if (at >= 0) {
                    int i = plane + at;
                    float a = pixels[i];
                    float c = pixels[i + width];
                    float top = a + right[x] * (pixels[i + 1] - a);
                    float bottom = c + right[x] * (pixels[i + width + 1] - c);
                    result[x] = top + below[x] * (bottom - top);
                } else {
                    result[x] = interpolateRim(pixels, plane, x);
                }
            }
        }

        private float interpolateRim(float[] pixels, int plane, int x) {
            float a = read(pixels, plane, row[x], column[x]);
            float b = read(pixels, plane, row[x], column[x] + 1);
            float c = read(pixels, plane, row[x] + 1, column[x]);
            float d = read(pixels, plane, row[x] + 1, column[x] + 1);
            float top = a + right[x] * (b - a);
            float bottom = c + right[x] * (d - c);
            return top + below[x] * (bottom - top);
        }

        /** Zero outside; a clamped cell gives its outer pixels the weight 0. */
        float read(float[] pixels, int plane, int j, int i) {
            return j >= 0 && j < height && i >= 0 && i < width ? pixels[plane + j * width + i] : 0;
        }
    }
}
