package org.sstem.internal.precipitate.blob;

/**
 * The rim of a blob seen from some centre, and in which directions it is really seen: where the section's border cuts
 * the blob it is only guessed. Immutable.
 *
 * @param gauge the rim
 * @param known one flag a direction of the gauge
 */
record Rim(Gauge gauge, boolean[] known) {

    private static final double STRIDE = 0.5;

    /**
     * Walks inwards from beyond the blob in every direction until the blob begins. Directions in which the blob ends
     * at the section's border, or is not met at all, are interpolated between their neighbours.
     *
     * @param blob       the blob
     * @param cx         centre; it may lie outside the section
     * @param cy         centre
     * @param directions number of directions
     * @param width      of the section
     * @param height     of the section
     * @return the rim, or null if it is hardly seen
     */
    static Rim of(Blob blob, double cx, double cy, int directions, int width, int height) {
        double[] rim = new double[directions];
        boolean[] known = new boolean[directions];
        int count = 0;
        for (int i = 0; i < directions; i++) {
            double angle = 2 * Math.PI * i / directions;
            double dx = Math.cos(angle);
            double dy = Math.sin(angle);
            rim[i] = last(blob, cx, cy, dx, dy);
            double x = cx + rim[i] * dx;
            double y = cy + rim[i] * dy;
            known[i] = rim[i] > 0 && x > 1 && y > 1 && x < width - 2 && y < height - 2;
            count += known[i] ? 1 : 0;
        }
        if (count < directions / 12 + 2) {
            return null;
        }
        bridge(rim, known);
        return new Rim(new Gauge(cx, cy, rim), known);
    }

    private static double last(Blob blob, double cx, double cy, double dx, double dy) {
        double r = 0;
        for (int corner = 0; corner < 4; corner++) {
            double x = blob.box().x() - 1 + (corner % 2) * (blob.box().width() + 1);
            double y = blob.box().y() - 1 + (corner / 2) * (blob.box().height() + 1);
            r = Math.max(r, (x - cx) * dx + (y - cy) * dy);
        }
        double outside = 0;
        for (; r > STRIDE; r -= STRIDE) {
            double inside = blob.coverage(cx + r * dx, cy + r * dy);
            if (inside >= 0.5) {
                return r + STRIDE * (inside - 0.5) / Math.max(1e-9, inside - outside);
            }
            outside = inside;
        }
        return -1;
    }

    private static void bridge(double[] rim, boolean[] known) {
        int n = rim.length;
        for (int i = 0; i < n; i++) {
            if (known[i] && !known[(i + 1) % n]) {
                int gap = 1;
                while (!known[(i + gap) % n]) {
                    gap++;
                }
                double from = rim[i];
                double to = rim[(i + gap) % n];
                for (int k = 1; k < gap; k++) {
                    rim[(i + k) % n] = from + (to - from) * k / gap;
                }
            }
        }
    }

    /** Share of the directions in which the rim is seen. */
    double seen() {
        int count = 0;
        for (boolean k : known) {
            count += k ? 1 : 0;
        }
        return (double) count / known.length;
    }
}
