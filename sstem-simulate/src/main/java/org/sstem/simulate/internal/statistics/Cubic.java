package org.sstem.simulate.internal.statistics;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.sstem.simulate.Figure.CurvePoint;

import java.util.List;

/** Fits cubics to measured curves. Stateless. */
final class Cubic {

    private Cubic() {}

    /** Least squares, every point weighted by its samples: coefficients from the cube down, or none below four points. */
    static List<Double> fit(List<CurvePoint> points) {
        if (points.size() < 4) {
            return List.of();
        }
        DMatrixRMaj matrix = new DMatrixRMaj(points.size(), 4);
        DMatrixRMaj right = new DMatrixRMaj(points.size(), 1);
        for (int i = 0; i < points.size(); i++) {
            double weight = Math.sqrt(points.get(i).n());
            double power = weight;
            for (int k = 3; k >= 0; k--) {
                matrix.set(i, k, power);
                power *= points.get(i).x();
            }
            right.set(i, 0, weight * points.get(i).mean());
        }
        DMatrixRMaj solution = new DMatrixRMaj(4, 1);
        return CommonOps_DDRM.solve(matrix, right, solution)
                ? List.of(solution.get(0), solution.get(1), solution.get(2), solution.get(3))
                : List.of();
    }
}
