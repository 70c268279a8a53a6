package org.sstem.internal.detect;

import org.junit.jupiter.api.Test;
import org.sstem.method.Plane;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

/** Lines through a map against their definition, cell by cell. */
class BandRidgesTest {

    private static final double FULL = 1.2;
    private static final int COLUMNS = 83;
    private static final int ROWS = 140;

    private final Plane values = new Plane(COLUMNS, ROWS);
    private final boolean[] valid = new boolean[COLUMNS * ROWS];

    private BandMap map() {
        Random random = new Random(5);
        Arrays.fill(valid, true);
        for (int y = 0; y < ROWS; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                double band = Math.abs(x - 0.4 * y) < 2 ? -2 : Math.abs(y - 90) < 2 ? 2 : 0;
                values.set(x, y, (float) (random.nextGaussian() + band));
                valid[y * COLUMNS + x] = x < 60 || y > 20;
            }
        }
        return new BandMap(2, values, valid);
    }

    /** Mean along a line through a cell; 0 for a short one. */
    private double along(int x, int y, int k, int sign) {
        double theta = Math.PI * k / BandRidges.ANGLES;
        boolean flat = Math.abs(Math.cos(theta)) >= Math.abs(Math.sin(theta));
        double slope = flat ? Math.tan(theta) : 1 / Math.tan(theta);
        int half = (int) Math.round(0.5 * BandRidges.LENGTH / Math.sqrt(1 + slope * slope));
        int here = flat ? x : y;
        double sum = 0;
        int n = 0;
        for (int a = Math.max(0, here - half); a <= here + half; a++) {
            int aside = (int) Math.rint(a * slope) - (int) Math.rint(here * slope);
            int px = flat ? a : x + aside;
            int py = flat ? y + aside : a;
            if (px >= 0 && py >= 0 && px < COLUMNS && py < ROWS && valid[py * COLUMNS + px]) {
                sum += Math.min(Math.max(sign * values.get(px, py) / FULL, -1), 1);
                n++;
            }
        }
        return n <= half ? 0 : sum / n;
    }

    @Test
    void everyCellHasItsDarkestAndBrightestLine() {
        var ridges = BandRidges.of(map(), FULL);
        for (int which = 0; which < 2; which++) {
            BandRidges lines = ridges.get(which);
            int sign = 2 * which - 1;
            for (int i = 0; i < valid.length; i++) {
                int x = i % COLUMNS;
                int y = i / COLUMNS;
                if (!valid[i]) {
                    assertThat(lines.strength()[i]).isEqualTo(-1);
                    assertThat(lines.signal()[i]).isNaN();
                    continue;
                }
                double best = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < BandRidges.ANGLES; k++) {
                    best = Math.max(best, along(x, y, k, sign));
                }
                assertThat(lines.strength()[i]).isCloseTo((float) best, offset(3e-4f));
                assertThat(along(x, y, lines.direction()[i], sign)).isCloseTo(best, offset(6e-4));
            }
        }
    }

    @Test
    void bandsAreStrongAlongTheirDirection() {
        var ridges = BandRidges.of(map(), FULL);
        int dark = 70 * COLUMNS + 28;
        int bright = 90 * COLUMNS + 60;
        assertThat(ridges.get(0).strength()[dark]).isGreaterThan(0.7f);
        // the normal of x = 0.4 y, and the x axis
        assertThat(Math.PI * ridges.get(0).direction()[dark] / BandRidges.ANGLES)
                .isCloseTo(Math.atan2(1, 0.4), offset(0.1));
        assertThat(ridges.get(1).strength()[bright]).isGreaterThan(0.7f);
        assertThat(ridges.get(1).direction()[bright]).isIn((byte) 0, (byte) 1, (byte) 31);
    }
}
