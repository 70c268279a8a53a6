package org.sstem.metric;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.metric.GoldenArray;
import org.sstem.method.Plane;

import java.io.IOException;
import java.util.Random;
import java.util.function.IntBinaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

public class ImageQualityTest {

    @Test
    void reproducesTheCheckVectorOfTheMethod() {
        // given
        Plane a = plane(48, 48, ImageQualityTest::first);
        Plane b = plane(48, 48, (x, y) -> Math.max(0, Math.min(255, first(x, y) + (3 * x + 5 * y) % 17 - 8)));

        // then
        assertThat(ImageQuality.psnr(a, b, 255)).isCloseTo(34.3883177658, within(1e-9));
        assertThat(ImageQuality.ssim(a, b, 255)).isCloseTo(0.9874480485, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "b_noisy, 30.918821117203205, 0.9742622358414397",
        "b_shift, 17.755865728919478, 0.5754783511760402",
        "b_const, 13.918592247798685, 0.055708566379484965"
    })
    void agreesWithScikitImageOnGoldenPairs(String name, double psnr, double ssim) throws IOException {
        // given
        Plane a = GoldenArray.plane("a", 56, 48, 0);
        Plane b = GoldenArray.plane(name, 56, 48, 0);

        // then
        assertThat(ImageQuality.psnr(a, b, 255)).isCloseTo(psnr, within(1e-9));
        assertThat(ImageQuality.ssim(a, b, 255)).isCloseTo(ssim, within(1e-9));
    }

    @Test
    void equalImagesHaveInfinitePsnrAndSsimOne() {
        // given
        Plane a = noise(200, 190, 1);

        // then
        assertThat(ImageQuality.psnr(a, a.copy(), 1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ImageQuality.ssim(a, a.copy(), 1)).isCloseTo(1, within(1e-12));
        assertThat(ImageQuality.multiScaleSsim(a, a.copy(), 1)).isCloseTo(1, within(1e-12));
    }

    @Test
    void theOrderOfTheImagesDoesNotMatter() {
        // given
        Plane a = noise(180, 201, 1);
        Plane b = blend(a, noise(180, 201, 2), 0.3f);

        // then
        assertThat(ImageQuality.psnr(a, b, 1)).isEqualTo(ImageQuality.psnr(b, a, 1));
        assertThat(ImageQuality.ssim(a, b, 1)).isEqualTo(ImageQuality.ssim(b, a, 1));
        assertThat(ImageQuality.multiScaleSsim(a, b, 1)).isEqualTo(ImageQuality.multiScaleSsim(b, a, 1));
    }

    @Test
    void valuesInAnotherUnitGiveTheSameScores() {
        // given grey values as stored, and the same scaled to [0, 1] by a power of two
        Plane a = plane(180, 180, ImageQualityTest::first);
        Plane b = plane(180, 180, (x, y) -> (first(x, y) * 3 + 40) % 256);
        Plane a1 = scaled(a, 1f / 256);
        Plane b1 = scaled(b, 1f / 256);

        // then a dark section is not mistaken for one of another range
        assertThat(ImageQuality.psnr(a1, b1, 1)).isCloseTo(ImageQuality.psnr(a, b, 256), within(1e-9));
        assertThat(ImageQuality.ssim(a1, b1, 1)).isCloseTo(ImageQuality.ssim(a, b, 256), within(1e-12));
        assertThat(ImageQuality.multiScaleSsim(a1, b1, 1))
                .isCloseTo(ImageQuality.multiScaleSsim(a, b, 256), within(1e-12));
        assertThat(ImageQuality.sharpness(a1, 1)).isCloseTo(ImageQuality.sharpness(a, 256), within(1e-7));
    }

    @Test
    void anOffsetInGreyHasTheClosedFormPsnr() {
        // given
        Plane a = plane(20, 5, (x, y) -> 10);
        Plane b = plane(20, 5, (x, y) -> 30);

        // then
        assertThat(ImageQuality.psnr(a, b, 200)).isCloseTo(20, within(1e-12));
    }

    @Test
    void ssimOfOneWindowIsTheFormulaItself() {
        // given two constant images, whose covariance vanishes
        Plane a = plane(11, 11, (x, y) -> 100);
        Plane b = plane(11, 11, (x, y) -> 150);
        double c1 = 2.55 * 2.55;

        // then
        assertThat(ImageQuality.ssim(a, b, 255))
                .isCloseTo((2 * 100 * 150 + c1) / (100 * 100 + 150 * 150 + c1), within(1e-9));
    }

    @Test
    void multiScaleSsimCountsBrightnessOnTheCoarsestScaleOnly() {
        // given two images without contrast: structure agrees everywhere, brightness does not
        Plane a = Plane.filled(192, 180, 0.4f);
        Plane b = Plane.filled(192, 180, 0.6f);

        // then what is left is the luminance term of Wang et al. (2003), to the weight of the fifth scale
        double luminance = (2 * 0.4 * 0.6 + 1e-4) / (0.4 * 0.4 + 0.6 * 0.6 + 1e-4);
        assertThat(ImageQuality.multiScaleSsim(a, b, 1)).isCloseTo(Math.pow(luminance, 0.1333), within(1e-6));
    }

    @Test
    void multiScaleSsimForgivesFineNoiseThatSsimDoesNot() {
        // given
        Plane smooth = plane(256, 256, (x, y) -> (int) (128 + 100 * Math.sin(x / 19.0) * Math.cos(y / 23.0)));
        Plane grain = noise(256, 256, 5);
        Plane noisy = smooth.copy();
        for (int i = 0; i < noisy.pixels().length; i++) {
            noisy.pixels()[i] += 30 * (grain.pixels()[i] - 0.5f);
        }

        // then
        double single = ImageQuality.ssim(smooth, noisy, 255);
        assertThat(ImageQuality.multiScaleSsim(smooth, noisy, 255)).isBetween(single + 0.05, 1.0);
    }

    @Test
    void sharpnessOfARampIsItsSlope() {
        // given
        Plane ramp = plane(40, 30, (x, y) -> 3 * x + 4 * y);

        // then
        assertThat(ImageQuality.sharpness(ramp, 255)).isCloseTo(5 / 255.0, within(1e-7));
        assertThat(ImageQuality.sharpness(plane(9, 9, (x, y) -> 7), 255)).isZero();
    }

    @Test
    void sharpnessFallsWhenSectionsThatDoNotFitAreAveraged() {
        // given
        Plane a = noise(64, 64, 1);
        Plane b = noise(64, 64, 2);

        // then
        assertThat(ImageQuality.sharpness(blend(a, b, 0.5f), 1))
                .isBetween(0.6 * ImageQuality.sharpness(a, 1), 0.8 * ImageQuality.sharpness(a, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void theNumberOfThreadsChangesNothing(int threads) {
        // given
        Plane a = noise(211, 333, 1);
        Plane b = noise(211, 333, 2);

        // then
        assertThat(Parallelization.runWithNumThreads(threads, () -> all(a, b)))
                .isEqualTo(Parallelization.runSingleThreaded(() -> all(a, b)));
    }

    @Test
    void refusesImagesOfDifferentSizes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageQuality.psnr(new Plane(20, 30), new Plane(30, 20), 1))
                .withMessageContaining("20 x 30")
                .withMessageContaining("30 x 20");
    }

    @Test
    void refusesImagesSmallerThanTheWindow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageQuality.ssim(new Plane(40, 10), new Plane(40, 10), 1))
                .withMessage("image must be at least 11 x 11, was 40 x 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageQuality.multiScaleSsim(new Plane(175, 300), new Plane(175, 300), 1))
                .withMessageContaining("176 x 176");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageQuality.sharpness(new Plane(2, 9), 1))
                .withMessageContaining("3 x 3");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesADataRangeThatIsNotPositive(double range) {
        Plane a = new Plane(200, 200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageQuality.psnr(a, a, range))
                .withMessageContaining("data range");
        assertThatIllegalArgumentException().isThrownBy(() -> ImageQuality.ssim(a, a, range));
        assertThatIllegalArgumentException().isThrownBy(() -> ImageQuality.multiScaleSsim(a, a, range));
        assertThatIllegalArgumentException().isThrownBy(() -> ImageQuality.sharpness(a, range));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void refusesPixelsThatAreNotFiniteAndSaysWhere(float value) {
        Plane a = noise(200, 200, 1);
        Plane b = a.copy();
        b.set(7, 9, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageQuality.psnr(a, b, 1))
                .withMessageContaining("pixel (7, 9)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageQuality.ssim(a, b, 1))
                .withMessageContaining("pixel (7, 9)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageQuality.multiScaleSsim(a, b, 1))
                .withMessageContaining("pixel (7, 9)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageQuality.sharpness(b, 1))
                .withMessageContaining("pixel (7, 9)");
    }

    private static double[] all(Plane a, Plane b) {
        return new double[] {
            ImageQuality.psnr(a, b, 1),
            ImageQuality.ssim(a, b, 1),
            ImageQuality.multiScaleSsim(a, b, 1),
            ImageQuality.sharpness(a, 1)
        };
    }

    private static int first(int x, int y) {
        return (7 * x + 13 * y + (x * y) % 31) % 256;
    }

    static Plane plane(int width, int height, IntBinaryOperator value) {
        Plane plane = new Plane(width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                plane.set(x, y, value.applyAsInt(x, y));
            }
        }
        return plane;
    }

    public static Plane noise(int width, int height, long seed) {
        Random random = new Random(seed);
        Plane plane = new Plane(width, height);
        for (int i = 0; i < plane.pixels().length; i++) {
            plane.pixels()[i] = random.nextFloat();
        }
        return plane;
    }

    private static Plane blend(Plane a, Plane b, float weight) {
        Plane out = new Plane(a.width(), a.height());
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] = a.pixels()[i] * (1 - weight) + b.pixels()[i] * weight;
        }
        return out;
    }

    private static Plane scaled(Plane a, float factor) {
        Plane out = a.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] *= factor;
        }
        return out;
    }
}
