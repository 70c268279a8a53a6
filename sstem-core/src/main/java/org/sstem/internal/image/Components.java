package org.sstem.internal.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The connected components of a mask. */
public final class Components {

    private Components() {}

    /**
     * Finds what hangs together.
     *
     * @param mask    one flag a pixel, row-major
     * @param width   pixels in x
     * @param height  pixels in y
     * @param corners true if pixels that touch at their corners belong together too
     * @return the pixel numbers of each component, in the order of their first pixel, which stands first
     */
    public static List<int[]> of(boolean[] mask, int width, int height, boolean corners) {
        boolean[] left = mask.clone();
        int[] waiting = new int[mask.length];
        int[] found = new int[mask.length];
        List<int[]> components = new ArrayList<>();
        for (int seed = 0; seed < left.length; seed++) {
            if (!left[seed]) {
                continue;
            }
            int n = 0;
            int count = 0;
            waiting[n++] = seed;
            left[seed] = false;
            while (n > 0) {
                int i = waiting[--n];
                found[count++] = i;
                int column = i % width;
                int row = i / width;
                for (int y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
                    for (int x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
                        int j = y * width + x;
                        if (left[j] && (corners || x == column || y == row)) {
                            left[j] = false;
                            waiting[n++] = j;
                        }
                    }
                }
            }
            components.add(Arrays.copyOf(found, count));
        }
        return components;
    }
}
