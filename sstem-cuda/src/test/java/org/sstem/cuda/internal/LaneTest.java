package org.sstem.cuda.internal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LaneTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1048576, 1", "1048577, 2", "2146435072, 2047", "2146435073, 2048", "2147483647, 2048"})
    void tensorsOfAnySizeAreCutIntoPiecesThatBeginAtAnInt(int count, int parts) {
        assertThat(Lane.parts(count, Float.BYTES)).isEqualTo(parts);
        assertThat((parts - 1) * (Lane.PIECE_BYTES / Float.BYTES))
                .isNotNegative()
                .isLessThan(count);
    }
}
