package org.sstem.internal.tile;

import org.sstem.method.Area;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts a section into square tiles from its origin; those at the right and the lower border may be
 * smaller. What lies outside the section belongs to the nearest tile.
 *
 * @param width    pixels of the section in x
 * @param height   pixels of the section in y
 * @param tileSize edge of a tile, pixels
 */
public record Tiles(int width, int height, int tileSize) {

    /** Pixels of a section of which every one is looked at, whatever for. */
    private static final double MOST_PIXELS = 1 << 28;

    /** Tells whether a section is so large, more than 2^28 pixels, that it is not read as a whole where parts of it will do. */
    public static boolean inPartsOnly(int width, int height) {
        return (double) width * height > MOST_PIXELS;
    }

    /** How many there are. */
    public int count() {
        return columns() * rows();
    }

    private int columns() {
        return (width + tileSize - 1) / tileSize;
    }

    private int rows() {
        return (height + tileSize - 1) / tileSize;
    }

    private Area tile(int column, int row) {
        int x = column * tileSize;
        int y = row * tileSize;
        return new Area(x, y, Math.min(tileSize, width - x), Math.min(tileSize, height - y));
    }

    /** The tiles, row by row. */
    public List<Area> all() {
        return touching(new Area(0, 0, width, height));
    }

    /** The tiles that an area touches, row by row. */
    public List<Area> touching(Area area) {
        int left = index(area.x(), width);
        int right = index(area.x() + area.width() - 1, width);
        return IntStream.rangeClosed(index(area.y(), height), index(area.y() + area.height() - 1, height))
                .boxed()
                .flatMap(row -> IntStream.rangeClosed(left, right).mapToObj(column -> tile(column, row)))
                .toList();
    }

    /** What the tiles that an area touches cover together. */
    public Area cover(Area area) {
        int x = index(area.x(), width) * tileSize;
        int y = index(area.y(), height) * tileSize;
        int right = Math.min((index(area.x() + area.width() - 1, width) + 1) * tileSize, width);
        int bottom = Math.min((index(area.y() + area.height() - 1, height) + 1) * tileSize, height);
        return new Area(x, y, right - x, bottom - y);
    }

    private int index(int place, int size) {
        return Math.max(0, Math.min(size - 1, place)) / tileSize;
    }
}
