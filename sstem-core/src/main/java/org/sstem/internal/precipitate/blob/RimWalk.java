package org.sstem.internal.precipitate.blob;

/**
 * Looks for the rim of a blob from any centre, in the same directions each time: what does not depend on the centre is worked
 * out once. Immutable.
 */
final class RimWalk {

    private static final double STRIDE = 0.5;
    /** A place farther than that from the centre of every pixel of a blob is not covered by it. */
    private static final double COVERED = Math.sqrt(2);
    /** A place and the centre of the pixel that it lies in. */
    private static final double WITHIN_PIXEL = Math.sqrt(0.5);

    private final Blob blob;
    private final int width;
    private final int height;
    private final double[] dx;
    private final double[] dy;
    /** From every pixel of the blob's box to the nearest one of the blob. */
    private final double[] distance;

    /**
     * Gets ready.
     *
     * @param blob       the blob
     * @param directions number of directions
     * @param width      of the section
     * @param height     of the section
     */
    RimWalk(Blob blob, int directions, int width, int height) {
        this.blob = blob;
        this.width = width;
        this.height = height;
        dx = new double[directions];
        dy = new double[directions];
        for (int i = 0; i < directions; i++) {
            double angle = 2 * Math.PI * i / directions;
            dx[i] = Math.cos(angle);
            dy[i] = Math.sin(angle);
        }
        boolean[] away = BlobSearch.invert(blob.inside());
        distance = Distance.insideEndless(away, blob.box().width(), blob.box().height());
    }

    /**
     * Walks inwards from beyond the blob in every direction until the blob begins. Directions in which the blob ends
     * at the section's border, or is not met at all, are interpolated between their neighbours.
     *
     * @param cx centre; it may lie outside the section
     * @param cy centre
     * @return the rim, or null if it is hardly seen
     */
    Rim from(double cx, double cy) {
        double[] rim = new double[dx.length];
        boolean[] known = new boolean[dx.length];
        int count = 0;
        for (int i = 0; i < dx.length; i++) {
            rim[i] = last(cx, cy, dx[i], dy[i]);
            double x = cx + rim[i] * dx[i];
            double y = cy + rim[i] * dy[i];
            known[i] = rim[i] > 0 && x > 1 && y > 1 && x < width - 2 && y < height - 2;
            count += known[i] ? 1 : 0;
        }
        if (count < dx.length / 12 + 2) {
            return null;
        }
        bridge(rim, known);
        return new Rim(new Gauge(cx, cy, rim), known);
    }

    private double last(double cx, double cy, double dx, double dy) {
        double r = 0;
        for (int corner = 0; corner < 4; corner++) {
            double x = blob.box().x() - 1 + (corner % 2) * (blob.box().width() + 1);
            double y = blob.box().y() - 1 + (corner / 2) * (blob.box().height() + 1);
            r = Math.max(r, (x - cx) * dx + (y - cy) * dy);
        }
        double outside = 0;
        for (; r > STRIDE; r -= STRIDE) {
            double x = cx + r * dx;
            double y = cy + r * dy;
            int strides = (int) (uncovered(x, y) / STRIDE);
            if (strides > 0) {
                // Whole strides are subtracted exactly, however many at once.
                outside = 0;
                r -= STRIDE * (strides - 1);
                continue;
            }
            double inside = blob.coverage(x, y);
            if (inside >= 0.5) {
                return r + STRIDE * (inside - 0.5) / Math.max(1e-9, inside - outside);
            }
            outside = inside;
        }
        return -1;
    }

    /** How far around a place the blob covers nothing, at least; negative where it may cover the place itself. */
    private double uncovered(double x, double y) {
        int column = (int)
                Math.min(Math.max(Math.round(x) - blob.box().x(), 0), blob.box().width() - 1);
        int row = (int)
                Math.min(Math.max(Math.round(y) - blob.box().y(), 0), blob.box().height() - 1);
        double beyond = Math.max(
                Math.abs(x - blob.box().x() - column), Math.abs(y - blob.box().y() - row));
        double nearest = distance[row * blob.box().width() + column];
        return Math.max(nearest - WITHIN_PIXEL, beyond) - COVERED;
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
}
