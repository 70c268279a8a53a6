package org.sstem.internal.tissue;

import java.util.Arrays;

/** The connected parts of runs: runs of neighbouring rows that share a column belong together. */
final class Parts {

    private final int[] part;
    private final int parts;

    private Parts(int[] part, int parts) {
        this.part = part;
        this.parts = parts;
    }

    static Parts of(Runs runs) {
        int[] parent = new int[runs.count()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        for (int y = 1; y < runs.height(); y++) {
            int above = runs.first(y - 1);
            for (int i = runs.first(y); i < runs.first(y + 1); i++) {
                while (above < runs.first(y) && runs.to(above) <= runs.from(i)) {
                    above++;
                }
                for (int j = above; j < runs.first(y) && runs.from(j) < runs.to(i); j++) {
                    join(parent, i, j);
                }
            }
        }
        int[] number = new int[parent.length];
        Arrays.fill(number, -1);
        int[] part = new int[parent.length];
        int parts = 0;
        for (int i = 0; i < parent.length; i++) {
            int root = root(parent, i);
            if (number[root] < 0) {
                number[root] = parts++;
            }
            part[i] = number[root];
        }
        return new Parts(part, parts);
    }

    int count() {
        return parts;
    }

    int of(int run) {
        return part[run];
    }

    /** The runs of those parts that are wanted. */
    Runs select(Runs runs, boolean[] wanted) {
        Runs.Builder out = new Runs.Builder(runs.width(), runs.height());
        for (int y = 0; y < runs.height(); y++) {
            for (int i = runs.first(y); i < runs.first(y + 1); i++) {
                if (wanted[part[i]]) {
                    out.add(y, runs.from(i), runs.to(i));
                }
            }
        }
        return out.build();
    }

    long[] pixels(Runs runs) {
        long[] pixels = new long[parts];
        for (int i = 0; i < part.length; i++) {
            pixels[part[i]] += runs.to(i) - runs.from(i);
        }
        return pixels;
    }

    private static void join(int[] parent, int a, int b) {
        int ra = root(parent, a);
        int rb = root(parent, b);
        if (ra != rb) {
            parent[Math.max(ra, rb)] = Math.min(ra, rb);
        }
    }

    private static int root(int[] parent, int i) {
        int root = i;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }
}
