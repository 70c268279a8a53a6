package org.sstem.internal.image;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ComponentsTest {

    private static final int WIDTH = 7;
    private static final String MASK = "" + "#..##.#" + ".#..#.." + "..#...#" + "###...#";

    private static List<String> components(boolean corners) {
        boolean[] mask = new boolean[MASK.length()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = MASK.charAt(i) == '#';
        }
        return Components.of(mask, WIDTH, 4, corners).stream()
                .peek(part ->
                        assertThat(part[0]).isEqualTo(Arrays.stream(part).min().orElseThrow()))
                .map(part -> Arrays.toString(Arrays.stream(part).sorted().toArray()))
                .toList();
    }

    @Test
    void sidesConnectPixelsAndRowsDoNotRunIntoEachOther() {
        assertThat(components(false))
                .containsExactly("[0]", "[3, 4, 11]", "[6]", "[8]", "[16, 21, 22, 23]", "[20, 27]");
    }

    @Test
    void cornersConnectThemIfAskedFor() {
        assertThat(components(true)).containsExactly("[0, 8, 16, 21, 22, 23]", "[3, 4, 11]", "[6]", "[20, 27]");
    }

    @Test
    void anEmptyMaskHasNone() {
        assertThat(Components.of(new boolean[12], 4, 3, true)).isEmpty();
    }
}
