package org.sstem.internal.fold.law;

import net.imglib2.parallel.Parallelization;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

/** The loops over pixels behind {@link Fold}. A curve is asked for a whole row at a time. */
public final class FoldFlows {

    private static final int ROWS_A_TASK = 64;

    private FoldFlows() {}

    /** A strip of rows, [from, to). */
    public interface Rows {
        void run(int from, int to);
    }

    /** Runs strips of rows in parallel; where a strip begins does not depend on the number of threads. */
    public static void parallel(int height, Rows rows) {
        if (height <= ROWS_A_TASK) {
            rows.run(0, height);
            return;
        }
        List<Integer> starts = new ArrayList<>();
        for (int y = 0; y < height; y += ROWS_A_TASK) {
            starts.add(y);
        }
        Parallelization.getTaskExecutor().forEach(starts, from -> rows.run(from, Math.min(from + ROWS_A_TASK, height)));
    }

    static Flow folding(Fold fold, Area area) {
        double w = fold.halfWidth();
        double s = fold.decay();
        double top = fold.foldWidth() - w + s * w;
        // Below w the displacement is the distance itself, above it a straight line down to 0.
        return along(fold.curve(), area, w, 1, top, -s);
    }

    static Flow unfolding(Fold fold, Area area, FoldLaw law) {
        double w = fold.halfWidth();
        double f = fold.foldWidth();
        double s = fold.decay();
        double top = f - w + s * w;
        if (law == FoldLaw.REFERENCE) {
            return along(fold.curve(), area, f, -1, -top, s);
        }
        // u(t) - t = (t s - top) / (1 - s); in the swallowed strip t w / f - t.
        return along(fold.curve(), area, f, w / f - 1, -top / (1 - s), s / (1 - s));
    }

    /**
     * Displacement along the normal, {@code inner a} for a distance a below {@code limit}, beyond that
     * {@code outer0 + outer1 a} until it changes sign, then 0.
     */
    private static Flow along(FoldCurve curve, Area area, double limit, double inner, double outer0, double outer1) {
        if (curve instanceof FoldArc line && line.curvature() == 0) {
            return new StraightFlow(line, limit, inner, outer0, outer1).over(area);
        }
        Flow flow = new Flow(area.width(), area.height());
        float[] u = flow.u().pixels();
        float[] v = flow.v().pixels();
        boolean outwards = outer1 <= 0 && outer0 >= 0;
        parallel(area.height(), (y0, y1) -> {
            int n = area.width();
            double[] d = new double[n];
            double[] nx = new double[n];
            double[] ny = new double[n];
            for (int y = y0; y < y1; y++) {
                curve.locate(area.x(), area.y() + y, n, d, nx, ny);
                int row = y * n;
                for (int x = 0; x < n; x++) {
                    double a = Math.abs(d[x]);
                    double outer = outer0 + outer1 * a;
                    outer = outwards ? Math.max(0, outer) : Math.min(0, outer);
                    double m = a < limit ? inner * a : outer;
                    m = d[x] < 0 ? -m : m;
                    u[row + x] = (float) (m * nx[x]);
                    v[row + x] = (float) (m * ny[x]);
                }
            }
        });
        return flow;
    }

    public static boolean[] within(FoldCurve curve, double limit, boolean inclusive, Area area) {
        boolean[] flags = new boolean[Math.multiplyExact(area.width(), area.height())];
        parallel(area.height(), (y0, y1) -> {
            int n = area.width();
            double[] d = new double[n];
            double[] nx = new double[n];
            double[] ny = new double[n];
            for (int y = y0; y < y1; y++) {
                curve.locate(area.x(), area.y() + y, n, d, nx, ny);
                int row = y * n;
                for (int x = 0; x < n; x++) {
                    double a = Math.abs(d[x]);
                    flags[row + x] = inclusive ? a <= limit : a < limit;
                }
            }
        });
        return flags;
    }

    static Plane distance(FoldCurve curve, Area area) {
        Plane plane = new Plane(area.width(), area.height());
        parallel(area.height(), (y0, y1) -> {
            int n = area.width();
            double[] d = new double[n];
            double[] nx = new double[n];
            double[] ny = new double[n];
            for (int y = y0; y < y1; y++) {
                curve.locate(area.x(), area.y() + y, n, d, nx, ny);
                int row = y * n;
                for (int x = 0; x < n; x++) {
                    plane.pixels()[row + x] = (float) d[x];
                }
            }
        });
        return plane;
    }
}
