package org.sstem.internal.detect;

import org.junit.jupiter.api.Test;
import org.sstem.internal.image.Filters;
import org.sstem.internal.math.Deviations;
import org.sstem.method.Plane;

import java.util.Random;
import java.util.function.BiPredicate;

import static org.assertj.core.api.Assertions.assertThat;

class LikenessTest {

    private static final int CELLS = 256;
    private static final double WINDOW = 12;

    private final Plane section = tissue(1);

    @Test
    void sectionsOfTheSameTissueAreAlikeAndOthersAreNot() {
        assertThat(Likeness.of(texture(section), texture(changed(section)))).isGreaterThan(4 * Likeness.SURE);
        for (int seed = 2; seed < 12; seed++) {
            assertThat(Likeness.of(texture(section), texture(tissue(seed)))).isBetween(-3.5, 3.5);
        }
    }

    @Test
    void tissueBetweenLargeStainsIsKnownAgainAndOtherTissueIsNot() {
        Plane stained = texture(stained(section));

        assertThat(Likeness.of(stained, texture(changed(section)))).isGreaterThan(Likeness.SURE);
        for (int seed = 2; seed < 12; seed++) {
            assertThat(Likeness.of(stained, texture(tissue(seed)))).isBetween(-3.5, 3.5);
        }
    }

    @Test
    void whatTwoSmallWindowsShowOfTheSameTissueIsKnownAgainAsAWholeAndOtherTissueIsNot() {
        Plane window = seen(texture(section), (x, y) -> x + 0.3 * y > 96 && x + 0.3 * y < 192);

        assertThat(Likeness.inPlace(window, seen(texture(changed(section)), (x, y) -> x - 0.2 * y > 40)))
                .isGreaterThan(2 * Likeness.SAME_TISSUE);
        for (int seed = 2; seed < 12; seed++) {
            assertThat(Likeness.inPlace(window, seen(texture(tissue(seed)), (x, y) -> x - 0.2 * y > 40)))
                    .isLessThan(Likeness.SAME_TISSUE);
        }
        assertThat(Likeness.inPlace(window, seen(texture(changed(section)), (x, y) -> x < 60)))
                .isZero();
    }

    /** A texture through a window. */
    private static Plane seen(Plane texture, BiPredicate<Integer, Integer> window) {
        Plane seen = new Plane(CELLS, CELLS);
        for (int y = 0; y < CELLS; y++) {
            for (int x = 0; x < CELLS; x++) {
                seen.set(x, y, window.test(x, y) ? texture.get(x, y) : 0);
            }
        }
        return seen;
    }

    private static Plane tissue(int seed) {
        Random random = new Random(seed);
        Plane noise = new Plane(CELLS, CELLS);
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = (float) random.nextGaussian();
        }
        Plane tissue = Filters.gaussian(noise, 1.5);
        double sd = sd(tissue);
        for (int i = 0; i < noise.pixels().length; i++) {
            tissue.pixels()[i] = (float) (0.5 + 0.15 * tissue.pixels()[i] / sd);
        }
        return tissue;
    }

    /** What the next section shows of the same tissue. */
    private static Plane changed(Plane section) {
        Plane other = tissue(1000);
        for (int i = 0; i < other.pixels().length; i++) {
            other.pixels()[i] = 0.6f * section.pixels()[i] + 0.4f * other.pixels()[i];
        }
        return other;
    }

    /** Pale, with soft dark places over half of it. */
    private static Plane stained(Plane section) {
        Random random = new Random(7);
        Plane stained = section.copy();
        for (int blob = 0; blob < 60; blob++) {
            double cx = CELLS * random.nextDouble();
            double cy = CELLS * random.nextDouble();
            double radius = 8 + 24 * random.nextDouble();
            for (int y = 0; y < CELLS; y++) {
                for (int x = 0; x < CELLS; x++) {
                    double r = Math.hypot(x - cx, y - cy) / radius;
                    float grey = blob == 0 ? 0.3f + 0.3f * stained.get(x, y) : stained.get(x, y);
                    stained.set(x, y, r < 1 ? (float) (grey * r * r * r) : grey);
                }
            }
        }
        return stained;
    }

    private static Plane texture(Plane section) {
        Plane all = Plane.filled(CELLS, CELLS, 1);
        Plane texture = Filters.normalise(section, all, WINDOW, 0.2 * sd(section));
        for (int i = 0; i < texture.pixels().length; i++) {
            texture.pixels()[i] = Math.min(Math.max(texture.pixels()[i], -2), 2);
        }
        return texture;
    }

    private static double sd(Plane plane) {
        double[] values = new double[plane.pixels().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = plane.pixels()[i];
        }
        return Deviations.of(values).sd();
    }
}
