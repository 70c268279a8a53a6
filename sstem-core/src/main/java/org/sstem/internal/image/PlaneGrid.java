package org.sstem.internal.image;

import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Planes of a whole section that are computed tile by tile when they are first asked for, on a fixed grid: an area gets
 * the same pixels whatever it is part of, also where computing a tile looks at more than the tile.
 *
 * <p>Tiles are held softly: under memory pressure one may be computed again, with the same result. Thread-safe if the
 * function is; two threads may compute one tile at the same time.
 */
public final class PlaneGrid {

    private final int width;
    private final int height;
    private final int tilePx;
    private final Function<Area, List<Plane>> maker;
    private final Map<Area, SoftReference<List<Plane>>> tiles = new ConcurrentHashMap<>();

    /**
     * Describes the planes.
     *
     * @param width  pixels of the section in x
     * @param height pixels of the section in y
     * @param tilePx edge of a tile, pixels
     * @param maker  makes all planes of one tile, inside the section and of its size; always equally many
     */
    public PlaneGrid(int width, int height, int tilePx, Function<Area, List<Plane>> maker) {
        this.width = width;
        this.height = height;
        this.tilePx = tilePx;
        this.maker = Objects.requireNonNull(maker, "maker");
    }

    /**
     * Says which area is computed for a target: the tiles that it touches.
     *
     * @param target the area wanted; what lies outside the section does not count
     * @return whole tiles, cut at the section's borders
     */
    public Area cover(Area target) {
        int x0 = index(target.x(), width) * tilePx;
        int y0 = index(target.y(), height) * tilePx;
        int x1 = Math.min((index(target.x() + target.width() - 1, width) + 1) * tilePx, width);
        int y1 = Math.min((index(target.y() + target.height() - 1, height) + 1) * tilePx, height);
        return new Area(x0, y0, x1 - x0, y1 - y0);
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
        int lastRow = index(target.y() + target.height() - 1, height);
        int lastColumn = index(target.x() + target.width() - 1, width);
        for (int row = index(target.y(), height); row <= lastRow; row++) {
            for (int column = index(target.x(), width); column <= lastColumn; column++) {
                Area area = area(column, row);
                if (!needed.test(area)) {
                    continue;
                }
                List<Plane> tile = tile(area);
                if (out.isEmpty()) {
                    out = tile.stream()
                            .map(plane -> new Plane(target.width(), target.height()))
                            .toList();
                }
                for (int i = 0; i < out.size(); i++) {
                    copy(tile.get(i), area, target, out.get(i));
                }
            }
        }
        return out;
    }

    /** Copies what a target takes from one tile, row by row; only beyond the section pixel by pixel. */
    private void copy(Plane tile, Area area, Area target, Plane out) {
        int from = Math.max(area.x(), target.x());
        int count = Math.min(area.x() + area.width(), target.x() + target.width()) - from;
        boolean beyond = target.x() < 0 || target.x() + target.width() > width;
        for (int y = 0; y < target.height(); y++) {
            int row = clamp(target.y() + y, height) - area.y();
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
            int column = clamp(place, width) - area.x();
            if ((place < 0 || place >= width) && column >= 0 && column < area.width()) {
                out.set(x, y, tile.get(column, row));
            }
        }
    }

    private List<Plane> tile(Area area) {
        SoftReference<List<Plane>> kept = tiles.get(area);
        List<Plane> tile = kept == null ? null : kept.get();
        if (tile == null) {
            tile = List.copyOf(maker.apply(area));
            tiles.put(area, new SoftReference<>(tile));
        }
        return tile;
    }

    private Area area(int column, int row) {
        int x = column * tilePx;
        int y = row * tilePx;
        return new Area(x, y, Math.min(tilePx, width - x), Math.min(tilePx, height - y));
    }

    private int index(int place, int size) {
        return clamp(place, size) / tilePx;
    }

    private static int clamp(int place, int size) {
        return Math.max(0, Math.min(size - 1, place));
    }
}
