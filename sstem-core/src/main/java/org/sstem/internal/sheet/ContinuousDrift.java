package org.sstem.internal.sheet;

import java.util.Arrays;

/**
 * What every section does beside its neighbours, cut or not: its tissue lies a little elsewhere, smoothly so. A field that
 * is continuous everywhere, also across bands, fitted to grey values beside displacements that are known.
 */
final class ContinuousDrift {

    private static final int CELL_PX = 64;
    private static final int STEPS = 4;
    /** A second difference over two cells is known to be about half a pixel. */
    private static final double STIFFNESS = PullPrior.DEPENDENT / (0.5 * 0.5);

    private final Views views;
    private final Samples samples;
    private final Cuts grid;
    private final Bending bending;

    ContinuousDrift(Views views, Samples samples) {
        this.views = views;
        this.samples = samples;
        int width = views.own().width();
        int height = views.own().height();
        this.grid = Cuts.of(new boolean[width * height], width, height, CELL_PX);
        this.bending = new Bending(grid);
    }

    /**
     * Compares known displacements and the drift that goes with them.
     *
     * @param known displacements of the samples, pixels
     * @param seen  samples that the drift is fitted to
     */
    Comparison beside(float[][] known, boolean[] seen) {
        int n = grid.nodes();
        double[] nodes = new double[2 * n];
        double[] w = new double[4];
        int[] index = new int[8];
        double[] j = new double[8];
        for (int step = 0; step < STEPS; step++) {
            Comparison comparison = new Comparison(views, samples, displaced(known, nodes));
            NormalEquations equations = new NormalEquations(2 * n);
            double[] right = new double[2 * n];
            for (int i = 0; i < samples.size(); i++) {
                double weight = comparison.weight[i];
                if (!seen[i] || weight <= 0) {
                    continue;
                }
                int part = grid.part(samples.x()[i], samples.y()[i]);
                grid.weights(part, samples.x()[i], samples.y()[i], w);
                for (int a = 0; a < 4; a++) {
                    index[a] = grid.corners(part)[a];
                    index[a + 4] = index[a] + n;
                    j[a] = comparison.gx[i] * w[a];
                    j[a + 4] = comparison.gy[i] * w[a];
                }
                for (int a = 0; a < 8; a++) {
                    for (int b = 0; b < 8; b++) {
                        equations.add(index[a], index[b], weight * j[a] * j[b]);
                    }
                    right[index[a]] += weight * j[a] * comparison.residual[i];
                }
            }
            addStiffness(equations, right, nodes);
            double[][] change = equations.solve(right);
            if (change == null) {
                break;
            }
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] += change[0][i];
            }
        }
        return new Comparison(views, samples, displaced(known, nodes));
    }

    private void addStiffness(NormalEquations equations, double[] right, double[] nodes) {
        for (int component = 0; component < 2; component++) {
            int first = component * grid.nodes();
            for (int k = 0; k < bending.nodes.size(); k++) {
                int[] c = bending.nodes.get(k);
                double[] f = bending.coefficients.get(k);
                double value = 0;
                for (int a = 0; a < c.length; a++) {
                    value += f[a] * nodes[first + c[a]];
                }
                for (int a = 0; a < c.length; a++) {
                    for (int b = 0; b < c.length; b++) {
                        equations.add(first + c[a], first + c[b], STIFFNESS * f[a] * f[b]);
                    }
                    right[first + c[a]] -= STIFFNESS * f[a] * value;
                }
            }
        }
        for (int i = 0; i < nodes.length; i++) {
            equations.add(i, i, 1e-3);
        }
    }

    private float[][] displaced(float[][] known, double[] nodes) {
        float[][] out = {known[0].clone(), known[1].clone()};
        if (Arrays.stream(nodes).allMatch(v -> v == 0)) {
            return out;
        }
        samples.inChunks((c, from, to) -> {
            double[] w = new double[4];
            for (int i = from; i < to; i++) {
                int part = grid.part(samples.x()[i], samples.y()[i]);
                grid.weights(part, samples.x()[i], samples.y()[i], w);
                for (int a = 0; a < 4; a++) {
                    int node = grid.corners(part)[a];
                    out[0][i] += (float) (w[a] * nodes[node]);
                    out[1][i] += (float) (w[a] * nodes[node + grid.nodes()]);
                }
            }
        });
        return out;
    }
}
