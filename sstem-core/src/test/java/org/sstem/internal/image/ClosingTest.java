package org.sstem.internal.image;

import org.junit.jupiter.api.Test;
import org.sstem.method.Plane;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class ClosingTest {

    /** Straight from the definition: at each place the lowest of all highest values of the rectangles that hold it. */
    private static float closed(Plane in, int x, int y, int across, int down) {
        float lowest = Float.POSITIVE_INFINITY;
        for (int cy = Math.max(0, y - down); cy <= Math.min(in.height() - 1, y + down); cy++) {
            for (int cx = Math.max(0, x - across); cx <= Math.min(in.width() - 1, x + across); cx++) {
                float highest = Float.NEGATIVE_INFINITY;
                for (int py = Math.max(0, cy - down); py <= Math.min(in.height() - 1, cy + down); py++) {
                    for (int px = Math.max(0, cx - across); px <= Math.min(in.width() - 1, cx + across); px++) {
                        float v = in.get(px, py);
                        highest = Float.isNaN(v) ? highest : Math.max(highest, v);
                    }
                }
                lowest = Float.isNaN(in.get(cx, cy)) ? lowest : Math.min(lowest, highest);
            }
        }
        return lowest;
    }

    @Test
    void isTheLowestOfTheHighestValues() {
        Random random = new Random(3);
        for (int[] reach : new int[][] {{1, 1}, {3, 2}, {0, 4}, {8, 0}, {5, 20}}) {
            Plane in = new Plane(37, 23);
            for (int i = 0; i < in.pixels().length; i++) {
                in.pixels()[i] = random.nextInt(9) == 0 ? Float.NaN : random.nextFloat() - 0.5f;
            }
            Plane out = Closing.closed(in, reach[0], reach[1]);
            for (int y = 0; y < in.height(); y++) {
                for (int x = 0; x < in.width(); x++) {
                    if (Float.isNaN(in.get(x, y))) {
                        assertThat(out.get(x, y)).isNaN();
                    } else {
                        assertThat(out.get(x, y)).isEqualTo(closed(in, x, y, reach[0], reach[1]));
                    }
                }
            }
        }
    }

    @Test
    void narrowDarkLinesGoAndWideBandsKeepTheirRims() {
        Plane in = Plane.filled(60, 40, 1);
        for (int y = 0; y < 40; y++) {
            for (int x = 20; x < 31; x++) {
                in.set(x, y, 0.2f);
            }
            in.set(5, y, 0);
            in.set(45, y, 0);
        }

        Plane out = Closing.closed(in, 3, 3);

        for (int x = 0; x < 60; x++) {
            assertThat(out.get(x, 17)).isEqualTo(x >= 20 && x < 31 ? 0.2f : 1);
        }
    }
}
