package org.sstem.internal.tile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.method.Area;
import org.sstem.method.Plane;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PlaneGridTest {

    private static final int WIDTH = 37;
    private static final int HEIGHT = 29;

    private final List<Area> made = new ArrayList<>();
    private final PlaneGrid grid = new PlaneGrid(new Tiles(WIDTH, HEIGHT, 10), tile -> {
        made.add(tile);
        Plane plane = new Plane(tile.width(), tile.height());
        Plane negative = new Plane(tile.width(), tile.height());
        for (int y = 0; y < tile.height(); y++) {
            for (int x = 0; x < tile.width(); x++) {
                plane.set(x, y, 100 * (tile.y() + y) + tile.x() + x);
                negative.set(x, y, -plane.get(x, y));
            }
        }
        return List.of(plane, negative);
    });

    @ParameterizedTest
    @CsvSource({"0, 0, 37, 29", "3, 4, 30, 20", "-5, -7, 60, 50", "-9, 3, 4, 5", "40, 31, 3, 3", "10, 10, 10, 10"})
    void anyAreaIsReadAndTheBorderRepeated(int x, int y, int width, int height) {
        List<Plane> planes = grid.read(new Area(x, y, width, height));

        assertThat(planes).hasSize(2);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int sx = Math.min(Math.max(x + column, 0), WIDTH - 1);
                int sy = Math.min(Math.max(y + row, 0), HEIGHT - 1);
                assertThat(planes.get(0).get(column, row)).isEqualTo(100 * sy + sx);
                assertThat(planes.get(1).get(column, row)).isEqualTo(-(100 * sy + sx));
            }
        }
    }

    @Test
    void onlyTheTilesThatAreNeededAreMade() {
        grid.read(new Area(5, 5, 20, 10), tile -> tile.x() == 10);

        assertThat(made).containsExactly(new Area(10, 0, 10, 10), new Area(10, 10, 10, 10));
        assertThat(grid.read(new Area(0, 0, 3, 3), tile -> false)).isEmpty();
        assertThat(grid.cover(new Area(5, 5, 20, 10))).isEqualTo(new Area(0, 0, 30, 20));
        assertThat(grid.cover(new Area(31, 25, 3, 3))).isEqualTo(new Area(30, 20, 7, 9));
    }
}
