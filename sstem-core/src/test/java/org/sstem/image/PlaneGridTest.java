package org.sstem.image;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PlaneGridTest {

    private final List<Area> made = new ArrayList<>();

    /** Two planes of a section of 10 x 7 in tiles of 4: x + 100 y, and its negative. */
    private final PlaneGrid grid = new PlaneGrid(10, 7, 4, area -> {
        made.add(area);
        Plane place = new Plane(area.width(), area.height());
        Plane negative = new Plane(area.width(), area.height());
        for (int y = 0; y < area.height(); y++) {
            for (int x = 0; x < area.width(); x++) {
                place.set(x, y, area.x() + x + 100 * (area.y() + y));
                negative.set(x, y, -place.get(x, y));
            }
        }
        return List.of(place, negative);
    });

    @Test
    void anAreaOverSeveralTilesIsPutTogetherAndTheBorderRepeated() {
        List<Plane> planes = grid.read(new Area(-2, 2, 14, 6));

        for (int y = 0; y < 6; y++) {
            for (int x = 0; x < 14; x++) {
                int expected = Math.min(Math.max(x - 2, 0), 9) + 100 * Math.min(y + 2, 6);
                assertThat(planes.get(0).get(x, y)).isEqualTo(expected);
                assertThat(planes.get(1).get(x, y)).isEqualTo(-expected);
            }
        }
    }

    @Test
    void onlyTheTilesOfTheAreaAreMadeCutAtTheSectionsBorder() {
        grid.read(new Area(5, 5, 2, 2));

        assertThat(made).containsExactly(new Area(4, 4, 4, 3));
        assertThat(grid.cover(new Area(5, 5, 2, 2))).isEqualTo(new Area(4, 4, 4, 3));
        assertThat(grid.cover(new Area(3, 0, 2, 1))).isEqualTo(new Area(0, 0, 8, 4));
    }

    @Test
    void tilesThatAreNotNeededStayZero() {
        List<Plane> planes = grid.read(new Area(0, 0, 8, 4), tile -> tile.x() == 4);

        assertThat(made).containsExactly(new Area(4, 0, 4, 4));
        assertThat(planes.get(0).get(3, 1)).isZero();
        assertThat(planes.get(0).get(4, 1)).isEqualTo(104);
        assertThat(grid.read(new Area(0, 0, 8, 4), tile -> false)).isEmpty();
    }
}
