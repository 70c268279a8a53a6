package org.sstem.internal.sheet;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/** A field on a cut sheet jumps across bands, and nowhere else. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CutsTest {

    private static final int SIZE = 96;

    private static boolean shared(Cuts cuts, int x0, int y0, int x1, int y1) {
        int[] a = cuts.corners(cuts.part(x0, y0));
        int[] b = cuts.corners(cuts.part(x1, y1));
        return Arrays.stream(a).anyMatch(n -> Arrays.stream(b).anyMatch(m -> m == n));
    }

    @Test
    void aWholeSheetHasANodeACorner() {
        Cuts cuts = Cuts.of(new boolean[SIZE * SIZE], SIZE, SIZE, 32);

        assertThat(cuts.parts()).isEqualTo(9);
        assertThat(cuts.nodes()).isEqualTo(16);
    }

    @Test
    void sidesOfABandShareNoNode() {
        boolean[] band = new boolean[SIZE * SIZE];
        Arrays.fill(band, 46 * SIZE, 50 * SIZE, true);

        Cuts cuts = Cuts.of(band, SIZE, SIZE, 32);

        assertThat(shared(cuts, 40, 45, 40, 50)).isFalse();
        assertThat(shared(cuts, 40, 45, 70, 45)).isTrue();
        assertThat(cuts.part(40, 47)).isEqualTo(-1);
    }

    @Test
    void aroundTheEndOfABandTheSheetIsWhole() {
        boolean[] band = new boolean[SIZE * SIZE];
        for (int y = 46; y < 50; y++) {
            Arrays.fill(band, y * SIZE, y * SIZE + 80, true);
        }

        Cuts cuts = Cuts.of(band, SIZE, SIZE, 32);

        assertThat(shared(cuts, 10, 45, 10, 50)).isFalse();
        assertThat(cuts.part(90, 45)).isEqualTo(cuts.part(90, 50));
    }
}
