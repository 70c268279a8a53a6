package org.sstem.internal.metric;

import org.junit.jupiter.api.Test;
import org.sstem.method.Plane;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class BoundarySegmenterTest {

    private static final int WIDTH = 30;
    private static final int HEIGHT = 12;

    @Test
    void cellsAreWhatMembranesEnclose() {
        // given a membrane in column 10 and one in column 20
        long[] labels = segment(walls(0.9f, 0.9f), 0.2, 1);

        assertThat(count(labels)).isEqualTo(3);
        assertThat(labels[0]).isEqualTo(1);
        assertThat(labels[15]).isEqualTo(2);
        assertThat(labels[29]).isEqualTo(3);
        assertThat(labels[11 * WIDTH + 29]).isEqualTo(3);
    }

    @Test
    void aMembraneThatIsFaintDividesNothing() {
        assertThat(count(segment(walls(0.25f, 0.9f), 0.2, 1))).isEqualTo(2);
        assertThat(count(segment(walls(0.35f, 0.9f), 0.2, 1))).isEqualTo(3);
    }

    @Test
    void depthCountsFromTheShallowerCellsInside() {
        // given a cell whose inside is nearly as likely membrane as its border
        Plane walls = walls(0.9f, 0.5f);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 21; x < WIDTH; x++) {
                walls.set(x, y, 0.4f);
            }
        }

        assertThat(count(segment(walls, 0.2, 1))).isEqualTo(2);
        assertThat(count(segment(walls, 0.05, 1))).isEqualTo(3);
    }

    @Test
    void whatIsSmallerThanACellJoinsItsNeighbour() {
        // given a speck of 2 x 2 px with a membrane of its own
        Plane walls = walls(0.9f, 0.9f);
        for (int y = 3; y < 7; y++) {
            for (int x = 3; x < 7; x++) {
                walls.set(x, y, x == 3 || x == 6 || y == 3 || y == 6 ? 0.8f : 0);
            }
        }

        assertThat(count(segment(walls, 0.2, 1))).isEqualTo(4);
        assertThat(count(segment(walls, 0.2, 5))).isEqualTo(3);
    }

    @Test
    void aGapInAMembraneJoinsWhatItDivides() {
        Plane walls = walls(0.9f, 0.9f);
        walls.set(10, 6, 0.1f);

        assertThat(count(segment(walls, 0.2, 1))).isEqualTo(2);
    }

    @Test
    void aSectionWithoutMembranesIsOneCell() {
        assertThat(segment(Plane.filled(4, 3, 0.5f), 0.2, 1)).containsOnly(1);
        assertThat(segment(Plane.filled(4, 3, 1), 0.2, 100)).containsOnly(1);
    }

    private static Plane walls(float first, float second) {
        Plane plane = Plane.filled(WIDTH, HEIGHT, 0.1f);
        for (int y = 0; y < HEIGHT; y++) {
            plane.set(10, y, first);
            plane.set(20, y, second);
        }
        return plane;
    }

    private static long[] segment(Plane membranes, double depth, int smallest) {
        return new BoundarySegmenter(section -> membranes, 0, depth, smallest).segment(membranes);
    }

    private static long count(long[] labels) {
        return Arrays.stream(labels).distinct().count();
    }
}
