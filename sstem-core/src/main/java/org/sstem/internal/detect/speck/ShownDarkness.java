package org.sstem.internal.detect.speck;

import org.sstem.internal.image.Filters;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Map;

/**
 * The darkest that any neighbour shows within a distance, in a tile of which some places are asked for. Worked out place by
 * place, until that would have taken as long as all of the tile. Not thread-safe.
 */
final class ShownDarkness {

    private final SectionSource source;
    private final Map<Integer, DarkLevels> levels;
    private final List<Integer> neighbours;
    private final Area tile;
    private final int distance;
    /** Pixels that were worked out place by place. */
    private long pixels;
    /** The whole tile; null as long as places are worked out alone. */
    private Plane whole;

    /**
     * @param levels     of the neighbours; one that tells no darkness shows nothing
     * @param neighbours sections
     * @param tile       holds all places that are asked for
     * @param distance   pixels, along rows and along columns
     */
    ShownDarkness(
            SectionSource source, Map<Integer, DarkLevels> levels, List<Integer> neighbours, Area tile, int distance) {
        this.source = source;
        this.levels = levels;
        this.neighbours = neighbours;
        this.tile = tile;
        this.distance = distance;
    }

    /** The darkness shown in a part of the tile; minus infinity where no neighbour has tissue. */
    Plane in(Area place) {
        if (whole == null) {
            Area around = place.grow(distance);
            pixels += (long) around.width() * around.height();
            Area all = tile.grow(distance);
            if (pixels <= (long) all.width() * all.height()) {
                return shown(place);
            }
            whole = shown(tile);
        }
        return whole.crop(place.x() - tile.x(), place.y() - tile.y(), place.width(), place.height());
    }

    private Plane shown(Area area) {
        Plane shown = Plane.filled(area.width(), area.height(), Float.NEGATIVE_INFINITY);
        Area section = new Area(0, 0, source.width(), source.height());
        for (int neighbour : neighbours) {
            if (levels.get(neighbour).tellsDarkness()) {
                Area around = area.grow(distance).intersect(section);
                Plane near = Filters.largest(levels.get(neighbour).darkness(source, neighbour, around), distance)
                        .crop(area.x() - around.x(), area.y() - around.y(), area.width(), area.height());
                include(shown, near, source.tissue(neighbour, area));
            }
        }
        return shown;
    }

    private static void include(Plane shown, Plane neighbour, Plane tissue) {
        for (int i = 0; i < shown.pixels().length; i++) {
            if (tissue.pixels()[i] > 0) {
                shown.pixels()[i] = Math.max(shown.pixels()[i], neighbour.pixels()[i]);
            }
        }
    }
}
