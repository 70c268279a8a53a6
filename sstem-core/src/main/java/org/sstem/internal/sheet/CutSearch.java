package org.sstem.internal.sheet;

import net.imglib2.parallel.Parallelization;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.math.Medians;
import org.sstem.method.Plane;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tries every displacement in a square for each part of a cut sheet, and lays a stiff field through the best ones.
 *
 * <p>What a part shows is compared together with the parts around it that tissue connects to it, weighted as by heat that
 * spreads through the tissue: the two sides of a band never see each other but around its end.
 */
final class CutSearch {

    private static final double SPREAD = 0.2;
    private static final double LEAST_LIKENESS = 0.05;
    private static final int REWEIGHTINGS = 6;

    private final Cuts cuts;
    private final Bending bending;
    private final int[] left;
    private final int[] right;
    private final int[] degree;

    CutSearch(Cuts cuts, Bending bending) {
        this.cuts = cuts;
        this.bending = bending;
        long[] pairs = cuts.links().stream()
                .mapToLong(l -> (long) Math.min(l[0], l[1]) << 32 | Math.max(l[0], l[1]))
                .distinct()
                .sorted()
                .toArray();
        left = Arrays.stream(pairs).mapToInt(p -> (int) (p >> 32)).toArray();
        right = Arrays.stream(pairs).mapToInt(p -> (int) p).toArray();
        degree = new int[cuts.parts()];
        for (int k = 0; k < left.length; k++) {
            degree[left[k]]++;
            degree[right[k]]++;
        }
    }

    /**
     * Searches around a field.
     *
     * @param views     the sections
     * @param field     u and v of every node, pixels
     * @param step      spacing of samples and of the displacements tried, pixels
     * @param radius    displacements tried each way, in steps
     * @param spreading how often likeness spreads to connected parts
     * @param stiffness what bending costs
     * @return the new field
     */
    double[][] search(Views views, double[][] field, int step, int radius, int spreading, double stiffness) {
        Samples samples = Samples.of(cuts, step);
        int n = samples.size();
        double[] qx = new double[n];
        double[] qy = new double[n];
        double[] w = new double[4];
        int parts = cuts.parts();
        double[] count = new double[parts];
        double[] centreX = new double[parts];
        double[] centreY = new double[parts];
        double[] own = new double[parts];
        float[] value = new float[n];
        for (int i = 0; i < n; i++) {
            int p = samples.part()[i];
            cuts.weights(p, samples.x()[i], samples.y()[i], w);
            qx[i] = samples.x()[i] + at(field[0], p, w);
            qy[i] = samples.y()[i] + at(field[1], p, w);
            value[i] = views.own().get(samples.x()[i], samples.y()[i]);
            count[p]++;
            centreX[p] += samples.x()[i];
            centreY[p] += samples.y()[i];
            own[p] += value[i] * value[i];
        }
        double[] spreadCount = spread(count, spreading);
        Surroundings around = new Surroundings(spread(own, spreading), spreadCount, spreading);
        int side = 2 * radius + 1;
        float[][] likeness = new float[side * side][];
        List<Integer> all = IntStream.range(0, side * side).boxed().toList();
        Parallelization.getTaskExecutor()
                .forEach(
                        all,
                        k -> likeness[k] = likeness(
                                views.mean(),
                                samples,
                                value,
                                qx,
                                qy,
                                (k % side - radius) * step,
                                (k / side - radius) * step,
                                around));
        double[] weight = new double[parts];
        double[][] found = new double[2][parts];
        double typical = median(spreadCount, count);
        for (int p = 0; p < parts; p++) {
            if (count[p] == 0) {
                continue;
            }
            int best = 0;
            for (int k = 1; k < likeness.length; k++) {
                best = likeness[k][p] > likeness[best][p] ? k : best;
            }
            int bx = best % side;
            int by = best / side;
            if (bx == 0 || by == 0 || bx == side - 1 || by == side - 1) {
                continue;
            }
            double peak = likeness[best][p];
            double dx = bx - radius + peak(likeness[best - 1][p], peak, likeness[best + 1][p]);
            double dy = by - radius + peak(likeness[best - side][p], peak, likeness[best + side][p]);
            centreX[p] /= count[p];
            centreY[p] /= count[p];
            cuts.weights(p, centreX[p], centreY[p], w);
            found[0][p] = at(field[0], p, w) + dx * step;
            found[1][p] = at(field[1], p, w) + dy * step;
            double clear = Math.max(peak - LEAST_LIKENESS, 0);
            weight[p] = clear * clear * Math.min(spreadCount[p] / typical, 1);
        }
        return stiff(found, weight, centreX, centreY, stiffness, step, field);
    }

    /** Each part together with those within a reach: its energy and its samples. */
    private record Surroundings(double[] energy, double[] count, int reach) {}

    private float[] likeness(
            Plane mean, Samples samples, float[] value, double[] qx, double[] qy, int dx, int dy, Surroundings around) {
        double[] product = new double[cuts.parts()];
        double[] square = new double[cuts.parts()];
        for (int i = 0; i < value.length; i++) {
            double x = qx[i] + dx;
            double y = qy[i] + dy;
            if (x < 0 || y < 0 || x > mean.width() - 1 || y > mean.height() - 1) {
                continue;
            }
            float m = Resampler.bilinear(mean, (float) x, (float) y);
            product[samples.part()[i]] += value[i] * m;
            square[samples.part()[i]] += m * m;
        }
        product = spread(product, around.reach);
        square = spread(square, around.reach);
        float[] out = new float[product.length];
        for (int p = 0; p < out.length; p++) {
            // The last term keeps parts that show nothing from being sure of it.
            out[p] = (float) (product[p]
                    / Math.sqrt(square[p] * around.energy[p] + 1e-2 * around.count[p] * around.count[p] + 1e-9));
        }
        return out;
    }

    private double[] spread(double[] values, int times) {
        double[] now = values;
        for (int t = 0; t < times; t++) {
            double[] next = now.clone();
            for (int k = 0; k < left.length; k++) {
                double flow = SPREAD * (now[left[k]] - now[right[k]]);
                next[left[k]] -= flow;
                next[right[k]] += flow;
            }
            now = next;
        }
        return now;
    }

    private double at(double[] field, int part, double[] w) {
        int[] c = cuts.corners(part);
        return w[0] * field[c[0]] + w[1] * field[c[1]] + w[2] * field[c[2]] + w[3] * field[c[3]];
    }

    private static double peak(double before, double at, double after) {
        double bend = before - 2 * at + after;
        return bend < 0 ? Math.min(Math.max(0.5 * (before - after) / bend, -1), 1) : 0;
    }

    private static double median(double[] values, double[] count) {
        double[] used = IntStream.range(0, values.length)
                .filter(i -> count[i] > 0)
                .mapToDouble(i -> values[i])
                .toArray();
        return used.length == 0 ? 1 : Medians.upper(used);
    }

    private double[][] stiff(
            double[][] found, double[] weight, double[] x, double[] y, double stiffness, int step, double[][] before) {
        double typical = median(weight, weight);
        int parts = cuts.parts();
        double[] robust = new double[parts];
        for (int p = 0; p < parts; p++) {
            weight[p] /= typical;
            robust[p] = weight[p];
        }
        double[][] field = before;
        double[] w = new double[4];
        double[] error = new double[parts];
        for (int it = 0; it < REWEIGHTINGS; it++) {
            NormalEquations equations = new NormalEquations(cuts.nodes());
            double[] rightU = new double[cuts.nodes()];
            double[] rightV = new double[cuts.nodes()];
            for (int p = 0; p < parts; p++) {
                if (robust[p] > 0) {
                    int[] c = cuts.corners(p);
                    cuts.weights(p, x[p], y[p], w);
                    for (int a = 0; a < 4; a++) {
                        for (int b = 0; b < 4; b++) {
                            equations.add(c[a], c[b], robust[p] * w[a] * w[b]);
                        }
                        rightU[c[a]] += robust[p] * w[a] * found[0][p];
                        rightV[c[a]] += robust[p] * w[a] * found[1][p];
                    }
                }
            }
            for (int k = 0; k < bending.nodes.size(); k++) {
                int[] c = bending.nodes.get(k);
                double[] f = bending.coefficients.get(k);
                for (int a = 0; a < c.length; a++) {
                    for (int b = 0; b < c.length; b++) {
                        equations.add(c[a], c[b], stiffness * f[a] * f[b]);
                    }
                }
            }
            for (int i = 0; i < cuts.nodes(); i++) {
                equations.add(i, i, 1e-5);
            }
            double[][] next = equations.solve(rightU, rightV);
            if (next == null) {
                return field;
            }
            field = next;
            int used = 0;
            double[] sizes = new double[parts];
            for (int p = 0; p < parts; p++) {
                if (weight[p] > 0) {
                    cuts.weights(p, x[p], y[p], w);
                    error[p] = Math.hypot(at(field[0], p, w) - found[0][p], at(field[1], p, w) - found[1][p]);
                    sizes[used++] = error[p];
                }
            }
            double scale = Math.max(0.5 * step, used == 0 ? 0 : 1.5 * Medians.upper(Arrays.copyOf(sizes, used)));
            for (int p = 0; p < parts; p++) {
                double e = error[p] / scale;
                robust[p] = weight[p] / ((1 + e * e) * (1 + e * e));
            }
        }
        return field;
    }
}
