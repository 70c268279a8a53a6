package org.sstem.internal.image;

import org.junit.jupiter.api.Test;
import org.sstem.method.Area;

import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class BoxesTest {

    @Test
    void whatIsSetIsHeldWithWhatIsAroundItByAreasThatDoNotMeet() {
        Random random = new Random(2);
        Area area = new Area(7, -3, 60, 45);
        for (int round = 0; round < 200; round++) {
            boolean[] flags = new boolean[60 * 45];
            int set = random.nextInt(8);
            for (int k = 0; k < set; k++) {
                flags[random.nextInt(flags.length)] = true;
            }
            int around = random.nextInt(9);

            List<Area> apart = Boxes.apart(flags, area, around);

            for (int i = 0; i < flags.length; i++) {
                if (flags[i]) {
                    Area wanted = new Area(7 + i % 60, -3 + i / 60, 1, 1).grow(around);
                    assertThat(apart).anyMatch(box -> box.union(wanted).equals(box));
                }
            }
            for (Area one : apart) {
                assertThat(apart).filteredOn(other -> other != one).noneMatch(one::meets);
            }
            assertThat(apart.isEmpty()).isEqualTo(set == 0);
        }
    }

    @Test
    void twoThingsFarFromEachOtherStayApart() {
        boolean[] flags = new boolean[40 * 10];
        flags[5 * 40 + 4] = true;
        flags[4 * 40 + 33] = true;

        assertThat(Boxes.apart(flags, new Area(0, 0, 40, 10), 2))
                .containsExactly(new Area(31, 2, 5, 5), new Area(2, 3, 5, 5));
    }
}
