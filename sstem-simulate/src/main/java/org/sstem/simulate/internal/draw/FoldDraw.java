package org.sstem.simulate.internal.draw;

import org.sstem.internal.fold.law.Fold;
import org.sstem.internal.fold.law.FoldArc;
import org.sstem.internal.fold.law.FoldCurve;
import org.sstem.internal.fold.law.FoldSpline;
import org.sstem.simulate.FoldDistribution;

import java.util.ArrayList;
import java.util.List;

/** Draws folds from a distribution for a section of a given size. */
public final class FoldDraw {

    /** A chord is drawn again at most so often; a line through the middle always does. */
    private static final int TRIES = 200;

    private final Draws draws;
    private final FoldDistribution.Geometry geometry;
    private final int width;
    private final int height;

    public FoldDraw(Draws draws, FoldDistribution.Geometry geometry, int width, int height) {
        this.draws = draws;
        this.geometry = geometry;
        this.width = width;
        this.height = height;
    }

    public List<Fold> folds() {
        int count = draws.count(geometry.count());
        List<Fold> folds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            folds.add(fold(count));
        }
        return folds;
    }

    private Fold fold(int count) {
        // All folds together must leave something of a small section.
        double shorter = Math.min(width, height) / (double) count;
        double halfWidth = Math.min(draws.from(geometry.halfWidth()), shorter / 8);
        double foldWidth = Math.min(draws.above(geometry.foldWidth(), halfWidth + 1), shorter / 3);
        double decay = draws.from(geometry.decay());
        return new Fold(curve(), halfWidth, foldWidth, decay);
    }

    private FoldCurve curve() {
        double[] chord = geometry.normalAngle().isPresent() ? alongAngle() : betweenEdges();
        double limit = 0.8 / Math.max(width, height);
        double curvature = Math.max(-limit, Math.min(limit, draws.from(geometry.curvature())));
        double waviness = draws.from(geometry.waviness());
        double mx = 0.5 * (chord[0] + chord[2]);
        double my = 0.5 * (chord[1] + chord[3]);
        double length = Math.hypot(chord[2] - chord[0], chord[3] - chord[1]);
        double tx = (chord[2] - chord[0]) / length;
        double ty = (chord[3] - chord[1]) / length;
        if (waviness == 0) {
            return new FoldArc(mx, my, Math.atan2(tx, -ty), curvature);
        }
        List<FoldSpline.Point> points = new ArrayList<>();
        int n = 5;
        for (int i = 0; i < n; i++) {
            double along = length * (i / (n - 1.0) - 0.5);
            double aside = 0.5 * curvature * along * along + waviness * draws.normal();
            points.add(new FoldSpline.Point(mx + along * tx - aside * ty, my + along * ty + aside * tx));
        }
        return new FoldSpline(points);
    }

    /** Joins two points on two different edges, at least half the section's shorter side apart. */
    private double[] betweenEdges() {
        double least = 0.5 * Math.min(width, height);
        for (int i = 0; i < TRIES; i++) {
            int first = draws.below(4);
            int second = (first + 1 + draws.below(3)) % 4;
            double[] a = onEdge(first, draws.unit());
            double[] b = onEdge(second, draws.unit());
            if (Math.hypot(a[0] - b[0], a[1] - b[1]) >= least) {
                return new double[] {a[0], a[1], b[0], b[1]};
            }
        }
        return through(0.5 * (width - 1), 0.5 * (height - 1), 2 * Math.PI * draws.unit());
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

    private double[] alongAngle() {
        double normal = draws.from(geometry.normalAngle().orElseThrow());
        double least = 0.5 * Math.min(width, height);
        for (int i = 0; i < TRIES; i++) {
            double[] chord = through(draws.unit() * (width - 1), draws.unit() * (height - 1), normal + Math.PI / 2);
            if (Math.hypot(chord[0] - chord[2], chord[1] - chord[3]) >= least) {
                return chord;
            }
        }
        return through(0.5 * (width - 1), 0.5 * (height - 1), normal + Math.PI / 2);
    }

    /** The chord that the section cuts out of the line through a point of it. */
    private double[] through(double x, double y, double direction) {
        double tx = Math.cos(direction);
        double ty = Math.sin(direction);
        double forward = Math.min(reach(x, tx, width - 1), reach(y, ty, height - 1));
        double back = Math.min(reach(x, -tx, width - 1), reach(y, -ty, height - 1));
        return new double[] {x - back * tx, y - back * ty, x + forward * tx, y + forward * ty};
    }

    private static double reach(double from, double step, double end) {
        if (Math.abs(step) < 1e-12) {
            return Double.POSITIVE_INFINITY;
        }
        return (step > 0 ? end - from : -from) / step;
    }
}
