package org.sstem.internal.precipitate.blob;

import java.util.Arrays;

/**
 * The connected parts of a mask, by sides and corners, as runs of pixels in rows: labelled in one pass over the pixels
 * and one over the runs. Parts are numbered in the order of their first pixel. Immutable once made.
 */
final class Runs {

    private int count;
    private int parts;
    private int[] row = new int[1024];
    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private int[] part = new int[1024];

    private final boolean[] nothing;

    private Runs(int width) {
        nothing = new boolean[width];
    }

    /** Labels a mask, one flag a pixel. */
    static Runs of(boolean[] mask, int width, int height) {
        Runs runs = new Runs(width);
        int above = 0;
        for (int y = 0; y < height; y++) {
            int first = runs.count;
            runs.scan(mask, width, y);
            runs.join(above, first);
            above = first;
        }
        runs.number();
        return runs;
    }

    /** Appends the runs of a row, each its own part. */
    private void scan(boolean[] mask, int width, int y) {
        int end = (y + 1) * width;
        // Most of a mask is empty: a comparison of whole stretches passes over that.
        for (int i = y * width; i < end; i++) {
            int gap = Arrays.mismatch(mask, i, end, nothing, 0, end - i);
            if (gap < 0) {
                break;
            }
            i += gap;
            int start = i;
            while (i < end && mask[i]) {
                i++;
            }
            if (count == row.length) {
                grow();
            }
            row[count] = y;
            from[count] = start - y * width;
            to[count] = i - y * width;
            part[count] = count;
            count++;
        }
    }

    private void grow() {
        row = Arrays.copyOf(row, 2 * count);
        from = Arrays.copyOf(from, 2 * count);
        to = Arrays.copyOf(to, 2 * count);
        part = Arrays.copyOf(part, 2 * count);
    }

    /** Joins the runs of the last row, from {@code first} on, with those of the row before, from {@code above} on. */
    private void join(int above, int first) {
        int a = above;
        int b = first;
        while (a < first && b < count) {
            // corners touch too
            if (from[a] <= to[b] && from[b] <= to[a]) {
                int one = root(a);
                int other = root(b);
                part[Math.max(one, other)] = Math.min(one, other);
            }
            if (to[a] < to[b]) {
                a++;
            } else {
                b++;
            }
        }
    }

    private int root(int run) {
        int at = run;
        while (part[at] != at) {
            part[at] = part[part[at]];
            at = part[at];
        }
        return at;
    }

    /** Replaces roots by numbers: a root is the first run of its part, and comes before all the others. */
    private void number() {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            int root = root(i);
            numbers[i] = root == i ? parts++ : numbers[root];
        }
        part = numbers;
    }

    /** Number of runs. */
    int count() {
        return count;
    }

    /** Number of connected parts. */
    int parts() {
        return parts;
    }

    /** The row of a run. */
    int row(int run) {
        return row[run];
    }

    /** The first column of a run. */
    int from(int run) {
        return from[run];
    }

    /** The column after the last of a run. */
    int to(int run) {
        return to[run];
    }

    /** The connected part that a run belongs to. */
    int part(int run) {
        return part[run];
    }
}
