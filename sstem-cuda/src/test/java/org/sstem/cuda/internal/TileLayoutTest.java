package org.sstem.cuda.internal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TileLayoutTest {

    @Test
    void thereAreAsManyTilesAsItTakesToCoverTheSection() {
        assertThat(new TileLayout(100, 100, 64, 64, 36, 36, 8).tiles()).isEqualTo(4);
        assertThat(new TileLayout(100, 101, 64, 64, 36, 36, 8).columns()).isEqualTo(3);
        assertThat(new TileLayout(64, 64, 64, 64, 1, 1, 0).tiles()).isEqualTo(1);
    }

    @Test
    void layoutsWithHolesAreRefused() {
        assertThatThrownBy(() -> new TileLayout(100, 100, 64, 64, 65, 36, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("steps must be 1 to the tile's size, 64 x 64, were 36 x 65");
        assertThatThrownBy(() -> new TileLayout(50, 100, 64, 64, 32, 32, 8))
                .hasMessage("tiles must fit into the section of 100 x 50, were 64 x 64");
        assertThatThrownBy(() -> new TileLayout(100, 100, 64, 64, 32, 32, -1))
                .hasMessage("overlap must not be negative, was -1");
    }
}
