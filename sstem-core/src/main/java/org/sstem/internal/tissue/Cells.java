package org.sstem.internal.tissue;

/** A part of a section, reduced where it is large, to measure its shape. */
final class Cells {

    private static final int MOST = 1024;

    private final int step;
    private final int width;
    private final int height;
    private final boolean[] inside;

    private Cells(int step, int width, int height, boolean[] inside) {
        this.step = step;
        this.width = width;
        this.height = height;
        this.inside = inside;
    }

    /** Copies the box around the runs; a cell is inside where its upper left pixel is. */
    static Cells of(Runs part) {
        int x0 = Integer.MAX_VALUE;
        int x1 = 0;
        int y0 = Integer.MAX_VALUE;
        int y1 = 0;
        for (int y = 0; y < part.height(); y++) {
            for (int i = part.first(y); i < part.first(y + 1); i++) {
                x0 = Math.min(x0, part.from(i));
                x1 = Math.max(x1, part.to(i));
                y0 = Math.min(y0, y);
                y1 = y + 1;
            }
        }
        int step = 1 + Math.max(x1 - x0, y1 - y0) / MOST;
        int width = Math.max(1, (x1 - x0 + step - 1) / step);
        int height = Math.max(1, (y1 - y0 + step - 1) / step);
        boolean[] inside = new boolean[width * height];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                inside[row * width + column] = part.contains(x0 + column * step, y0 + row * step);
            }
        }
        return new Cells(step, width, height, inside);
    }

    /** Pixels from corner to corner of the box. */
    double diagonal() {
        return step * Math.hypot(width, height);
    }

    /** Distance of the deepest pixel from the outside, pixels; what the section's border cuts off counts as outside. */
    double deepest() {
        double deepest = 0;
        for (float d : Depth.of(inside, width, height)) {
            deepest = Math.max(deepest, d);
        }
        return step * deepest;
    }
}
