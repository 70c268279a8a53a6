package org.sstem.internal.image;

import org.junit.jupiter.api.Test;
import org.sstem.method.Plane;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class LocalBlurTest {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 270;

    private final Plane grey = noise(1);

    @Test
    void aGapIsFilledAsIfTheWholePlaneWereBlurredToTheBit() {
        boolean[] gaps = new boolean[WIDTH * HEIGHT];
        Plane valid = Plane.filled(WIDTH, HEIGHT, 1);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 100 + y / 3; x < 130 + y / 3; x++) {
                gaps[y * WIDTH + x] = true;
                valid.set(x, y, 0);
            }
        }

        Plane continued = LocalBlur.continued(grey, gaps, 3, 0.5f);

        Plane whole = Filters.gaussian(grey, valid, 3, 0.5f);
        for (int i = 0; i < gaps.length; i++) {
            float expected = gaps[i] ? whole.pixels()[i] : grey.pixels()[i];
            assertThat(continued.pixels()[i]).isEqualTo(expected);
        }
    }

    @Test
    void smallGapsFarApartAreFilledOneByOneToTheBit() {
        boolean[] gaps = new boolean[WIDTH * HEIGHT];
        Plane valid = Plane.filled(WIDTH, HEIGHT, 1);
        for (int[] centre : new int[][] {{128, 128}, {20, 250}, {290, 30}}) {
            for (int y = centre[1] - 8; y <= centre[1] + 8; y++) {
                for (int x = centre[0] - 8; x <= centre[0] + 8; x++) {
                    gaps[y * WIDTH + x] = true;
                    valid.set(x, y, 0);
                }
            }
        }

        Plane blurred = LocalBlur.of(gaps, grey, valid, 12, Float.NaN);

        Plane whole = Filters.gaussian(grey, valid, 12, Float.NaN);
        for (int i = 0; i < gaps.length; i++) {
            if (gaps[i]) {
                assertThat(blurred.pixels()[i]).isEqualTo(whole.pixels()[i]);
            }
        }
    }

    @Test
    void aPlaneWithoutGapsIsGivenAsItIs() {
        assertThat(LocalBlur.continued(grey, new boolean[WIDTH * HEIGHT], 3, 0.5f))
                .isSameAs(grey);
    }

    private static Plane noise(long seed) {
        Random random = new Random(seed);
        Plane plane = new Plane(WIDTH, HEIGHT);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = random.nextFloat();
        }
        return plane;
    }
}
