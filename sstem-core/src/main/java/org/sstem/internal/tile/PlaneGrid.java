package org.sstem.internal.tile;

import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Planes of a whole section that are computed tile by tile when they are first asked for, on a fixed grid: an area gets
 * the same pixels whatever it is part of, also where computing a tile looks at more than the tile.
 *
 * <p>Tiles are held softly, no more than the section has: under memory pressure one may be computed again, with the same
 * result. Thread-safe if the
 * function is; two threads may compute one tile at the same time.
 */
public final class PlaneGrid {

    private final Tiles tiles;
    private final Function<Area, List<Plane>> maker;
    private final SoftCache<Area, List<Plane>> made;

    /**
     * Describes the planes.
     *
     * @param tiles how the section is cut
     * @param maker makes all planes of one tile, inside the section and of its size; always equally many
     */
    public PlaneGrid(Tiles tiles, Function<Area, List<Plane>> maker) {
        this.tiles = tiles;
        this.maker = Objects.requireNonNull(maker, "maker");
        this.made = new SoftCache<>(tiles.count());
    }

    /**
     * Says which area is computed for a target: the tiles that it touches.
     *
     * @param target the area wanted; what lies outside the section does not count
     * @return whole tiles, cut at the section's borders
     */
    public Area cover(Area target) {
        return tiles.cover(target);
    }

    /**
     * Reads an area of all planes; what lies outside the section repeats the nearest pixel of its border.
     *
     * @param target the area
     * @return new planes that the caller may change
     */
    public List<Plane> read(Area target) {
        return read(target, tile -> true);
    }

    /**
     * Reads an area of all planes, but works out only those tiles that are needed; the others are left 0.
     *
     * @param target the area
     * @param needed is asked for the area of every tile that the target touches
     * @return new planes that the caller may change; none if no tile is needed
     */
    public List<Plane> read(Area target, Predicate<Area> needed) {
        List<Plane> out = List.of();
        for (Area area : tiles.touching(target)) {
            if (!needed.test(area)) {
                continue;
            }
            List<Plane> tile = made.get(area, a -> List.copyOf(maker.apply(a)));
            if (out.isEmpty()) {
                out = tile.stream()
                        .map(plane -> new Plane(target.width(), target.height()))
                        .toList();
            }
            for (int i = 0; i < out.size(); i++) {
                copy(tile.get(i), area, target, out.get(i));
            }
        }
        return out;
    }

    /** Copies what a target takes from one tile, row by row; only beyond the section pixel by pixel. */
    private void copy(Plane tile, Area area, Area target, Plane out) {
        int from = Math.max(area.x(), target.x());
        int count = Math.min(area.x() + area.width(), target.x() + target.width()) - from;
        boolean beyond = target.x() < 0 || target.x() + target.width() > tiles.width();
        for (int y = 0; y < target.height(); y++) {
            int row = clamp(target.y() + y, tiles.height()) - area.y();
            if (row < 0 || row >= area.height()) {
                continue;
            }
            if (count > 0) {
                int source = row * area.width() + from - area.x();
                System.arraycopy(tile.pixels(), source, out.pixels(), y * target.width() + from - target.x(), count);
            }
            if (beyond) {
                repeat(tile, area, row, target, out, y);
            }
        }
    }

    private void repeat(Plane tile, Area area, int row, Area target, Plane out, int y) {
        for (int x = 0; x < target.width(); x++) {
            int place = target.x() + x;
            int column = clamp(place, tiles.width()) - area.x();
            if ((place < 0 || place >= tiles.width()) && column >= 0 && column < area.width()) {
                out.set(x, y, tile.get(column, row));
            }
        }
    }

    private static int clamp(int place, int size) {
        return Math.max(0, Math.min(size - 1, place));
    }
}
