package org.sstem.internal.registration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.image.Filters;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RidgesTest {

    private static final int SIZE = 320;

    @ParameterizedTest
    @ValueSource(doubles = {0, 17, 45, 90, 131})
    void theRidgeOfAParabolicValleyIsItsCurvatureInAnyDirection(double degrees) {
        // given 0.3 + 0.5 * 0.02 d^2 at a distance of d: central differences have no error, the valley has no end
        Plane valley = line(40, degrees, d -> 0.3 + 0.01 * d * d);

        // then
        Plane ridge = Ridges.curvature(valley);
        assertThat(ridge.get(20, 20)).isCloseTo(0.02f, within(1e-6f));
        assertThat(ridge.get(31, 12)).isCloseTo(0.02f, within(2e-6f));
        // a bright line is none
        Plane crest = line(40, degrees, d -> 0.3 - 0.01 * d * d);
        assertThat(Ridges.curvature(crest).get(20, 20)).isCloseTo(0, within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 30, 45, 90})
    void aDarkLineIsARidgeOfKnownHeightAndWidth(double degrees) {
        // given a line as dark as 0.4 and of a standard deviation of 2 px
        Plane dark = line(80, degrees, d -> 0.6 - 0.4 * Math.exp(-d * d / 8));

        // when
        Plane ridge = Ridges.of(dark);

        // then it is the second difference of what a Gaussian of 1 px makes of the line, cut at 0, under a Gaussian of
        // 2 px
        for (int aside = 0; aside < 8; aside++) {
            double radians = Math.toRadians(degrees);
            int x = (int) Math.round(40 - aside * Math.sin(radians));
            int y = (int) Math.round(40 + aside * Math.cos(radians));
            double distance = (y - 40) * Math.cos(radians) - (x - 40) * Math.sin(radians);
            assertThat(ridge.get(x, y)).as("%d px aside", aside).isCloseTo(profile(distance), within(0.0005f));
        }
        assertThat(ridge.get(40, 40)).isGreaterThan(0.03f);
    }

    /** Integrated in steps of 0.01 px, in double precision. */
    private static float profile(double place) {
        double sum = 0;
        double weights = 0;
        for (double t = -8; t <= 8; t += 0.01) {
            double d = place - t;
            double second = blurred(d - 1) - 2 * blurred(d) + blurred(d + 1);
            double weight = Math.exp(-t * t / 8);
            sum += weight * Math.max(second, 0);
            weights += weight;
        }
        return (float) (sum / weights);
    }

    /** The line under a Gaussian of 1 px: a Gaussian whose variance is the sum of both. */
    private static double blurred(double d) {
        return -0.4 * 2 / Math.sqrt(5) * Math.exp(-d * d / 10);
    }

    private interface Profile {
        double at(double distance);
    }

    /** A straight line through the middle, so many degrees from the x axis. */
    private static Plane line(int size, double degrees, Profile profile) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        Plane out = new Plane(size, size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                out.set(x, y, (float) profile.at((y - size / 2) * cos - (x - size / 2) * sin));
            }
        }
        return out;
    }

    @Test
    void whereCytoplasmHasChangedMembranesSayHowTissueHasMoved() {
        // given the same membranes in both sections, and cytoplasm that has nothing in common
        Plane tissue = Tissue.section(SIZE, SIZE, 7);
        Flow truth = Tissue.motion(SIZE, SIZE, 5);
        Plane below = clouded(Tissue.warped(tissue, truth), 1);
        Plane above = clouded(tissue, 2);

        // when
        Flow byGrey = DenseRegistration.builder().build().register(below, above).flow();
        Flow byBoth = DenseRegistration.builder()
                .ridges()
                .build()
                .register(below, above)
                .flow();

        // then
        assertThat(error(byBoth, truth)).isLessThan(0.8 * error(byGrey, truth));
    }

    private static Plane clouded(Plane section, long seed) {
        Random random = new Random(seed);
        Plane noise = new Plane(SIZE, SIZE);
        for (int i = 0; i < noise.pixels().length; i++) {
            noise.pixels()[i] = (float) random.nextGaussian();
        }
        Plane clouds = Filters.gaussian(noise, 8);
        Plane out = section.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            // a Gaussian of 8 px leaves 1 / (2 sqrt(pi) 8) of white noise
            out.pixels()[i] += (float) (0.05 * 2 * Math.sqrt(Math.PI) * 8 * clouds.pixels()[i]);
        }
        return Tissue.grained(out, 0.05, seed);
    }

    @Test
    void aTileIsRegisteredAsInTheWhole() {
        int size = 720;
        Plane large = Tissue.section(size, size, 3);
        Plane fixed = Tissue.grained(Tissue.warped(large, Tissue.motion(size, size, 6)), 0.08, 1);
        DenseRegistration tiles =
                DenseRegistration.builder().ridges().greySd(0.12, 0.11).build();
        Flow whole = tiles.register(fixed, large).flow();
        Area target = new Area(333, 301, 64, 80);
        Area read = tiles.readArea(target, size, size);
        Flow tile = tiles.register(crop(fixed, read), crop(large, read)).flow();
        for (int y = target.y(); y < target.y() + target.height(); y++) {
            for (int x = target.x(); x < target.x() + target.width(); x++) {
                assertThat(tile.u().get(x - read.x(), y - read.y()))
                        .isCloseTo(whole.u().get(x, y), within(0.1f));
                assertThat(tile.v().get(x - read.x(), y - read.y()))
                        .isCloseTo(whole.v().get(x, y), within(0.1f));
            }
        }
    }

    private static Plane crop(Plane plane, Area area) {
        return plane.crop(area.x(), area.y(), area.width(), area.height());
    }

    private static double error(Flow flow, Flow truth) {
        double sum = 0;
        int rim = 32;
        for (int y = rim; y < SIZE - rim; y++) {
            for (int x = rim; x < SIZE - rim; x++) {
                sum += Math.hypot(
                        flow.u().get(x, y) - truth.u().get(x, y),
                        flow.v().get(x, y) - truth.v().get(x, y));
            }
        }
        return sum / ((SIZE - 2 * rim) * (SIZE - 2 * rim));
    }
}
