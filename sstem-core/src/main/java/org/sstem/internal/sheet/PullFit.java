package org.sstem.internal.sheet;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

import java.util.List;

/**
 * Fits the pulls of all bands at once, and the sections' own smooth drift beside them, by Gauss-Newton steps: first to a
 * field that a search has found, then to the grey values of the neighbours.
 *
 * <p>The result does not depend on the number of threads: sums are put together chunk by chunk.
 */
final class PullFit {

    private static final double LEAST_LENGTH = 20;
    private static final double GREATEST_LENGTH = 5000;
    private static final double GREATEST_END_STEP_PX = 15;
    private static final double FIELD_OUTLIER_PX = 3;
    /** Parameters of the drift, in x and in y. */
    private static final int DRIFT = 2 * CubicDrift.TERMS;

    private final Samples samples;
    private final List<Course> courses;
    private final int width;
    private final int height;
    private final float[][] known;
    private final PullParameters layout;
    private final PullPrior prior;
    private final int size;
    private final float[][] s;
    private final float[][] d;
    private final float[][] normal;

    /** A fit of pulls and drift. */
    PullFit(Samples samples, PullParameters layout, PullPrior prior, int width, int height) {
        this(samples, layout, prior, width, height, null);
    }

    /** A fit of pulls and drift beside displacements that are known; null if none are. */
    PullFit(Samples samples, PullParameters layout, PullPrior prior, int width, int height, float[][] known) {
        this.known = known;
        this.samples = samples;
        this.layout = layout;
        this.prior = prior;
        this.courses = layout.courses;
        this.width = width;
        this.height = height;
        int n = courses.size();
        size = layout.size;
        s = new float[n][samples.size()];
        d = new float[n][samples.size()];
        normal = new float[n][2 * samples.size()];
        for (int k = 0; k < n; k++) {
            Course course = courses.get(k);
            Course.Place place = new Course.Place();
            for (int i = 0; i < samples.size(); i++) {
                course.locate(samples.x()[i], samples.y()[i], place);
                s[k][i] = (float) place.s;
                d[k][i] = (float) place.d;
                normal[k][2 * i] = (float) place.nx;
                normal[k][2 * i + 1] = (float) place.ny;
            }
        }
    }

    /**
     * The row of one sample: which parameters of pulls it depends on and how, after them how on those of the drift, and its
     * displacement. Not for concurrent use.
     */
    private final class Row {
        final int[] index = new int[11 * courses.size() + DRIFT];
        final double[] x = new double[index.length];
        final double[] y = new double[index.length];
        final double[] w = new double[4];
        final double[] m = new double[CubicDrift.TERMS];
        int used;
        double u;
        double v;

        void of(int i, double[] p) {
            used = 0;
            u = known == null ? 0 : known[0][i];
            v = known == null ? 0 : known[1][i];
            for (int k = 0; k < courses.size(); k++) {
                int side = d[k][i] < 0 ? 0 : 1;
                int at = layout.length(k, side);
                double far = Math.abs(d[k][i]) / Math.exp(p[at]);
                Course course = courses.get(k);
                double e = Pull.ending(course, s[k][i], p[layout.end(k, 0)], p[layout.end(k, 1)]) * Math.exp(-far);
                if (e < 1e-4) {
                    continue;
                }
                double nx = normal[k][2 * i];
                double ny = normal[k][2 * i + 1];
                double bu = u;
                double bv = v;
                spline(
                        Pull.weights(s[k][i], layout.from[k], layout.to[k], layout.knots[k], w),
                        layout.along(k, side),
                        e * nx,
                        e * ny,
                        p);
                spline(
                        Pull.weights(s[k][i], layout.from[k], layout.to[k], layout.shearKnots[k], w),
                        layout.shear(k, side),
                        e * ny,
                        -e * nx,
                        p);
                double du = u - bu;
                double dv = v - bv;
                put(at, far * du, far * dv);
                if (!course.openFrom()) {
                    double left = 1 - 1 / (1 + Math.exp((course.from() + p[layout.end(k, 0)] - s[k][i]) / Pull.END_PX));
                    put(layout.end(k, 0), -left / Pull.END_PX * du, -left / Pull.END_PX * dv);
                }
                if (!course.openTo()) {
                    double left = 1 - 1 / (1 + Math.exp((s[k][i] - course.to() + p[layout.end(k, 1)]) / Pull.END_PX));
                    put(layout.end(k, 1), -left / Pull.END_PX * du, -left / Pull.END_PX * dv);
                }
            }
            CubicDrift.monomials(samples.x()[i], samples.y()[i], width, height, m);
            for (int k = 0; k < CubicDrift.TERMS; k++) {
                u += m[k] * p[layout.drift() + k];
                v += m[k] * p[layout.drift() + CubicDrift.TERMS + k];
                x[used + k] = m[k];
                y[used + k] = 0;
                x[used + CubicDrift.TERMS + k] = 0;
                y[used + CubicDrift.TERMS + k] = m[k];
            }
        }

        private void put(int at, double jx, double jy) {
            index[used] = at;
            x[used] = jx;
            y[used++] = jy;
        }

        private void spline(int first, int at, double ex, double ey, double[] p) {
            for (int k = 0; k < 4; k++) {
                index[used] = at + first + k;
                x[used] = w[k] * ex;
                y[used] = w[k] * ey;
                u += x[used] * p[index[used]];
                v += y[used++] * p[index[used - 1]];
            }
        }
    }

    /** Where along a band a sample lies. */
    double along(int k, int i) {
        return s[k][i];
    }

    /** Displacements of all samples: pull and drift. */
    float[][] displacements(double[] p) {
        float[][] out = new float[2][samples.size()];
        samples.inChunks((c, from, to) -> {
            Row row = new Row();
            for (int i = from; i < to; i++) {
                row.of(i, p);
                out[0][i] = (float) row.u;
                out[1][i] = (float) row.v;
            }
        });
        return out;
    }

    /** Fits the parameters to displacements of the samples. */
    double[] toField(float[][] field, double[] start, int steps) {
        double[] p = start.clone();
        for (int step = 0; step < steps; step++) {
            double[] now = p;
            double[][] sums = new double[Samples.CHUNKS][];
            // At first everything is far away: nothing is an outlier yet.
            double robust = step < 2 ? 0 : 1;
            samples.inChunks((c, from, to) -> {
                Row row = new Row();
                double[] sum = new double[size * (size + 1)];
                for (int i = from; i < to; i++) {
                    row.of(i, now);
                    double eu = field[0][i] - row.u;
                    double ev = field[1][i] - row.v;
                    double e = (eu * eu + ev * ev) / (FIELD_OUTLIER_PX * FIELD_OUTLIER_PX);
                    double weight = 1 / (FIELD_OUTLIER_PX * FIELD_OUTLIER_PX * (1 + robust * e));
                    add(sum, row, row.x, weight, eu);
                    add(sum, row, row.y, weight, ev);
                }
                sums[c] = sum;
            });
            p = stepped(p, sums);
        }
        return p;
    }

    /** Fits the parameters to what the sections show. */
    double[] toViews(Views views, double[] start, int steps) {
        return toViews(views, start, steps, null);
    }

    /** Fits the parameters to what the sections show at some samples; null for all. */
    double[] toViews(Views views, double[] start, int steps, boolean[] seen) {
        double[] p = start.clone();
        for (int step = 0; step < steps; step++) {
            Comparison comparison = new Comparison(views, samples, displacements(p));
            double[] now = p;
            double[][] sums = new double[Samples.CHUNKS][];
            samples.inChunks((c, from, to) -> {
                Row row = new Row();
                double[] sum = new double[size * (size + 1)];
                for (int i = from; i < to; i++) {
                    if (comparison.weight[i] > 0 && (seen == null || seen[i])) {
                        row.of(i, now);
                        double gx = comparison.gx[i];
                        double gy = comparison.gy[i];
                        for (int k = 0; k < row.used + DRIFT; k++) {
                            row.x[k] = gx * row.x[k] + gy * row.y[k];
                        }
                        add(sum, row, row.x, comparison.weight[i], comparison.residual[i]);
                    }
                }
                sums[c] = sum;
            });
            p = stepped(p, sums);
        }
        return p;
    }

    /**
     * Adds one sample to the sums, of which row i has the products of derivatives i and, last, that with the error. Each
     * pair of parameters is added in one of its two places only.
     */
    private void add(double[] sum, Row row, double[] j, double weight, double error) {
        int n = row.used;
        int drift = layout.drift();
        for (int a = 0; a < n; a++) {
            int at = row.index[a] * (size + 1);
            double ja = weight * j[a];
            for (int b = 0; b <= a; b++) {
                sum[at + row.index[b]] += ja * j[b];
            }
            addRow(sum, at, ja, j, n, DRIFT, error);
        }
        for (int a = 0; a < DRIFT; a++) {
            addRow(sum, (drift + a) * (size + 1), weight * j[n + a], j, n, a + 1, error);
        }
    }

    private void addRow(double[] sum, int at, double ja, double[] j, int n, int terms, double error) {
        int to = at + layout.drift();
        for (int b = 0; b < terms; b++) {
            sum[to + b] += ja * j[n + b];
        }
        sum[at + size] += ja * error;
    }

    /** Adds the prior to the equations and makes a step. */
    private double[] stepped(double[] p, double[][] sums) {
        DMatrixRMaj h = new DMatrixRMaj(size, size);
        DMatrixRMaj g = new DMatrixRMaj(size, 1);
        for (double[] sum : sums) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    double both = sum[i * (size + 1) + j];
                    h.data[i * size + j] += both;
                    if (i != j) {
                        h.data[j * size + i] += both;
                    }
                }
                g.data[i] += sum[i * (size + 1) + size];
            }
        }
        prior.add(h, g, p);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
        DMatrixRMaj step = new DMatrixRMaj(size, 1);
        if (!solver.setA(h)) {
            return p;
        }
        solver.solve(g, step);
        double[] next = p.clone();
        for (int i = 0; i < size; i++) {
            next[i] += step.data[i];
        }
        for (int k = 0; k < courses.size(); k++) {
            for (int side = 0; side < 2; side++) {
                int l = layout.length(k, side);
                double by = Math.min(Math.max(step.data[l], -0.5), 0.5);
                int end = layout.end(k, side);
                next[end] = p[end] + Math.min(Math.max(step.data[end], -GREATEST_END_STEP_PX), GREATEST_END_STEP_PX);
                next[l] = Math.min(Math.max(p[l] + by, Math.log(LEAST_LENGTH)), Math.log(GREATEST_LENGTH));
            }
        }
        return next;
    }
}
