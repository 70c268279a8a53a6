package org.sstem.internal.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sheet cut along its bands, as a grid of square cells whose corners are nodes of a displacement field.
 *
 * <p>A cell that a band divides has a copy of itself for each part, and each part its own corners; corners are shared by
 * parts of neighbouring cells only where tissue connects them. So a field that is bilinear in each part is continuous
 * everywhere in the tissue, also around the end of a band, and free to jump across one: two sides, or three where a band
 * branches, are no case of their own.
 */
final class Cuts {

    private final int width;
    private final int height;
    private final int cell;
    private final int[] part;
    private final int[] cellX;
    private final int[] cellY;
    private final int[][] corners;
    private final int nodes;
    private final List<int[]> links;

    private Cuts(int width, int height, int cell, int[] part, List<int[]> cells, List<int[]> links) {
        this.width = width;
        this.height = height;
        this.cell = cell;
        this.part = part;
        this.links = links;
        this.cellX = cells.stream().mapToInt(c -> c[0]).toArray();
        this.cellY = cells.stream().mapToInt(c -> c[1]).toArray();
        int[] parent = new int[4 * cells.size()];
        Arrays.setAll(parent, i -> i);
        for (int[] link : links) {
            int a = 4 * link[0];
            int b = 4 * link[1];
            if (link[2] == 0) {
                join(parent, a + 1, b);
                join(parent, a + 3, b + 2);
            } else {
                join(parent, a + 2, b);
                join(parent, a + 3, b + 1);
            }
        }
        int[] name = new int[parent.length];
        Arrays.fill(name, -1);
        int n = 0;
        this.corners = new int[cells.size()][4];
        for (int i = 0; i < parent.length; i++) {
            int root = root(parent, i);
            if (name[root] < 0) {
                name[root] = n++;
            }
            corners[i / 4][i % 4] = name[root];
        }
        this.nodes = n;
    }

    /**
     * Cuts a sheet.
     *
     * @param band   true where there is no tissue, row-major
     * @param width  columns
     * @param height rows
     * @param cell   edge of a cell, pixels
     */
    static Cuts of(boolean[] band, int width, int height, int cell) {
        int[] part = new int[band.length];
        Arrays.fill(part, -1);
        List<int[]> cells = new ArrayList<>();
        int[] stack = new int[cell * cell];
        for (int cy = 0; cy * cell < height; cy++) {
            for (int cx = 0; cx * cell < width; cx++) {
                int x1 = Math.min((cx + 1) * cell, width);
                int y1 = Math.min((cy + 1) * cell, height);
                for (int y = cy * cell; y < y1; y++) {
                    for (int x = cx * cell; x < x1; x++) {
                        if (!band[y * width + x] && part[y * width + x] < 0) {
                            flood(
                                    band,
                                    part,
                                    width,
                                    new int[] {cx * cell, cy * cell, x1, y1},
                                    x,
                                    y,
                                    cells.size(),
                                    stack);
                            cells.add(new int[] {cx, cy});
                        }
                    }
                }
            }
        }
        return new Cuts(width, height, cell, part, cells, links(part, width, height, cell));
    }

    private static void flood(boolean[] band, int[] part, int width, int[] box, int x0, int y0, int name, int[] stack) {
        int n = 0;
        stack[n++] = y0 * width + x0;
        part[y0 * width + x0] = name;
        while (n > 0) {
            int i = stack[--n];
            int x = i % width;
            int y = i / width;
            for (int k = 0; k < 4; k++) {
                int nx = x + (k == 0 ? 1 : k == 1 ? -1 : 0);
                int ny = y + (k == 2 ? 1 : k == 3 ? -1 : 0);
                if (nx >= box[0] && ny >= box[1] && nx < box[2] && ny < box[3]) {
                    int j = ny * width + nx;
                    if (!band[j] && part[j] < 0) {
                        part[j] = name;
                        stack[n++] = j;
                    }
                }
            }
        }
    }

    /** Pairs of parts that tissue connects: (left, right, 0) or (upper, lower, 1). */
    private static List<int[]> links(int[] part, int width, int height, int cell) {
        List<int[]> links = new ArrayList<>();
        for (int x = cell; x < width; x += cell) {
            int[] last = {-1, -1};
            for (int y = 0; y < height; y++) {
                link(part[y * width + x - 1], part[y * width + x], 0, last, links);
            }
        }
        for (int y = cell; y < height; y += cell) {
            int[] last = {-1, -1};
            for (int x = 0; x < width; x++) {
                link(part[(y - 1) * width + x], part[y * width + x], 1, last, links);
            }
        }
        return links;
    }

    private static void link(int a, int b, int way, int[] last, List<int[]> links) {
        if (a >= 0 && b >= 0 && (a != last[0] || b != last[1])) {
            links.add(new int[] {a, b, way});
            last[0] = a;
            last[1] = b;
        }
    }

    private static int root(int[] parent, int i) {
        int r = i;
        while (parent[r] != r) {
            r = parent[r];
        }
        while (parent[i] != r) {
            int next = parent[i];
            parent[i] = r;
            i = next;
        }
        return r;
    }

    private static void join(int[] parent, int a, int b) {
        int ra = root(parent, a);
        int rb = root(parent, b);
        parent[Math.max(ra, rb)] = Math.min(ra, rb);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int cell() {
        return cell;
    }

    /** Number of parts of cells. */
    int parts() {
        return corners.length;
    }

    int nodes() {
        return nodes;
    }

    /** The part that a pixel belongs to, -1 in a band. */
    int part(int x, int y) {
        return part[y * width + x];
    }

    /** The nodes at the corners of a part: upper left, upper right, lower left, lower right. */
    int[] corners(int p) {
        return corners[p];
    }

    /** Pairs of parts that tissue connects: (left, right, 0) or (upper, lower, 1); a pair may stand there twice. */
    List<int[]> links() {
        return links;
    }

    /** Weights of the corners of a part at a place, which may lie outside the cell. */
    void weights(int p, double x, double y, double[] weights) {
        double fx = x / cell - cellX[p];
        double fy = y / cell - cellY[p];
        weights[0] = (1 - fx) * (1 - fy);
        weights[1] = fx * (1 - fy);
        weights[2] = (1 - fx) * fy;
        weights[3] = fx * fy;
    }

    /** Column of the left edge of a part's cell. */
    int left(int p) {
        return cellX[p] * cell;
    }

    /** Row of the upper edge of a part's cell. */
    int top(int p) {
        return cellY[p] * cell;
    }
}
