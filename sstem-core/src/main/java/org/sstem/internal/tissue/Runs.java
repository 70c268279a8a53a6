package org.sstem.internal.tissue;

import org.sstem.method.Area;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Pixels of a section as runs of columns, row by row: what is large and simple takes little memory. Immutable.
 *
 * <p>Runs of one row are sorted, do not overlap and are half open.
 */
final class Runs implements Serializable {

    private static final long serialVersionUID = 1;

    private final int width;
    private final int[] first;
    private final int[] from;
    private final int[] to;

    private Runs(int width, int[] first, int[] from, int[] to) {
        this.width = width;
        this.first = first;
        this.from = from;
        this.to = to;
    }

    /** Collects runs in the order of their rows and columns. Not thread-safe. */
    static final class Builder {
        private final int width;
        private final int[] first;
        private int[] from = new int[64];
        private int[] to = new int[64];
        private int row = -1;
        private int n;

        Builder(int width, int height) {
            this.width = width;
            this.first = new int[height + 1];
        }

        /** Adds a run; joins it to the one before where they touch. Empty runs are left out. */
        void add(int y, int x0, int x1) {
            if (x0 >= x1) {
                return;
            }
            while (row < y) {
                first[++row] = n;
            }
            if (n > first[y] && to[n - 1] >= x0) {
                to[n - 1] = Math.max(to[n - 1], x1);
                return;
            }
            if (n == from.length) {
                from = Arrays.copyOf(from, 2 * n);
                to = Arrays.copyOf(to, 2 * n);
            }
            from[n] = x0;
            to[n++] = x1;
        }

        Runs build() {
            while (row < first.length - 1) {
                first[++row] = n;
            }
            return new Runs(width, first, Arrays.copyOf(from, n), Arrays.copyOf(to, n));
        }
    }

    static Runs none(int width, int height) {
        return new Builder(width, height).build();
    }

    int width() {
        return width;
    }

    int height() {
        return first.length - 1;
    }

    int count() {
        return from.length;
    }

    /** Index of the first run of a row; that of the row after the last is {@link #count}. */
    int first(int y) {
        return first[y];
    }

    int from(int i) {
        return from[i];
    }

    int to(int i) {
        return to[i];
    }

    boolean isEmpty() {
        return from.length == 0;
    }

    long pixels() {
        long n = 0;
        for (int i = 0; i < from.length; i++) {
            n += to[i] - from[i];
        }
        return n;
    }

    boolean contains(int x, int y) {
        if (x < 0 || y < 0 || x >= width || y >= height()) {
            return false;
        }
        int i = Arrays.binarySearch(from, first[y], first[y + 1], x);
        int run = i >= 0 ? i : -i - 2;
        return run >= first[y] && x < to[run];
    }

    /** Marks the pixels of an area; rows and columns outside the section repeat its border. */
    void mark(Area area, boolean[] flags) {
        for (int y = 0; y < area.height(); y++) {
            int row = Math.min(Math.max(area.y() + y, 0), height() - 1);
            for (int i = first[row]; i < first[row + 1]; i++) {
                int x0 = from[i] == 0 ? 0 : Math.max(from[i] - area.x(), 0);
                int x1 = to[i] == width ? area.width() : Math.min(to[i] - area.x(), area.width());
                if (from[i] == 0 && to[i] != width && x1 <= 0 || from[i] != 0 && x0 >= area.width()) {
                    continue;
                }
                if (x0 < x1) {
                    Arrays.fill(flags, y * area.width() + x0, y * area.width() + x1, true);
                }
            }
        }
    }

    boolean touches(Area area) {
        int y0 = Math.min(Math.max(area.y(), 0), height() - 1);
        int y1 = Math.min(Math.max(area.y() + area.height() - 1, 0), height() - 1);
        int x0 = Math.min(Math.max(area.x(), 0), width - 1);
        int x1 = Math.min(Math.max(area.x() + area.width() - 1, 0), width - 1);
        for (int i = first[y0]; i < first[y1 + 1]; i++) {
            if (from[i] <= x1 && to[i] > x0) {
                return true;
            }
        }
        return false;
    }

    /** The pixels of both. */
    Runs or(Runs other) {
        Builder out = new Builder(width, height());
        for (int y = 0; y < height(); y++) {
            int i = first[y];
            int j = other.first[y];
            while (i < first[y + 1] || j < other.first[y + 1]) {
                boolean mine = j >= other.first[y + 1] || i < first[y + 1] && from[i] <= other.from[j];
                out.add(y, mine ? from[i] : other.from[j], mine ? to[i] : other.to[j]);
                if (mine) {
                    i++;
                } else {
                    j++;
                }
            }
        }
        return out.build();
    }
}
