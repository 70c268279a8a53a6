package org.sstem.internal.missing;

import org.sstem.method.Area;

/**
 * A drift; it is applied in whole pixels.
 *
 * @param dx columns
 * @param dy rows
 */
public record Offset(double dx, double dy) {

    static final Offset NONE = new Offset(0, 0);

    Area applied(Area area, double share) {
        return new Area(
                area.x() + (int) Math.round(share * dx),
                area.y() + (int) Math.round(share * dy),
                area.width(),
                area.height());
    }

    int greatest() {
        return (int) Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)));
    }
}
