package org.sstem.internal.tile;

import org.sstem.method.Area;

import java.util.List;
import java.util.stream.IntStream;

/** Cuts a section into tiles, row by row; those at the right and the lower border may be smaller. */
record TileGrid(int width, int height, int tileSize) {

    int columns() {
        return (width + tileSize - 1) / tileSize;
    }

    int rows() {
        return (height + tileSize - 1) / tileSize;
    }

    int tiles() {
        return columns() * rows();
    }

    Area tile(int index) {
        int x = index % columns() * tileSize;
        int y = index / columns() * tileSize;
        return new Area(x, y, Math.min(tileSize, width - x), Math.min(tileSize, height - y));
    }

    /** Indices of the tiles that an area, clamped to the section, touches. */
    List<Integer> touching(Area area) {
        int x0 = clamp(area.x(), width - 1) / tileSize;
        int x1 = clamp(area.x() + area.width() - 1, width - 1) / tileSize;
        int y0 = clamp(area.y(), height - 1) / tileSize;
        int y1 = clamp(area.y() + area.height() - 1, height - 1) / tileSize;
        return IntStream.rangeClosed(y0, y1)
                .boxed()
                .flatMap(y -> IntStream.rangeClosed(x0, x1).mapToObj(x -> y * columns() + x))
                .toList();
    }

    private static int clamp(int value, int max) {
        return Math.min(Math.max(value, 0), max);
    }
}
