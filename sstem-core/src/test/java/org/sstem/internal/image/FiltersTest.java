package org.sstem.internal.image;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.method.Flow;
import org.sstem.method.Plane;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FiltersTest {

    @Test
    void aGaussianOfAnImpulseHasTheShapeOfTheGaussian() {
        Plane impulse = new Plane(41, 41);
        impulse.set(20, 20, 1);
        Plane blurred = Filters.gaussian(impulse, 3);
        assertThat(blurred.get(20, 20)).isCloseTo((float) (1 / (2 * Math.PI * 9)), within(3e-5f));
        assertThat(blurred.get(23, 16) / blurred.get(20, 20))
                .isCloseTo((float) Math.exp(-0.5 * 25 / 9.0), within(1e-4f));
    }

    @Test
    void blurringKeepsAConstantUpToTheBorder() {
        Plane grey = new Plane(17, 5);
        Arrays.fill(grey.pixels(), 0.37f);
        for (Plane result : new Plane[] {Filters.gaussian(grey, 8), Filters.boxMean(grey, 9), Filters.halve(grey)}) {
            for (float value : result.pixels()) {
                assertThat(value).isCloseTo(0.37f, within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 30})
    void theLargestValueIsThatOfTheSquareWithinThePlane(int radius) {
        Plane noise = noise(23, 19, 6);

        Plane largest = Filters.largest(noise, radius);

        for (int y = 0; y < 19; y++) {
            for (int x = 0; x < 23; x++) {
                float most = Float.NEGATIVE_INFINITY;
                for (int v = Math.max(0, y - radius); v <= Math.min(18, y + radius); v++) {
                    for (int u = Math.max(0, x - radius); u <= Math.min(22, x + radius); u++) {
                        most = Math.max(most, noise.get(u, v));
                    }
                }
                assertThat(largest.get(x, y)).as("(%d, %d)", x, y).isEqualTo(most);
            }
        }
    }

    @Test
    void aBoxMeanIsTheMeanOverTheSquareWithTheBorderRepeated() {
        Plane noise = noise(23, 19, 5);
        Plane mean = Filters.boxMean(noise, 3);
        for (int[] at : new int[][] {{0, 0}, {11, 9}, {22, 18}, {1, 17}}) {
            double sum = 0;
            for (float value : noise.crop(at[0] - 3, at[1] - 3, 7, 7).pixels()) {
                sum += value;
            }
            assertThat(mean.get(at[0], at[1])).isCloseTo((float) (sum / 49), within(1e-6f));
        }
    }

    @Test
    void aBlurWithWeightsIgnoresWhatIsNotValid() {
        Plane values = new Plane(60, 40);
        Plane weight = new Plane(60, 40);
        for (int i = 0; i < values.pixels().length; i++) {
            boolean valid = i % 60 < 30;
            values.pixels()[i] = valid ? 0.25f : 1e6f;
            weight.pixels()[i] = valid ? 1 : 0;
        }
        Plane mean = Filters.gaussian(values, weight, 4, -1);
        assertThat(mean.get(10, 20)).isCloseTo(0.25f, within(1e-6f));
        assertThat(mean.get(33, 20)).isCloseTo(0.25f, within(1e-6f));
        assertThat(mean.get(59, 20)).isEqualTo(-1);
    }

    @Test
    void halvingAndEnlargingBringsALinearRampBack() {
        Plane ramp = new Plane(40, 31);
        for (int i = 0; i < ramp.pixels().length; i++) {
            ramp.pixels()[i] = 0.01f * (i % 40) - 0.02f * (i / 40);
        }
        Plane back = Filters.enlarge(Filters.halve(ramp), 40, 31);
        for (int y = 4; y < 27; y++) {
            for (int x = 4; x < 36; x++) {
                assertThat(back.get(x, y)).isCloseTo(ramp.get(x, y), within(1e-5f));
            }
        }
        assertThatThrownBy(() -> Filters.enlarge(Filters.halve(ramp), 42, 31))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("42 x 31");
    }

    @Test
    void enlargingAFlowDoublesItsDisplacements() {
        Flow flow = new Flow(4, 4);
        Arrays.fill(flow.u().pixels(), 1.5f);
        Flow fine = Filters.enlarge(flow, 8, 7);
        assertThat(fine.u().get(5, 6)).isEqualTo(3f);
        assertThat(fine.v().get(5, 6)).isZero();
    }

    @Test
    void normalisingTakesOutBrightnessAndContrast() {
        Plane noise = noise(64, 64, 1);
        Plane paler = noise.copy();
        for (int i = 0; i < paler.pixels().length; i++) {
            paler.pixels()[i] = 0.3f * paler.pixels()[i] + 0.5f;
        }
        Plane all = new Plane(64, 64);
        Arrays.fill(all.pixels(), 1);
        Plane a = Filters.normalise(noise, all, 6, 1e-3);
        Plane b = Filters.normalise(paler, all, 6, 0.3e-3);
        for (int i = 0; i < a.pixels().length; i++) {
            assertThat(b.pixels()[i]).isCloseTo(a.pixels()[i], within(1e-3f));
        }
    }

    @Test
    void aPartComputedAloneEqualsThePartOfTheWholeAndThreadsChangeNothing() {
        Plane noise = noise(150, 130, 2);
        int reach = Filters.gaussianReach(4);
        Plane whole = Parallelization.runWithNumThreads(3, () -> Filters.gaussian(noise, 4));
        Plane alone = Parallelization.runSingleThreaded(
                () -> Filters.gaussian(noise.crop(40 - reach, 30 - reach, 50 + 2 * reach, 60 + 2 * reach), 4));
        assertThat(alone.crop(reach, reach, 50, 60).pixels())
                .isEqualTo(whole.crop(40, 30, 50, 60).pixels());
        assertThat(Parallelization.runSingleThreaded(() -> Filters.boxMean(noise, 7))
                        .pixels())
                .isEqualTo(Parallelization.runWithNumThreads(4, () -> Filters.boxMean(noise, 7))
                        .pixels());
    }

    private static Plane noise(int width, int height, long seed) {
        Random random = new Random(seed);
        Plane plane = new Plane(width, height);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = random.nextFloat();
        }
        return plane;
    }
}
