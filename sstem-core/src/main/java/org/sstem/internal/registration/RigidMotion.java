package org.sstem.internal.registration;

import org.sstem.method.Area;

import java.io.Serializable;

/**
 * A turn and a shift: {@code x' = x cos t - y sin t + dx}, {@code y' = x sin t + y cos t + dy}. Immutable.
 *
 * @param turn the angle t, radians
 * @param dx   pixels in x
 * @param dy   pixels in y
 */
public record RigidMotion(double turn, double dx, double dy) implements Serializable {

    /** What leaves everything where it is. */
    public static final RigidMotion NONE = new RigidMotion(0, 0, 0);

    /** Turns about a place. */
    static RigidMotion about(double x, double y, double turn) {
        RigidMotion origin = new RigidMotion(turn, 0, 0);
        return new RigidMotion(turn, x - origin.x(x, y), y - origin.y(x, y));
    }

    /** Where a place comes to in x. */
    public double x(double x, double y) {
        return x * Math.cos(turn) - y * Math.sin(turn) + dx;
    }

    /** Where a place comes to in y. */
    public double y(double x, double y) {
        return x * Math.sin(turn) + y * Math.cos(turn) + dy;
    }

    /** This motion after another one. */
    public RigidMotion after(RigidMotion first) {
        return new RigidMotion(turn + first.turn, x(first.dx, first.dy), y(first.dx, first.dy));
    }

    /** What undoes it. */
    public RigidMotion inverse() {
        RigidMotion back = new RigidMotion(-turn, 0, 0);
        return new RigidMotion(-turn, -back.x(dx, dy), -back.y(dx, dy));
    }

    /** The smallest area that holds where the corners of an area come to, and a pixel around. */
    public Area of(Area area) {
        double right = area.x() + area.width() - 1.0;
        double bottom = area.y() + area.height() - 1.0;
        double[] xs = {x(area.x(), area.y()), x(right, area.y()), x(area.x(), bottom), x(right, bottom)};
        double[] ys = {y(area.x(), area.y()), y(right, area.y()), y(area.x(), bottom), y(right, bottom)};
        int left = (int) Math.floor(least(xs)) - 1;
        int top = (int) Math.floor(least(ys)) - 1;
        return new Area(left, top, (int) Math.ceil(greatest(xs)) + 2 - left, (int) Math.ceil(greatest(ys)) + 2 - top);
    }

    private static double least(double[] values) {
        double least = values[0];
        for (double value : values) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static double greatest(double[] values) {
        double greatest = values[0];
        for (double value : values) {
            greatest = Math.max(greatest, value);
        }
        return greatest;
    }
}
