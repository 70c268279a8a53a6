package org.sstem.internal.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Second differences of a field on a {@link Cuts cut grid}: what bending costs. Nothing is taken across a cut. */
final class Bending {

    /** Nodes of each difference. */
    final List<int[]> nodes = new ArrayList<>();

    /** Coefficients of each difference. */
    final List<double[]> coefficients = new ArrayList<>();

    private static final double[] STRAIGHT = {1, -2, 1};
    private static final double[] MIXED = {Math.sqrt(2), -Math.sqrt(2), -Math.sqrt(2), Math.sqrt(2)};

    Bending(Cuts cuts) {
        Set<List<Integer>> seen = new HashSet<>();
        for (int[] link : cuts.links()) {
            int[] a = cuts.corners(link[0]);
            int[] b = cuts.corners(link[1]);
            if (link[2] == 0) {
                add(seen, STRAIGHT, a[0], a[1], b[1]);
                add(seen, STRAIGHT, a[2], a[3], b[3]);
            } else {
                add(seen, STRAIGHT, a[0], a[2], b[2]);
                add(seen, STRAIGHT, a[1], a[3], b[3]);
            }
        }
        for (int p = 0; p < cuts.parts(); p++) {
            int[] c = cuts.corners(p);
            add(seen, MIXED, c[0], c[1], c[2], c[3]);
        }
    }

    private void add(Set<List<Integer>> seen, double[] coefficient, int... at) {
        if (seen.add(Arrays.stream(at).boxed().toList())) {
            nodes.add(at);
            coefficients.add(coefficient);
        }
    }
}
