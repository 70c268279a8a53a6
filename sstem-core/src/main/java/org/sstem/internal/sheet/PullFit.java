package org.sstem.internal.sheet;

import net.imglib2.parallel.Parallelization;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.sstem.internal.image.Resampler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits the pulls of all bands at once, and the sections' own smooth drift beside them, by Gauss-Newton steps: first to a
 * field that a search has found, then to the grey values of the neighbours.
 *
 * <p>The result does not depend on the number of threads: sums are put together chunk by chunk.
 */
final class PullFit {

    /** Monomials of x and y up to the third degree, for u and for v: the drift. */
    static final int DRIFT = 10;

    private static final double KNOT_PX = 50;
    private static final double SHEAR_KNOT_PX = 150;
    private static final double BEYOND_PX = 120;
    private static final double TYPICAL_LENGTH = 250;
    private static final double LEAST_LENGTH = 20;
    private static final double GREATEST_LENGTH = 5000;
    /** Samples are not independent of each other: about so many tell as much as one. */
    private static final double DEPENDENT = 20;
    /** Variance of the logarithm of a decay's length. */
    private static final double LENGTH_PRIOR = DEPENDENT;

    private static final double TYPICAL_END_PX = 40;
    /** Where the pull ends is known to some 15 px. */
    private static final double END_PRIOR = DEPENDENT / (15 * 15);

    private static final double GREATEST_END_STEP_PX = 15;
    private static final double ALONG_PRIOR = DEPENDENT / (60 * 60);
    private static final double SHEAR_PRIOR = DEPENDENT / (15 * 15);
    private static final double SHEAR_STIFFNESS = DEPENDENT;
    /** Drift over the section: 20 px of shift, 10 px of a gradient, 5 px of a quadratic, 3 px of a cubic part. */
    private static final double[] DRIFT_PRIOR = {DEPENDENT / 400, DEPENDENT / 100, DEPENDENT / 25, DEPENDENT / 9};

    private static final double FIELD_OUTLIER_PX = 3;
    private static final int CHUNKS = 16;

    private final Samples samples;
    private final List<Course> courses;
    private final int width;
    private final int height;
    private final double stiffness;
    private final float[][] known;
    private final int[] offset;
    private final int[] knots;
    private final int[] shearKnots;
    private final double[] from;
    private final double[] to;
    private final int size;
    private final float[][] s;
    private final float[][] d;
    private final float[][] normal;

    /** What a fit holds: parameters, and how badly they explain the samples. */
    record State(double[] parameters, double cost, double likeness) {}

    /** A fit of pulls and drift. */
    PullFit(Samples samples, List<Course> courses, int width, int height, double stiffness) {
        this(samples, courses, width, height, stiffness, null);
    }

    /** A fit of pulls and drift beside displacements that are known; null if none are. */
    PullFit(Samples samples, List<Course> courses, int width, int height, double stiffness, float[][] known) {
        this.known = known;
        this.samples = samples;
        this.courses = courses;
        this.width = width;
        this.height = height;
        this.stiffness = stiffness;
        int n = courses.size();
        offset = new int[n];
        knots = new int[n];
        shearKnots = new int[n];
        from = new double[n];
        to = new double[n];
        s = new float[n][samples.size()];
        d = new float[n][samples.size()];
        normal = new float[n][2 * samples.size()];
        int next = 0;
        for (int k = 0; k < n; k++) {
            Course course = courses.get(k);
            from[k] = course.from() - (course.openFrom() ? BEYOND_PX : END_MARGIN);
            to[k] = course.to() + (course.openTo() ? BEYOND_PX : END_MARGIN);
            knots[k] = 3 + Math.max(1, (int) Math.ceil((to[k] - from[k]) / KNOT_PX));
            shearKnots[k] = 3 + Math.max(1, (int) Math.ceil((to[k] - from[k]) / SHEAR_KNOT_PX));
            offset[k] = next;
            next += 2 * (knots[k] + shearKnots[k] + 1) + 2;
            Course.Place place = new Course.Place();
            for (int i = 0; i < samples.size(); i++) {
                course.locate(samples.x()[i], samples.y()[i], place);
                s[k][i] = (float) place.s;
                d[k][i] = (float) place.d;
                normal[k][2 * i] = (float) place.nx;
                normal[k][2 * i + 1] = (float) place.ny;
            }
        }
        size = next + 2 * DRIFT;
    }

    private static final double END_MARGIN = 10;

    /** No displacement, typical decay. */
    double[] rest() {
        double[] p = new double[size];
        for (int k = 0; k < courses.size(); k++) {
            for (int side = 0; side < 2; side++) {
                p[length(k, side)] = Math.log(TYPICAL_LENGTH);
                p[end(k, side)] = TYPICAL_END_PX;
            }
        }
        return p;
    }

    private int along(int k, int side) {
        return offset[k] + side * (knots[k] + shearKnots[k] + 1);
    }

    private int shear(int k, int side) {
        return along(k, side) + knots[k];
    }

    private int length(int k, int side) {
        return shear(k, side) + shearKnots[k];
    }

    /** How far before the first (0) or last (1) end of a band its pull has half vanished. */
    private int end(int k, int which) {
        return offset[k] + 2 * (knots[k] + shearKnots[k] + 1) + which;
    }

    /** The pulls that parameters mean. */
    List<Pull> pulls(double[] p) {
        List<Pull> pulls = new ArrayList<>();
        for (int k = 0; k < courses.size(); k++) {
            double[][] a = new double[2][];
            double[][] b = new double[2][];
            double[] l = new double[2];
            for (int side = 0; side < 2; side++) {
                a[side] = Arrays.copyOfRange(p, along(k, side), along(k, side) + knots[k]);
                b[side] = Arrays.copyOfRange(p, shear(k, side), shear(k, side) + shearKnots[k]);
                l[side] = Math.exp(p[length(k, side)]);
            }
            double[] ends = {p[end(k, 0)], p[end(k, 1)]};
            pulls.add(new Pull(courses.get(k), from[k], to[k], a, b, l, ends));
        }
        return pulls;
    }

    /** The coefficients of the drift, u before v. */
    double[] drift(double[] p) {
        return Arrays.copyOfRange(p, size - 2 * DRIFT, size);
    }

    /** The monomials of the drift at a place. */
    static void monomials(double x, double y, int width, int height, double[] m) {
        double u = x / width - 0.5;
        double v = y / height - 0.5;
        m[0] = 1;
        m[1] = u;
        m[2] = v;
        m[3] = u * u;
        m[4] = u * v;
        m[5] = v * v;
        m[6] = u * u * u;
        m[7] = u * u * v;
        m[8] = u * v * v;
        m[9] = v * v * v;
    }

    /** The row of one sample: which parameters it depends on and how, and its displacement. Not for concurrent use. */
    private final class Row {
        final int[] index = new int[11 * courses.size() + DRIFT];
        final double[] x = new double[index.length];
        final double[] y = new double[index.length];
        final double[] w = new double[4];
        final double[] m = new double[DRIFT];
        int used;
        double u;
        double v;

        void of(int i, double[] p) {
            used = 0;
            u = known == null ? 0 : known[0][i];
            v = known == null ? 0 : known[1][i];
            for (int k = 0; k < courses.size(); k++) {
                int side = d[k][i] < 0 ? 0 : 1;
                int at = length(k, side);
                double far = Math.abs(d[k][i]) / Math.exp(p[at]);
                Course course = courses.get(k);
                double e = Pull.ending(course, s[k][i], p[end(k, 0)], p[end(k, 1)]) * Math.exp(-far);
                if (e < 1e-4) {
                    continue;
                }
                double nx = normal[k][2 * i];
                double ny = normal[k][2 * i + 1];
                double bu = u;
                double bv = v;
                spline(Pull.weights(s[k][i], from[k], to[k], knots[k], w), along(k, side), e * nx, e * ny, p);
                spline(Pull.weights(s[k][i], from[k], to[k], shearKnots[k], w), shear(k, side), e * ny, -e * nx, p);
                double du = u - bu;
                double dv = v - bv;
                put(at, far * du, far * dv);
                if (!course.openFrom()) {
                    double left = 1 - 1 / (1 + Math.exp((course.from() + p[end(k, 0)] - s[k][i]) / Pull.END_PX));
                    put(end(k, 0), -left / Pull.END_PX * du, -left / Pull.END_PX * dv);
                }
                if (!course.openTo()) {
                    double left = 1 - 1 / (1 + Math.exp((s[k][i] - course.to() + p[end(k, 1)]) / Pull.END_PX));
                    put(end(k, 1), -left / Pull.END_PX * du, -left / Pull.END_PX * dv);
                }
            }
            monomials(samples.x()[i], samples.y()[i], width, height, m);
            for (int k = 0; k < DRIFT; k++) {
                u += m[k] * p[size - 2 * DRIFT + k];
                v += m[k] * p[size - DRIFT + k];
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

    /** Displacements of all samples: pull and drift. */
    float[][] displacements(double[] p) {
        float[][] out = new float[2][samples.size()];
        chunks((c, from, to) -> {
            Row row = new Row();
            for (int i = from; i < to; i++) {
                row.of(i, p);
                out[0][i] = (float) row.u;
                out[1][i] = (float) row.v;
            }
        });
        return out;
    }

    private interface Chunk {
        void run(int chunk, int from, int to);
    }

    private void chunks(Chunk chunk) {
        int n = samples.size();
        List<Integer> all = IntStream.range(0, CHUNKS).boxed().toList();
        Parallelization.getTaskExecutor()
                .forEach(all, c -> chunk.run(c, (int) ((long) n * c / CHUNKS), (int) ((long) n * (c + 1) / CHUNKS)));
    }

    /** Fits the parameters to displacements of the samples. */
    double[] toField(float[][] field, double[] start, int steps) {
        double[] p = start.clone();
        for (int step = 0; step < steps; step++) {
            double[] now = p;
            double[][] sums = new double[CHUNKS][];
            // At first everything is far away: nothing is an outlier yet.
            double robust = step < 2 ? 0 : 1;
            chunks((c, from, to) -> {
                Row row = new Row();
                double[] sum = new double[size * (size + 1)];
                for (int i = from; i < to; i++) {
                    row.of(i, now);
                    double eu = field[0][i] - row.u;
                    double ev = field[1][i] - row.v;
                    double e = (eu * eu + ev * ev) / (FIELD_OUTLIER_PX * FIELD_OUTLIER_PX);
                    double weight = 1 / (FIELD_OUTLIER_PX * FIELD_OUTLIER_PX * (1 + robust * e));
                    add(sum, row, row.x, 0, weight, eu);
                    add(sum, row, row.y, DRIFT, weight, ev);
                }
                sums[c] = sum;
            });
            p = stepped(p, sums);
        }
        return p;
    }

    /** Fits the parameters to what the sections show. */
    State toViews(Views views, double[] start, int steps) {
        double[] p = start.clone();
        Comparison last = null;
        for (int step = 0; step < steps; step++) {
            Comparison comparison = new Comparison(views, samples, displacements(p));
            last = comparison;
            double[] now = p;
            double[][] sums = new double[CHUNKS][];
            chunks((c, from, to) -> {
                Row row = new Row();
                double[] sum = new double[size * (size + 1)];
                for (int i = from; i < to; i++) {
                    if (comparison.weight[i] > 0) {
                        row.of(i, now);
                        double gx = comparison.gx[i];
                        double gy = comparison.gy[i];
                        for (int k = 0; k < row.used; k++) {
                            row.x[k] = gx * row.x[k] + gy * row.y[k];
                        }
                        double[] m = row.m;
                        int n = row.used;
                        addBoth(sum, row, n, m, gx, gy, comparison.weight[i], comparison.residual[i]);
                    }
                }
                sums[c] = sum;
            });
            p = stepped(p, sums);
        }
        Comparison end = new Comparison(views, samples, displacements(p));
        return new State(p, end.cost(last == null ? end.scale : last.scale), end.likeness());
    }

    private void add(double[] sum, Row row, double[] j, int drift, double weight, double error) {
        int n = row.used;
        int base = size - 2 * DRIFT + drift;
        for (int a = 0; a < n + DRIFT; a++) {
            int ia = a < n ? row.index[a] : base + a - n;
            double ja = weight * (a < n ? j[a] : row.m[a - n]);
            int at = ia * (size + 1);
            for (int b = 0; b < n; b++) {
                sum[at + row.index[b]] += ja * j[b];
            }
            for (int b = 0; b < DRIFT; b++) {
                sum[at + base + b] += ja * row.m[b];
            }
            sum[at + size] += ja * error;
        }
    }

    private void addBoth(double[] sum, Row row, int n, double[] m, double gx, double gy, double weight, double error) {
        int base = size - 2 * DRIFT;
        for (int a = 0; a < n + 2 * DRIFT; a++) {
            int ia = a < n ? row.index[a] : base + a - n;
            double ja = a < n ? row.x[a] : a - n < DRIFT ? gx * m[a - n] : gy * m[a - n - DRIFT];
            ja *= weight;
            int at = ia * (size + 1);
            for (int b = 0; b < n; b++) {
                sum[at + row.index[b]] += ja * row.x[b];
            }
            if (a >= n) {
                for (int b = 0; b < DRIFT; b++) {
                    sum[at + base + b] += ja * gx * m[b];
                    sum[at + base + DRIFT + b] += ja * gy * m[b];
                }
            } else {
                // The block of pulls by drift is filled once and mirrored.
                for (int b = 0; b < DRIFT; b++) {
                    sum[at + base + b] += ja * gx * m[b];
                    sum[at + base + DRIFT + b] += ja * gy * m[b];
                }
            }
            sum[at + size] += ja * error;
        }
    }

    /** Adds the prior to the equations and makes a step. */
    private double[] stepped(double[] p, double[][] sums) {
        DMatrixRMaj h = new DMatrixRMaj(size, size);
        DMatrixRMaj g = new DMatrixRMaj(size, 1);
        for (double[] sum : sums) {
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    h.data[i * size + j] += sum[i * (size + 1) + j];
                }
                g.data[i] += sum[i * (size + 1) + size];
            }
        }
        for (int k = 0; k < courses.size(); k++) {
            for (int side = 0; side < 2; side++) {
                for (int i = 0; i + 2 < knots[k]; i++) {
                    prior(h, g, p, stiffness, along(k, side) + i, 1, -2, 1);
                }
                for (int i = 0; i < knots[k]; i++) {
                    prior(h, g, p, ALONG_PRIOR, along(k, side) + i, 1);
                }
                for (int i = 0; i < shearKnots[k]; i++) {
                    if (i + 1 < shearKnots[k]) {
                        prior(h, g, p, SHEAR_STIFFNESS, shear(k, side) + i, 1, -1);
                    }
                    prior(h, g, p, SHEAR_PRIOR, shear(k, side) + i, 1);
                }
                int l = length(k, side);
                h.data[l * size + l] += LENGTH_PRIOR + 1e-6;
                g.data[l] -= LENGTH_PRIOR * (p[l] - Math.log(TYPICAL_LENGTH));
                int end = end(k, side);
                h.data[end * size + end] += END_PRIOR;
                g.data[end] -= END_PRIOR * (p[end] - TYPICAL_END_PX);
            }
        }
        for (int i = 0; i < 2 * DRIFT; i++) {
            int degree = i % DRIFT;
            prior(h, g, p, DRIFT_PRIOR[degree == 0 ? 0 : degree < 3 ? 1 : degree < 6 ? 2 : 3], size - 2 * DRIFT + i, 1);
        }
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
                int l = length(k, side);
                double by = Math.min(Math.max(step.data[l], -0.5), 0.5);
                int end = end(k, side);
                next[end] = p[end] + Math.min(Math.max(step.data[end], -GREATEST_END_STEP_PX), GREATEST_END_STEP_PX);
                next[l] = Math.min(Math.max(p[l] + by, Math.log(LEAST_LENGTH)), Math.log(GREATEST_LENGTH));
            }
        }
        return next;
    }

    private void prior(DMatrixRMaj h, DMatrixRMaj g, double[] p, double weight, int at, double... f) {
        double value = 0;
        for (int a = 0; a < f.length; a++) {
            value += f[a] * p[at + a];
        }
        for (int a = 0; a < f.length; a++) {
            for (int b = 0; b < f.length; b++) {
                h.data[(at + a) * size + at + b] += weight * f[a] * f[b];
            }
            g.data[at + a] -= weight * f[a] * value;
        }
    }

    /** Compares the section, displaced, with its neighbours at all samples. */
    static final class Comparison {
        final float[] residual;
        final float[] weight;
        final float[] gx;
        final float[] gy;
        final double scale;
        private final boolean[] inside;
        private double likeness;

        Comparison(Views views, Samples samples, float[][] displacement) {
            int n = samples.size();
            residual = new float[n];
            weight = new float[n];
            gx = new float[n];
            gy = new float[n];
            inside = new boolean[n];
            float[] own = new float[n];
            float[] mean = new float[n];
            float[] unlike = new float[n];
            int w = views.own().width();
            int h = views.own().height();
            List<Integer> all = IntStream.range(0, CHUNKS).boxed().toList();
            Parallelization.getTaskExecutor().forEach(all, c -> {
                for (int i = (int) ((long) n * c / CHUNKS); i < (int) ((long) n * (c + 1) / CHUNKS); i++) {
                    float x = samples.x()[i] + displacement[0][i];
                    float y = samples.y()[i] + displacement[1][i];
                    inside[i] = x >= 0 && y >= 0 && x <= w - 1 && y <= h - 1;
                    if (inside[i]) {
                        own[i] = views.own().get(samples.x()[i], samples.y()[i]);
                        mean[i] = Resampler.bilinear(views.mean(), x, y);
                        unlike[i] = Resampler.bilinear(views.unlike(), x, y);
                        gx[i] = Resampler.bilinear(views.gradientX(), x, y);
                        gy[i] = Resampler.bilinear(views.gradientY(), x, y);
                    }
                }
            });
            double om = 0;
            double mm = 1e-9;
            double oo = 1e-9;
            for (int i = 0; i < n; i++) {
                om += own[i] * mean[i];
                mm += mean[i] * mean[i];
                oo += own[i] * own[i];
            }
            likeness = om / Math.sqrt(oo * mm);
            double gain = Math.min(Math.max(om / mm, 0.2), 1);
            float[] sizes = new float[n];
            int used = 0;
            for (int i = 0; i < n; i++) {
                residual[i] = (float) (own[i] - gain * mean[i]);
                if (inside[i]) {
                    sizes[used++] = Math.abs(residual[i]);
                }
                gx[i] *= (float) gain;
                gy[i] *= (float) gain;
            }
            sizes = Arrays.copyOf(sizes, used);
            Arrays.sort(sizes);
            double median = used == 0 ? 1 : sizes[used / 2];
            scale = Math.max(2.2 * median * median, 1e-6);
            for (int i = 0; i < n; i++) {
                double r = residual[i];
                weight[i] = inside[i] ? (float) (1 / (scale + unlike[i] * unlike[i] + 0.5 * r * r)) : 0;
            }
        }

        /** Mean robust cost of a sample. */
        double cost(double by) {
            double sum = 0;
            int used = 0;
            for (int i = 0; i < residual.length; i++) {
                if (inside[i]) {
                    sum += Math.log1p(residual[i] * residual[i] / by);
                    used++;
                }
            }
            return used == 0 ? Double.POSITIVE_INFINITY : sum / used;
        }

        /** Correlation of the section with the mean of its neighbours. */
        double likeness() {
            return likeness;
        }
    }
}
