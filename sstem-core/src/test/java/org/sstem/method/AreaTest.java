package org.sstem.method;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AreaTest {

    private final Area area = new Area(10, 20, 30, 40);

    @ParameterizedTest
    @CsvSource({
        // x, y, width, height of the other, and of what they share
        "0, 0, 11, 21, 10, 20, 1, 1",
        "39, 59, 9, 9, 39, 59, 1, 1",
        "15, 25, 5, 6, 15, 25, 5, 6",
        "0, 30, 100, 5, 10, 30, 30, 5"
    })
    void areasShareWhatLiesInBoth(
            int x, int y, int width, int height, int sx, int sy, int sharedWidth, int sharedHeight) {
        Area other = new Area(x, y, width, height);
        Area shared = new Area(sx, sy, sharedWidth, sharedHeight);

        assertThat(area.meets(other)).isTrue();
        assertThat(area.intersect(other)).isEqualTo(shared);
        assertThat(other.intersect(area)).isEqualTo(shared);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 10, 99", "40, 20, 5, 5", "10, 0, 30, 20", "10, 60, 30, 3"})
    void areasThatOnlyTouchShareNothing(int x, int y, int width, int height) {
        Area other = new Area(x, y, width, height);

        assertThat(area.meets(other)).isFalse();
        assertThatThrownBy(() -> area.intersect(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no pixel in common");
    }

    @Test
    void theUnionIsTheLeastAreaThatHoldsBoth() {
        assertThat(area.union(new Area(50, 0, 1, 5))).isEqualTo(new Area(10, 0, 41, 60));
    }
}
