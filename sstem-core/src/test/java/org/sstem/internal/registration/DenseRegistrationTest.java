package org.sstem.internal.registration;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.method.Area;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DenseRegistrationTest {

    private static final int SIZE = 320;
    private static final int RIM = 32;

    private final DenseRegistration registration = DenseRegistration.builder().build();
    private final Plane moving = Tissue.section(SIZE, SIZE, 7);

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 5, 10})
    void aSmoothMotionIsFoundToAFractionOfAPixelThroughGrain(double amplitude) {
        Flow truth = Tissue.motion(SIZE, SIZE, amplitude);
        Plane fixed = Tissue.grained(Tissue.warped(moving, truth), 0.05, 1);
        Motion motion = registration.register(fixed, Tissue.grained(moving, 0.05, 2));
        assertThat(error(motion.flow(), truth, full())).isLessThan(0.25 + 0.03 * amplitude);
    }

    @Test
    void whatIsReadReachesAMarginBeyondTheTargetAndBeginsOnTheGridOfTheCoarsestLevel() {
        // given displacements up to 24 px: three levels, so a margin of 256 px and a grid of 8
        DenseRegistration registration = DenseRegistration.builder().build();

        assertThat(registration.margin()).isEqualTo(256);
        assertThat(registration.alignment()).isEqualTo(8);
        assertThat(registration.readArea(new Area(1003, 505, 50, 40), 4000, 3000))
                .isEqualTo(new Area(744, 248, 1003 + 50 + 256 - 744, 505 + 40 + 256 - 248));
        assertThat(registration.readArea(new Area(10, 20, 30, 40), 100, 90)).isEqualTo(new Area(0, 0, 100, 90));
    }

    @Test
    void brightnessContrastAndUnevenStainingDoNotMatter() {
        Flow truth = Tissue.motion(SIZE, SIZE, 4);
        Plane fixed = Tissue.warped(moving, truth);
        for (int i = 0; i < fixed.pixels().length; i++) {
            float uneven = 0.2f * (i % SIZE) / SIZE;
            fixed.pixels()[i] = 0.35f * fixed.pixels()[i] + 0.5f + uneven;
        }
        assertThat(error(registration.register(fixed, moving).flow(), truth, full()))
                .isLessThan(0.3);
    }

    @Test
    void scalingTheGreyValuesOfBothSectionsChangesNothing() {
        Plane fixed = Tissue.grained(Tissue.warped(moving, Tissue.motion(SIZE, SIZE, 4)), 0.05, 1);
        Flow plain = registration.register(fixed, moving).flow();
        Flow scaled = registration.register(affine(fixed), affine(moving)).flow();
        assertThat(error(scaled, plain, full())).isLessThan(0.01);
    }

    @Test
    void whatIsNotValidIsIgnoredAndBridged() {
        Flow truth = Tissue.motion(SIZE, SIZE, 4);
        Plane fixed = Tissue.warped(moving, truth);
        Plane validity = ones();
        for (int y = 0; y < SIZE; y++) {
            for (int x = 140; x < 180; x++) {
                fixed.set(x, y, 0);
                validity.set(x, y, 0);
            }
        }
        Motion motion = registration.register(fixed, validity, moving, ones());
        assertThat(error(motion.flow(), truth, new Area(RIM, RIM, 100, SIZE - 2 * RIM)))
                .isLessThan(0.3);
        assertThat(error(motion.flow(), truth, new Area(140, RIM, 40, SIZE - 2 * RIM)))
                .isLessThan(1.5);
        assertThat(motion.confidence().get(160, 160)).isLessThan(0.03f);
        assertThat(motion.confidence().get(80, 160)).isGreaterThan(0.7f);
    }

    @Test
    void whereThereIsOnlyGrainNoMotionIsInvented() {
        Flow truth = Tissue.motion(SIZE, SIZE, 3);
        Plane fixed = Tissue.warped(moving, truth);
        Plane other = moving.copy();
        for (int y = 0; y < SIZE; y++) {
            for (int x = SIZE / 2; x < SIZE; x++) {
                fixed.set(x, y, 0.6f);
                other.set(x, y, 0.6f);
            }
        }
        Flow flow = registration
                .register(Tissue.grained(fixed, 0.03, 1), Tissue.grained(other, 0.03, 2))
                .flow();
        assertThat(error(flow, truth, new Area(RIM, RIM, 100, SIZE - 2 * RIM))).isLessThan(0.5);
        Area empty = new Area(SIZE / 2 + RIM, RIM, SIZE / 2 - 2 * RIM, SIZE - 2 * RIM);
        assertThat(error(flow, new Flow(SIZE, SIZE), empty)).isLessThan(3);
    }

    @Test
    void aSectionWithoutContrastStaysWhereItIs() {
        Plane empty = new Plane(SIZE, SIZE);
        Arrays.fill(empty.pixels(), 0.6f);
        assertThat(error(registration.register(empty, moving).flow(), new Flow(SIZE, SIZE), full()))
                .isLessThan(1e-4);
    }

    @Test
    void theMotionBetweenTwoSectionsIsSeenFromThePlaceBetweenThem() {
        Flow shift = new Flow(SIZE, SIZE);
        Arrays.fill(shift.u().pixels(), -6);
        Arrays.fill(shift.v().pixels(), 3);
        // below(x) = above(x - 6, y + 3), so the way from below to above is (-6, 3) wherever it is seen from.
        Plane below = Tissue.warped(moving, shift);
        for (double fraction : new double[] {0, 0.25, 1}) {
            Flow found = registration.between(below, moving, fraction).flow();
            assertThat(error(found, shift, full())).isLessThan(0.2);
        }
    }

    @Test
    void aMotionThatChangesFromPlaceToPlaceIsSeenFromEitherSection() {
        Flow truth = Tissue.motion(SIZE, SIZE, 10);
        // fixed(x) = moving(x + truth(x)): from fixed it is truth, and seen from there on the way to fixed minus truth
        Plane fixed = Tissue.warped(moving, truth);

        Flow fromBelow = registration.between(fixed, moving, 0).flow();
        Flow fromAbove = registration.between(moving, fixed, 1).flow();

        assertThat(error(fromBelow, truth, full())).isLessThan(0.6);
        assertThat(error(fromAbove, Flows.scaled(truth, -1), full())).isLessThan(0.6);
    }

    @Test
    void theMotionInAPartIsThatOfTheWhole() {
        int size = 720;
        Plane large = Tissue.section(size, size, 3);
        Plane fixed = Tissue.grained(Tissue.warped(large, Tissue.motion(size, size, 6)), 0.08, 1);
        Plane all = Plane.filled(size, size, 1);
        Motion whole = registration.register(fixed, large);
        Area target = new Area(333, 301, 65, 80);
        Motion part = registration.fixed(fixed, all, target).register(large, all);
        assertThat(part.flow().width()).isEqualTo(65);
        assertThat(part.flow().height()).isEqualTo(80);
        for (int y = 0; y < target.height(); y++) {
            for (int x = 0; x < target.width(); x++) {
                assertThat(part.flow().u().get(x, y))
                        .isCloseTo(whole.flow().u().get(target.x() + x, target.y() + y), within(0.1f));
                assertThat(part.flow().v().get(x, y))
                        .isCloseTo(whole.flow().v().get(target.x() + x, target.y() + y), within(0.1f));
                assertThat(part.confidence().get(x, y))
                        .isCloseTo(whole.confidence().get(target.x() + x, target.y() + y), within(0.05f));
            }
        }
    }

    @Test
    void aTileIsRegisteredAsInTheWhole() {
        int size = 720;
        Plane large = Tissue.section(size, size, 3);
        Plane fixed = Tissue.grained(Tissue.warped(large, Tissue.motion(size, size, 6)), 0.08, 1);
        DenseRegistration tiles = DenseRegistration.builder().greySd(0.12, 0.11).build();
        Flow whole = tiles.register(fixed, large).flow();
        Area target = new Area(333, 301, 64, 80);
        Area read = tiles.readArea(target, size, size);
        assertThat(read.x()).isPositive().matches(x -> x % tiles.alignment() == 0);
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

    @Test
    void theNumberOfThreadsChangesNothing() {
        Plane fixed = Tissue.grained(Tissue.warped(moving, Tissue.motion(SIZE, SIZE, 4)), 0.05, 1);
        Motion one = Parallelization.runSingleThreaded(() -> registration.register(fixed, moving));
        Motion many = Parallelization.runWithNumThreads(5, () -> registration.register(fixed, moving));
        assertThat(many.flow().u().pixels()).isEqualTo(one.flow().u().pixels());
        assertThat(many.flow().v().pixels()).isEqualTo(one.flow().v().pixels());
        assertThat(many.confidence().pixels()).isEqualTo(one.confidence().pixels());
    }

    @Test
    void planesOfDifferentSizeAreRefused() {
        assertThatThrownBy(() -> registration.register(moving, new Plane(SIZE, 100)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("moving must be 320 x 320, was 320 x 100");
    }

    @Test
    void tinyPlanesAreRegisteredToo() {
        Motion motion = registration.register(new Plane(3, 1), new Plane(3, 1));
        assertThat(motion.flow().u().get(1, 0)).isCloseTo(0, within(1e-6f));
    }

    private static double error(Flow flow, Flow truth, Area area) {
        double sum = 0;
        for (int y = area.y(); y < area.y() + area.height(); y++) {
            for (int x = area.x(); x < area.x() + area.width(); x++) {
                sum += Math.hypot(
                        flow.u().get(x, y) - truth.u().get(x, y),
                        flow.v().get(x, y) - truth.v().get(x, y));
            }
        }
        return sum / (area.width() * area.height());
    }

    private static Area full() {
        return new Area(RIM, RIM, SIZE - 2 * RIM, SIZE - 2 * RIM);
    }

    private static Plane affine(Plane plane) {
        Plane out = plane.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = 3000 * out.pixels()[i] - 500;
        }
        return out;
    }

    private static Plane crop(Plane plane, Area area) {
        return plane.crop(area.x(), area.y(), area.width(), area.height());
    }

    private static Plane ones() {
        Plane out = new Plane(SIZE, SIZE);
        Arrays.fill(out.pixels(), 1);
        return out;
    }
}
