package org.sstem.internal.tile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sstem.method.Area;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class TilesTest {

    /** Three tiles in x, two in y. */
    private final Tiles tiles = new Tiles(150, 90, 64);

    @ParameterizedTest
    @CsvSource({
        // x, y, width, height, tiles: one pixel more or less at a border between tiles, and beyond the section
        "0, 0, 64, 64, 0",
        "0, 0, 65, 64, 0 1",
        "0, 0, 64, 65, 0 3",
        "63, 63, 1, 1, 0",
        "63, 63, 2, 2, 0 1 3 4",
        "64, 64, 64, 26, 4",
        "127, 10, 2, 2, 1 2",
        "-30, -30, 20, 20, 0",
        "149, 89, 40, 40, 5",
        "-5, -5, 200, 200, 0 1 2 3 4 5"
    })
    void anAreaTouchesTheTilesThatItSharesPixelsWith(int x, int y, int width, int height, String numbers) {
        List<Area> expected = Stream.of(numbers.split(" "))
                .map(number -> tiles.all().get(Integer.parseInt(number)))
                .toList();

        assertThat(tiles.touching(new Area(x, y, width, height))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 64, 64", "2, 128, 0, 22, 64", "3, 0, 64, 64, 26", "5, 128, 64, 22, 26"})
    void tilesAreCutAtTheBorders(int index, int x, int y, int width, int height) {
        assertThat(tiles.count()).isEqualTo(6);
        assertThat(tiles.all().get(index)).isEqualTo(new Area(x, y, width, height));
    }

    @Test
    void whatTilesCoverIsCutAtTheBorder() {
        assertThat(tiles.cover(new Area(70, 70, 2, 2))).isEqualTo(new Area(64, 64, 64, 26));
        assertThat(tiles.cover(new Area(-9, -9, 400, 400))).isEqualTo(new Area(0, 0, 150, 90));
    }
}
