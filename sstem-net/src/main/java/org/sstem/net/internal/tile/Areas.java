package org.sstem.net.internal.tile;

import org.sstem.method.Area;

/** Rectangles in a section. */
public final class Areas {

    private Areas() {}

    /** What two areas share; they must share something. */
    public static Area shared(Area a, Area b) {
        int x = Math.max(a.x(), b.x());
        int y = Math.max(a.y(), b.y());
        return new Area(
                x,
                y,
                Math.min(a.x() + a.width(), b.x() + b.width()) - x,
                Math.min(a.y() + a.height(), b.y() + b.height()) - y);
    }

    static boolean meet(Area a, Area b) {
        return a.x() < b.x() + b.width()
                && b.x() < a.x() + a.width()
                && a.y() < b.y() + b.height()
                && b.y() < a.y() + a.height();
    }

    /** The least multiple that is not below a value. */
    public static int roundedUp(int value, int multiple) {
        return -Math.floorDiv(-value, multiple) * multiple;
    }

    static int roundedDown(int value, int multiple) {
        return Math.floorDiv(value, multiple) * multiple;
    }
}
