package org.sstem.simulate.internal.draw;

/** Draws lines through a section. Used by one thread. */
final class Chord {

    private static final int TRIES = 100;

    private final Draws draws;
    private final int width;
    private final int height;

    Chord(Draws draws, int width, int height) {
        this.draws = draws;
        this.width = width;
        this.height = height;
    }

    /** Joins two points on two different edges, at least half the section's shorter side apart: x, y, x, y. */
    double[] betweenEdges() {
        double least = 0.5 * Math.min(width, height);
        for (int i = 0; i < TRIES; i++) {
            int first = draws.below(4);
            double[] a = onEdge(first, draws.unit());
            double[] b = onEdge((first + 1 + draws.below(3)) % 4, draws.unit());
            if (Math.hypot(a[0] - b[0], a[1] - b[1]) >= least) {
                return new double[] {a[0], a[1], b[0], b[1]};
            }
        }
        return new double[] {0, 0.5 * (height - 1), width - 1, 0.5 * (height - 1)};
    }

    private double[] onEdge(int edge, double at) {
        double right = width - 1;
        double bottom = height - 1;
        return switch (edge) {
            case 0 -> new double[] {at * right, 0};
            case 1 -> new double[] {right, at * bottom};
            case 2 -> new double[] {at * right, bottom};
            default -> new double[] {0, at * bottom};
        };
    }
}
