package org.sstem.internal.metric;

import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.method.Plane;
import org.sstem.metric.ImageQualityTest;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class SsimLossTest {

    @ParameterizedTest
    @CsvSource({
        "64, 64, 0.08199834823608398, 0.991145670413971, 0.991146445274353, 0.9911456108093262, 0.9911465048789978",
        "96, 80, 0.07587414979934692, 0.9961814880371094, 0.9961875677108765, 0.9961814880371094, 0.9961876273155212"
    })
    void agreesWithTheReferencesLossAndItsMultiScaleVariant(
            int height, int width, double loss, double five, double three, double five255, double three255)
            throws IOException {
        // given
        String size = height + "x" + width;
        Plane p = GoldenArray.plane("p_" + size, width, height, 0);
        Plane q = GoldenArray.plane("q_" + size, width, height, 0);

        // then: the reference computes in single precision
        assertThat(SsimLoss.value(p, q, 1)).isCloseTo(loss, within(1e-5));
        assertThat(SsimLoss.multiScale(p, q, 1, 5)).isCloseTo(five, within(1e-5));
        assertThat(SsimLoss.multiScale(p, q, 1, 3)).isCloseTo(three, within(1e-5));
        assertThat(SsimLoss.multiScale(times255(p), times255(q), 255, 5)).isCloseTo(five255, within(1e-5));
        assertThat(SsimLoss.multiScale(times255(p), times255(q), 255, 3)).isCloseTo(three255, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "96, 80"})
    void agreesWithTheReferencesGradient(int height, int width) throws IOException {
        // given
        String size = height + "x" + width;
        Plane p = GoldenArray.plane("p_" + size, width, height, 0);
        Plane q = GoldenArray.plane("q_" + size, width, height, 0);
        Plane expected = GoldenArray.plane("gq_" + size, width, height, 0);

        // when
        Plane gradient = SsimLoss.gradient(p, q, 1);

        // then
        for (int i = 0; i < gradient.pixels().length; i++) {
            float value = expected.pixels()[i];
            assertThat(gradient.pixels()[i]).isCloseTo(value, within(1e-7f + 1e-3f * Math.abs(value)));
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 14", "8, 9", "5, 6", "1, 3"})
    void theGradientIsTheSlopeOfTheLossAlsoForSmallWindows(int width, int height) {
        // given
        Plane p = ImageQualityTest.noise(width, height, 1);
        Plane q = ImageQualityTest.noise(width, height, 2);
        Plane gradient = SsimLoss.gradient(p, q, 1);

        // then
        for (int i = 0; i < q.pixels().length; i += 3) {
            Plane up = q.copy();
            Plane down = q.copy();
            up.pixels()[i] += 1e-3f;
            down.pixels()[i] -= 1e-3f;
            double step = (double) up.pixels()[i] - down.pixels()[i];
            double slope = (SsimLoss.value(p, up, 1) - SsimLoss.value(p, down, 1)) / step;
            assertThat((double) gradient.pixels()[i]).isCloseTo(slope, within(1e-5 + 1e-3 * Math.abs(slope)));
        }
    }

    @ParameterizedTest
    @CsvSource({"32, 32, 1", "35, 44, 2", "64, 57, 4"})
    void theGradientOfMultiScaleSsimIsTheSlopeOfTheLoss(int width, int height, int scales) {
        // given images that are alike, so that no factor is negative
        Plane p = ImageQualityTest.noise(width, height, 1);
        Plane noise = ImageQualityTest.noise(width, height, 2);
        Plane q = p.copy();
        for (int i = 0; i < q.pixels().length; i++) {
            q.pixels()[i] = 0.7f * p.pixels()[i] + 0.3f * noise.pixels()[i];
        }
        Plane gradient = SsimLoss.multiScaleGradient(p, q, 1, scales);

        // then
        for (int i = 0; i < q.pixels().length; i += 7) {
            Plane up = q.copy();
            Plane down = q.copy();
            up.pixels()[i] += 1e-3f;
            down.pixels()[i] -= 1e-3f;
            double step = (double) up.pixels()[i] - down.pixels()[i];
            double slope = (SsimLoss.multiScale(p, down, 1, scales) - SsimLoss.multiScale(p, up, 1, scales)) / step;
            assertThat((double) gradient.pixels()[i]).isCloseTo(slope, within(2e-6 + 1e-3 * Math.abs(slope)));
        }
    }

    @Test
    void whereMultiScaleSsimIsZeroItHasNoGradient() {
        Plane p = ImageQualityTest.noise(32, 32, 1);
        Plane inverted = new Plane(32, 32);
        for (int i = 0; i < p.pixels().length; i++) {
            inverted.pixels()[i] = 1 - p.pixels()[i];
        }
        assertThat(SsimLoss.multiScale(p, inverted, 1, 2)).isZero();
        assertThat(SsimLoss.multiScaleGradient(p, inverted, 1, 2).pixels()).containsOnly(0);
    }

    @Test
    void equalImagesLoseNothingAndHaveNoGradient() {
        // given
        Plane p = ImageQualityTest.noise(40, 33, 3);

        // then
        assertThat(SsimLoss.value(p, p.copy(), 1)).isCloseTo(0, within(1e-12));
        assertThat(SsimLoss.multiScale(p, p.copy(), 1, 5)).isCloseTo(1, within(1e-12));
        for (float slope : SsimLoss.gradient(p, p.copy(), 1).pixels()) {
            assertThat(slope).isCloseTo(0, within(1e-12f));
        }
    }

    @Test
    void theNumberOfThreadsChangesNothing() {
        // given
        Plane p = ImageQualityTest.noise(70, 91, 3);
        Plane q = ImageQualityTest.noise(70, 91, 4);

        // then
        assertThat(Parallelization.runWithNumThreads(
                        3, () -> SsimLoss.gradient(p, q, 1).pixels()))
                .isEqualTo(Parallelization.runSingleThreaded(
                        () -> SsimLoss.gradient(p, q, 1).pixels()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6})
    void refusesANumberOfScalesThatHasNoWeights(int scales) {
        Plane p = new Plane(64, 64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SsimLoss.multiScale(p, p, 1, scales))
                .withMessage("scales must be within 1 to 5, was " + scales);
    }

    @Test
    void refusesWhatItCannotCompare() {
        Plane p = new Plane(64, 64);
        Plane broken = new Plane(64, 64);
        broken.set(3, 4, Float.NaN);
        assertThatIllegalArgumentException().isThrownBy(() -> SsimLoss.value(p, new Plane(64, 63), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> SsimLoss.value(p, p, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> SsimLoss.multiScale(new Plane(15, 64), p, 1, 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SsimLoss.gradient(p, broken, 1))
                .withMessageContaining("pixel (3, 4)");
    }

    private static Plane times255(Plane plane) {
        Plane out = plane.copy();
        for (int i = 0; i < out.pixels().length; i++) {
            out.pixels()[i] *= 255;
        }
        return out;
    }
}
