package org.sstem.simulate.internal.draw;

import org.sstem.internal.fold.law.FoldArc;

import java.util.List;
import java.util.Optional;

/**
 * One cut of a {@link Sheet}: a fold or a crack that varies along its course.
 *
 * <p>A smooth base, a line or an arc with radius above the section's size, gives every place coordinates that are smooth
 * everywhere: the position s along it and the signed distance d from it, with the base's normal n and tangent t
 * ({@code t = (-ny, nx)}). The cut lies at {@code d = offset(s)} and is covered by a band or gap where
 * {@code |d - offset(s)| <= halfWidth(s)}. On the side of positive distance (side 1) tissue of the degraded section came
 * from {@code pull n + shear t} farther on, on the other one (side -1) from {@code -(pull n + shear t)} farther on, each
 * with its own pull and shear and times the decay at the distance from the band's edge. The pull is positive for a fold,
 * negative for a crack.
 *
 * <p>What varies is given every {@value #STEP_PX} px along the base and linear in between; beyond its ends the last values
 * hold. Immutable and thread-safe.
 */
public final class Cut {

    /** Distance of the points that describe the course, px. */
    public static final double STEP_PX = 1;

    /**
     * What a cut is like at one position.
     *
     * @param offset    of the cut from its base, px
     * @param halfWidth half the width of the band or gap along the base's normal, px
     * @param pull      across the cut on the side 1 at the edge of the band, px
     * @param otherPull the same on the side -1
     * @param shear     along the cut on the side 1, px
     * @param otherShear the same on the side -1
     */
    public record Point(
            double offset, double halfWidth, double pull, double otherPull, double shear, double otherShear) {}

    /**
     * Says that a cut ends at another one: it exists on one side of it only.
     *
     * @param cut  number of the other cut in the sheet
     * @param side 1 or -1
     */
    public record Beside(int cut, int side) {}

    private final FoldArc base;
    private final double start;
    private final List<Point> points;
    private final CutDecay decay;
    private final Optional<Beside> beside;
    private final double[] offset;
    private final double[] halfWidth;
    private final double[][] pull;
    private final double[][] shear;
    private final double reach;
    private final double normalX;
    private final double normalY;

    /**
     * Makes a cut.
     *
     * @param base   a line or an arc
     * @param start  position along the base of the first point, px from the base's own point
     * @param points the course, at least two, {@value #STEP_PX} px apart
     * @param decay  how displacement falls with the distance
     * @param beside the cut that it ends at, if any
     * @throws IllegalArgumentException if there are fewer points, or a number is not finite or a width negative
     */
    public Cut(FoldArc base, double start, List<Point> points, CutDecay decay, Optional<Beside> beside) {
        if (points.size() < 2) {
            throw new IllegalArgumentException("the course of a cut needs at least 2 points, had " + points.size());
        }
        this.base = base;
        this.start = start;
        this.points = List.copyOf(points);
        this.decay = decay;
        this.beside = beside;
        normalX = Math.cos(base.normalAngle());
        normalY = Math.sin(base.normalAngle());
        int n = points.size();
        offset = new double[n];
        halfWidth = new double[n];
        pull = new double[2][n];
        shear = new double[2][n];
        double most = 0;
        for (int i = 0; i < n; i++) {
            Point p = points.get(i);
            double sum = p.offset + p.halfWidth + p.pull + p.otherPull + p.shear + p.otherShear;
            if (!Double.isFinite(sum) || p.halfWidth < 0) {
                throw new IllegalArgumentException(
                        "points of a cut must be finite and their half-width 0 or more, point " + i + " was " + p);
            }
            offset[i] = p.offset;
            halfWidth[i] = p.halfWidth;
            pull[0][i] = p.otherPull;
            pull[1][i] = p.pull;
            shear[0][i] = p.otherShear;
            shear[1][i] = p.shear;
            most = Math.max(
                    most, p.halfWidth + Math.max(Math.hypot(p.pull, p.shear), Math.hypot(p.otherPull, p.otherShear)));
        }
        reach = most;
    }

    /**
     * Returns the base.
     *
     * @return a line or an arc
     */
    public FoldArc base() {
        return base;
    }

    /**
     * Returns the position along the base of the first point.
     *
     * @return px from the base's own point
     */
    public double start() {
        return start;
    }

    /**
     * Returns the course.
     *
     * @return what the cut is like every {@value #STEP_PX} px
     */
    public List<Point> points() {
        return points;
    }

    /**
     * Returns how displacement falls with the distance.
     *
     * @return the decay
     */
    public CutDecay decay() {
        return decay;
    }

    /**
     * Returns the cut that this one ends at.
     *
     * @return the other cut and the side of it, or empty
     */
    public Optional<Beside> beside() {
        return beside;
    }

    /** No tissue is displaced by more than this, band included. */
    double reach() {
        return reach;
    }

    /** A place in the coordinates of a cut, and what the cut is like there. Not thread-safe. */
    static final class Local {
        double nx;
        double ny;
        double distance;
        double halfWidth;
        private int index;
        private double part;

        /** 1 or -1. */
        int side() {
            return distance < 0 ? -1 : 1;
        }

        /** How far inside the band, px; negative outside. */
        double depth() {
            return halfWidth - Math.abs(distance);
        }

        boolean covered() {
            return Math.abs(distance) <= halfWidth && halfWidth > 0;
        }
    }

    /** Finds a place's coordinates: distance from and position along the base (the formulas are {@link FoldArc}'s). */
    void locate(double x, double y, Local out) {
        double k = base.curvature();
        double qx = x - base.x();
        double qy = y - base.y();
        double towards = qx * normalX + qy * normalY;
        double distance = towards;
        double along = qy * normalX - qx * normalY;
        out.nx = normalX;
        out.ny = normalY;
        if (k != 0) {
            double square = qx * qx + qy * qy;
            double root = Math.sqrt(Math.max(1e-12, 1 - 2 * k * towards + k * k * square));
            distance = (2 * towards - k * square) / (1 + root);
            out.nx = (normalX - k * qx) / root;
            out.ny = (normalY - k * qy) / root;
            // The normal turns by minus the curvature a pixel.
            along = -Math.atan2(normalX * out.ny - normalY * out.nx, normalX * out.nx + normalY * out.ny) / k;
        }
        double place = Math.max(0, Math.min(offset.length - 1, (along - start) / STEP_PX));
        out.index = Math.min((int) place, offset.length - 2);
        out.part = place - out.index;
        out.distance = distance - at(offset, out);
        out.halfWidth = at(halfWidth, out);
    }

    private static double at(double[] values, Local place) {
        return values[place.index] + place.part * (values[place.index + 1] - values[place.index]);
    }

    /** Adds the displacement of a place as if it lay on a side; on the other one that of the band's edge goes on. */
    void displace(Local place, int side, double[] out) {
        double beyond = Math.max(0, side * place.distance - place.halfWidth);
        double left = side * decay.at(beyond);
        double across = left * at(pull[(side + 1) / 2], place);
        double along = left * at(shear[(side + 1) / 2], place);
        out[0] += across * place.nx - along * place.ny;
        out[1] += across * place.ny + along * place.nx;
    }
}
