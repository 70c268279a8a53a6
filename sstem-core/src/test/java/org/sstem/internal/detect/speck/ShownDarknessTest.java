package org.sstem.internal.detect.speck;

import org.junit.jupiter.api.Test;
import org.sstem.method.Area;
import org.sstem.method.Plane;
import org.sstem.method.SectionSource;

import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class ShownDarknessTest {

    private static final DarkLevels LEVELS = new DarkLevels(0.5, 0.2, 1, 2);

    /** Grained sections; in number 2 there is no tissue on the left. */
    private static final class Grained implements SectionSource {

        @Override
        public int width() {
            return 90;
        }

        @Override
        public int height() {
            return 70;
        }

        @Override
        public int sections() {
            return 3;
        }

        @Override
        public Plane read(int z, Area area) {
            Plane out = new Plane(area.width(), area.height());
            for (int y = 0; y < area.height(); y++) {
                for (int x = 0; x < area.width(); x++) {
                    int px = Math.min(Math.max(area.x() + x, 0), width() - 1);
                    int py = Math.min(Math.max(area.y() + y, 0), height() - 1);
                    out.set(x, y, new Random(1_000_003L * z + 1009L * py + px).nextFloat());
                }
            }
            return out;
        }

        @Override
        public Plane tissue(int z, Area area) {
            Plane out = Plane.filled(area.width(), area.height(), 1);
            for (int i = 0; i < out.pixels().length; i++) {
                out.pixels()[i] = z == 2 && area.x() + i % area.width() < 20 ? 0 : 1;
            }
            return out;
        }
    }

    @Test
    void placesThatAreAskedForLaterAreWorkedOutAsTheFirstOnes() {
        SectionSource source = new Grained();
        Area tile = new Area(5, 3, 60, 50);
        ShownDarkness shown = new ShownDarkness(source, Map.of(0, LEVELS, 2, LEVELS), List.of(0, 2), tile, 7);
        Random random = new Random(8);
        for (int i = 0; i < 40; i++) {
            Area place = new Area(5 + random.nextInt(40), 3 + random.nextInt(30), 20, 20);
            Plane there = shown.in(place);
            Plane first = new ShownDarkness(source, Map.of(0, LEVELS, 2, LEVELS), List.of(0, 2), tile, 7).in(place);
            assertThat(there.pixels()).isEqualTo(first.pixels());
        }
    }

    @Test
    void itIsTheDarkestOfAllNeighboursWithinTheDistanceWhereTheyHaveTissue() {
        SectionSource source = new Grained();
        Area place = new Area(10, 8, 30, 20);
        Plane shown = new ShownDarkness(source, Map.of(0, LEVELS, 2, LEVELS), List.of(0, 2), new Area(0, 0, 90, 70), 4)
                .in(place);
        Area whole = new Area(0, 0, 90, 70);
        Plane below = LEVELS.darkness(source, 0, whole);
        Plane above = LEVELS.darkness(source, 2, whole);
        for (int y = 0; y < place.height(); y++) {
            for (int x = 0; x < place.width(); x++) {
                float most = Float.NEGATIVE_INFINITY;
                for (int dy = -4; dy <= 4; dy++) {
                    for (int dx = -4; dx <= 4; dx++) {
                        most = Math.max(most, below.get(10 + x + dx, 8 + y + dy));
                        most = 10 + x < 20 ? most : Math.max(most, above.get(10 + x + dx, 8 + y + dy));
                    }
                }
                assertThat(shown.get(x, y)).isEqualTo(most);
            }
        }
    }
}
