package org.sstem.internal.metric;

import org.sstem.internal.image.Filters;
import org.sstem.internal.image.Resampler;
import org.sstem.internal.math.LinearSystem;
import org.sstem.internal.registration.DenseRegistration;
import org.sstem.method.Flow;
import org.sstem.method.Plane;
import org.sstem.metric.Evaluation;

/**
 * The smooth drift of one section against the true one: a quadratic polynomial of the place, 12 numbers, fitted robustly
 * to dense displacement. {@link Evaluation.Builder#driftFree} has the formulas. Immutable and thread-safe.
 */
public final class OwnDrift {

    /** Left out when what remains is scored: there the border would be repeated. */
    public static final int MARGIN_PX = 24;
    /** Smaller areas have no drift of their own: the window of SSIM has to fit inside the margin. */
    public static final int MIN_SIZE = 64;

    private static final int TERMS = 6;
    private static final int REGISTRATIONS = 4;
    private static final int ROUNDS = 8;
    /** One pixel of so many takes part in the fit; displacement is smoother than that. */
    private static final int STRIDE = 7;
    /** Larger sections are registered on an overview. */
    private static final int OVERVIEW_PIXELS = 1 << 22;
    /** Rows that are read at once for the overview. */
    private static final int BAND = 256;
    /** Displacement that is looked for, as far as a large fold pulls. */
    private static final int REACH_PX = 96;
    /** What the cubic reads around a place. */
    private static final int REACH = 2;

    private final int width;
    private final int height;
    private final double[] u = new double[TERMS];
    private final double[] v = new double[TERMS];

    private OwnDrift(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Estimates the drift: {@code section(x + drift(x)) ~ truth(x)}. */
    public static OwnDrift of(PixelReader section, PixelReader truth, int width, int height) {
        return of(section, truth, width, height, OVERVIEW_PIXELS);
    }

    /** The same, on an overview of no more than {@code most} pixels. */
    public static OwnDrift of(PixelReader section, PixelReader truth, int width, int height, int most) {
        int halvings = 0;
        while (((long) width * height) >> (2 * halvings) > most) {
            halvings++;
        }
        Plane fixed = overview(truth, width, height, halvings);
        Plane moving = overview(section, width, height, halvings);
        OwnDrift drift = new OwnDrift(width, height);
        double scale = 1 << halvings;
        DenseRegistration registration =
                DenseRegistration.builder().maxDisplacementPx(REACH_PX).build();
        for (int i = 0; i < REGISTRATIONS; i++) {
            Flow own = drift.flow(fixed.width(), fixed.height(), scale);
            Plane moved = Resampler.warp(moving, own, Resampler.Interpolation.CUBIC);
            drift.add(registration.register(fixed, moved).flow(), scale);
        }
        return drift;
    }

    /** A section, or half, a quarter, ... of its resolution. */
    private static Plane overview(PixelReader reader, int width, int height, int halvings) {
        if (halvings == 0) {
            Plane all = new Plane(width, height);
            reader.read(0, 0, width, height, all.pixels());
            return all;
        }
        int scale = 1 << halvings;
        int margin = 4 * scale;
        Plane out = new Plane((width + scale - 1) / scale, (height + scale - 1) / scale);
        for (int y0 = 0; y0 < height; y0 += BAND * scale) {
            int from = Math.max(0, y0 - margin);
            int to = Math.min(height, y0 + BAND * scale + margin);
            Plane band = new Plane(width, to - from);
            reader.read(0, from, width, to - from, band.pixels());
            for (int i = 0; i < halvings; i++) {
                band = Filters.halve(band);
            }
            int first = y0 / scale;
            int rows = Math.min(BAND, out.height() - first);
            System.arraycopy(
                    band.pixels(),
                    (first - from / scale) * out.width(),
                    out.pixels(),
                    first * out.width(),
                    rows * out.width());
        }
        return out;
    }

    /** The terms of the polynomial at a place of the section. */
    private void terms(double x, double y, double[] out) {
        double a = x / width - 0.5;
        double b = y / height - 0.5;
        out[0] = 1;
        out[1] = a;
        out[2] = b;
        out[3] = a * a;
        out[4] = a * b;
        out[5] = b * b;
    }

    private static double at(double[] coefficients, double[] terms) {
        double sum = 0;
        for (int k = 0; k < TERMS; k++) {
            sum += coefficients[k] * terms[k];
        }
        return sum;
    }

    /** The drift as a flow of an overview. */
    private Flow flow(int columns, int rows, double scale) {
        Flow flow = new Flow(columns, rows);
        double[] terms = new double[TERMS];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                terms(x * scale, y * scale, terms);
                flow.u().set(x, y, (float) (at(u, terms) / scale));
                flow.v().set(x, y, (float) (at(v, terms) / scale));
            }
        }
        return flow;
    }

    /** Adds the polynomial that fits a flow best, what does not fit counting ever less. */
    private void add(Flow flow, double scale) {
        int n = flow.width() * flow.height();
        int count = (n + STRIDE - 1) / STRIDE;
        double[][] terms = new double[count][TERMS];
        double[] weight = new double[count];
        for (int s = 0; s < count; s++) {
            int i = s * STRIDE;
            terms((i % flow.width()) * scale, (i / flow.width()) * scale, terms[s]);
            weight[s] = 1;
        }
        double[] du = new double[TERMS];
        double[] dv = new double[TERMS];
        for (int round = 0; round < ROUNDS; round++) {
            double[][] matrix = new double[TERMS][TERMS];
            double[] right = new double[TERMS];
            double[] down = new double[TERMS];
            for (int s = 0; s < count; s++) {
                double fu = scale * flow.u().pixels()[s * STRIDE];
                double fv = scale * flow.v().pixels()[s * STRIDE];
                for (int r = 0; r < TERMS; r++) {
                    double w = weight[s] * terms[s][r];
                    right[r] += w * fu;
                    down[r] += w * fv;
                    for (int c = 0; c < TERMS; c++) {
                        matrix[r][c] += w * terms[s][c];
                    }
                }
            }
            LinearSystem system = LinearSystem.of(matrix);
            double[] nextU = system.solve(right);
            double[] nextV = system.solve(down);
            if (nextU == null || nextV == null) {
                break;
            }
            du = nextU;
            dv = nextV;
            for (int s = 0; s < count; s++) {
                double ru = scale * flow.u().pixels()[s * STRIDE] - at(du, terms[s]);
                double rv = scale * flow.v().pixels()[s * STRIDE] - at(dv, terms[s]);
                double loss = 1 + ru * ru + rv * rv;
                weight[s] = 1 / (loss * loss);
            }
        }
        for (int k = 0; k < TERMS; k++) {
            u[k] += du[k];
            v[k] += dv[k];
        }
    }

    /** Mean length of the displacement over the section, px. */
    public double meanLength() {
        double sum = 0;
        double[] terms = new double[TERMS];
        int steps = 32;
        for (int j = 0; j < steps; j++) {
            for (int i = 0; i < steps; i++) {
                terms((i + 0.5) / steps * width, (j + 0.5) / steps * height, terms);
                sum += Math.hypot(at(u, terms), at(v, terms));
            }
        }
        return sum / (steps * steps);
    }

    /** The section without its drift, {@link #MARGIN_PX} inside; read part by part. */
    public PixelReader takenOut(PixelReader section) {
        return (x, y, columns, rows, target) -> {
            Flow flow = new Flow(columns, rows);
            double[] terms = new double[TERMS];
            double[] least = {width, height};
            double[] most = {-1, -1};
            for (int j = 0; j < rows; j++) {
                for (int i = 0; i < columns; i++) {
                    double px = x + i + MARGIN_PX;
                    double py = y + j + MARGIN_PX;
                    terms(px, py, terms);
                    double sx = Math.min(Math.max(px + at(u, terms), 0), width - 1);
                    double sy = Math.min(Math.max(py + at(v, terms), 0), height - 1);
                    flow.u().set(i, j, (float) (sx - px));
                    flow.v().set(i, j, (float) (sy - py));
                    least[0] = Math.min(least[0], sx);
                    least[1] = Math.min(least[1], sy);
                    most[0] = Math.max(most[0], sx);
                    most[1] = Math.max(most[1], sy);
                }
            }
            int x0 = Math.max(0, (int) least[0] - REACH);
            int y0 = Math.max(0, (int) least[1] - REACH);
            Plane part = new Plane(
                    Math.min(width, (int) most[0] + REACH + 2) - x0, Math.min(height, (int) most[1] + REACH + 2) - y0);
            section.read(x0, y0, part.width(), part.height(), part.pixels());
            Plane moved =
                    Resampler.warp(part, x + MARGIN_PX - x0, y + MARGIN_PX - y0, flow, Resampler.Interpolation.CUBIC);
            System.arraycopy(moved.pixels(), 0, target, 0, target.length);
        };
    }

    /** The true section, {@link #MARGIN_PX} inside. */
    public static PixelReader inner(PixelReader truth) {
        return (x, y, columns, rows, target) -> truth.read(x + MARGIN_PX, y + MARGIN_PX, columns, rows, target);
    }
}
