package org.sstem.net.internal.loss;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sstem.internal.kernel.Npy;
import org.sstem.internal.kernel.Tensor;
import org.sstem.internal.metric.SsimLoss;
import org.sstem.method.Plane;
import org.sstem.net.internal.example.Example;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LossFunctionTest {

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of(LossFunction.l1(), 1e-7, 1e-8),
                Arguments.of(LossFunction.l2(), 1e-6, 1e-8),
                Arguments.of(LossFunction.charbonnier(0.5), 1e-6, 1e-8),
                Arguments.of(LossFunction.crossEntropy(), 1e-7, 1e-8),
                Arguments.of(LossFunction.endpointError(), 1e-6, 1e-8),
                Arguments.of(LossFunction.multiScaleEndpointError(3), 1e-6, 1e-7),
                // SSIM is computed from single precision: wide steps, and what rounding leaves of their difference.
                Arguments.of(LossFunction.ssim(), 1e-3, 2e-5),
                Arguments.of(LossFunction.multiScaleSsim(2), 1e-3, 2e-5),
                Arguments.of(
                        LossFunction.l1().plus(LossFunction.l2().times(0.3)).times(2), 1e-7, 1e-7));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theGradientIsTheSlopeOfTheLoss(LossFunction loss, double step, double tolerance) {
        // given two images of two channels, and weights of which some are 0
        Images target = random(1, 2, 2, 12, 16);
        Images noise = random(2, 2, 2, 12, 16);
        Images prediction = random(1, 2, 2, 12, 16);
        Arrays.setAll(prediction.data(), i -> 0.7 * target.data()[i] + 0.3 * noise.data()[i]);
        double[] weight = random(3, 2, 1, 12, 16).data();
        Arrays.setAll(weight, i -> i % 5 == 0 ? 0 : weight[i]);
        Images gradient = new Images(2, 2, 12, 16, new double[768]);
        loss.evaluate(prediction, target, weight, gradient);

        // then
        Images unused = new Images(2, 2, 12, 16, new double[768]);
        for (int i = 0; i < 768; i += 5) {
            double value = prediction.data()[i];
            prediction.data()[i] = value + step;
            double above = loss.evaluate(prediction, target, weight, unused);
            prediction.data()[i] = value - step;
            double below = loss.evaluate(prediction, target, weight, unused);
            prediction.data()[i] = value;
            assertThat(gradient.data()[i]).as("value %d", i).isCloseTo((above - below) / (2 * step), within(tolerance));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aPixelOfWeightZeroCountsForNothing(LossFunction loss, double step, double tolerance) {
        Tensor target = tensor(random(1, 1, 2, 12, 16));
        Tensor prediction = tensor(random(2, 1, 2, 12, 16));
        Tensor weight = Example.Goal.of(target).weight();
        weight.data().put(20, 0);
        Tensor gradient = Tensor.zeros(1, 2, 12, 16);
        boolean pooled = loss.toString().startsWith("ms-epe");
        double before = loss.evaluate(prediction, target, weight, gradient);
        float slope = gradient.data().get(20);
        prediction.data().put(20, prediction.data().get(20) + 0.3f);
        double after = loss.evaluate(prediction, target, weight, gradient);
        if (!pooled) {
            assertThat(after).isEqualTo(before);
            assertThat(slope).isZero();
        }
        assertThat(loss.evaluate(target, target, weight, gradient)).isCloseTo(0, within(1e-7));
        assertThat(loss.evaluate(prediction, target, Tensor.zeros(1, 1, 12, 16), gradient))
                .isZero();
    }

    @Test
    void valuesArePyTorchs() {
        // given differences 1, -2, 3, 0
        Tensor prediction = Tensor.of(1, 1, 2, 2, 1, 0, 3, 5);
        Tensor target = Tensor.of(1, 1, 2, 2, 0, 2, 0, 5);
        Tensor weight = Example.Goal.of(target).weight();
        Tensor gradient = Tensor.zeros(1, 1, 2, 2);

        assertThat(LossFunction.l1().evaluate(prediction, target, weight, gradient))
                .isEqualTo(1.5);
        assertThat(values(gradient)).containsExactly(0.25f, -0.25f, 0.25f, 0);
        assertThat(LossFunction.l2().evaluate(prediction, target, weight, gradient))
                .isEqualTo(3.5);
        assertThat(values(gradient)).containsExactly(0.5f, -1, 1.5f, 0);
        assertThat(LossFunction.l1().plus(LossFunction.l2().times(2)).evaluate(prediction, target, weight, gradient))
                .isEqualTo(8.5);
        assertThat(values(gradient)).containsExactly(1.25f, -2.25f, 3.25f, 0);
    }

    @Test
    void charbonniersLossIsTheRootOfSquaresLessItsScale() {
        // given differences 3, -3, 0, 0: with a scale of 4 roots of 5
        Tensor prediction = Tensor.of(1, 1, 2, 2, 3, -3, 0, 1);
        Tensor target = Tensor.of(1, 1, 2, 2, 0, 0, 0, 1);
        Tensor gradient = Tensor.zeros(1, 1, 2, 2);

        double loss = LossFunction.charbonnier(4)
                .evaluate(prediction, target, Example.Goal.of(target).weight(), gradient);

        assertThat(loss).isEqualTo((1 + 1 + 0 + 0) / 4.0);
        assertThat(values(gradient)).containsExactly(3 / 5f / 4, -3 / 5f / 4, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LossFunction.charbonnier(0))
                .withMessage("scale of Charbonnier's loss must be positive, was 0.0");
    }

    @Test
    void crossEntropyIsPyTorchsLessThatOfTheTarget() {
        // given chances that are right, wrong, undecided and off, as torch.nn.functional.binary_cross_entropy scores
        // them
        Tensor prediction = Tensor.of(1, 1, 2, 2, 0.2f, 0.9f, 0.5f, 0.7f);
        Tensor target = Tensor.of(1, 1, 2, 2, 0, 1, 1, 0.3f);
        Tensor gradient = Tensor.zeros(1, 1, 2, 2);

        double loss = LossFunction.crossEntropy()
                .evaluate(prediction, target, Example.Goal.of(target).weight(), gradient);

        assertThat(loss).isCloseTo(0.492858673435439 - 0.15271607551372338, within(1e-6));
        float[] expected = {0.3125f, -0.27777778f, -0.5f, 0.47619048f};
        for (int i = 0; i < 4; i++) {
            assertThat(gradient.data().get(i)).isCloseTo(expected[i], within(1e-6f));
        }
    }

    @Test
    void certaintyOfWhatIsWrongHasAFiniteLoss() {
        Tensor certain = Tensor.of(1, 1, 1, 2, 0, 1);
        Tensor target = Tensor.of(1, 1, 1, 2, 1, 0);
        Tensor gradient = Tensor.zeros(1, 1, 1, 2);

        double loss = LossFunction.crossEntropy()
                .evaluate(certain, target, Example.Goal.of(target).weight(), gradient);

        assertThat(loss).isCloseTo(-Math.log(1e-6), within(1e-3));
        assertThat(gradient.data().get(0)).isNegative().isFinite();
        assertThat(gradient.data().get(1)).isPositive().isFinite();
    }

    @Test
    void endpointErrorsAreThePublishedOnes() {
        // given the published flows, and outputs of three scales by their formula cos(.21 i + .4)
        Images target = golden("target");
        double[] ones = ones(2 * 12 * 16);
        Images unused = new Images(2, 2, 12, 16, new double[768]);

        assertThat(LossFunction.endpointError().evaluate(golden("input"), target, ones, unused))
                .isCloseTo(3.793432907609264, within(1e-12));
        double[] weights = {0.005, 0.01, 0.02};
        double sum = 0;
        for (int scale = 0; scale < 3; scale++) {
            Images pooled = FlowLosses.pool(target, 1 << scale);
            Images output = FlowLosses.pool(target, 1 << scale);
            Arrays.setAll(output.data(), i -> Math.cos(0.21 * i + 0.4));
            Images gradient = FlowLosses.pool(target, 1 << scale);
            sum += weights[scale] / 2 * FlowLosses.sum(output, pooled, ones, 1, gradient);
        }
        assertThat(sum).isCloseTo(3.7900221766514908, within(1e-12));
    }

    @Test
    void multiScaleEndpointErrorIsTheSumOverScalesOfOneOutput() {
        Images target = golden("target");
        Images input = golden("input");
        double[] ones = ones(2 * 12 * 16);
        double expected = 0;
        double[] weights = {0.005, 0.01, 0.02};
        for (int scale = 0; scale < 3; scale++) {
            int size = 1 << scale;
            Images gradient = FlowLosses.pool(input, size);
            expected += weights[scale]
                    / 2
                    * FlowLosses.sum(FlowLosses.pool(input, size), FlowLosses.pool(target, size), ones, 1, gradient);
        }
        Images unused = new Images(2, 2, 12, 16, new double[768]);
        assertThat(LossFunction.multiScaleEndpointError(3).evaluate(input, target, ones, unused))
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void ssimIsTheMeanOverImages() {
        Tensor target = tensor(random(1, 2, 1, 16, 16));
        Tensor prediction = tensor(random(2, 2, 1, 16, 16));
        Tensor gradient = Tensor.zeros(2, 1, 16, 16);
        double expected = 0;
        for (int n = 0; n < 2; n++) {
            float[] t = new float[256];
            float[] p = new float[256];
            target.data().get(n * 256, t);
            prediction.data().get(n * 256, p);
            expected += SsimLoss.value(new Plane(16, 16, t), new Plane(16, 16, p), 1) / 2;
        }
        Tensor weight = Example.Goal.of(target).weight();
        assertThat(LossFunction.ssim().evaluate(prediction, target, weight, gradient))
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void aPredictionThatIsNotANumberHasALossThatIsNotANumber() {
        Tensor target = tensor(random(1, 1, 2, 12, 16));
        Tensor prediction = tensor(random(1, 1, 2, 12, 16));
        prediction.data().put(7, Float.NaN);
        Tensor weight = Example.Goal.of(target).weight();
        losses().forEach(arguments -> {
            LossFunction loss = (LossFunction) arguments.get()[0];
            assertThat(loss.evaluate(prediction, target, weight, Tensor.zeros(1, 2, 12, 16)))
                    .as(loss.toString())
                    .isNaN();
        });
    }

    @Test
    void lossesSayWhatTheyAre() {
        assertThat(LossFunction.l1().plus(LossFunction.ssim().times(0.1))).hasToString("l1 + 0.1 * ssim");
        assertThat(LossFunction.multiScaleSsim(3).times(2)).hasToString("2.0 * ms-ssim(3)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6})
    void scalesThatHaveNoWeightsAreRefused(int scales) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LossFunction.multiScaleEndpointError(scales))
                .withMessage("scales must be within 1 to 5, was " + scales);
        assertThatIllegalArgumentException().isThrownBy(() -> LossFunction.multiScaleSsim(scales));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor small = Tensor.zeros(1, 1, 4, 4);
        Tensor large = Tensor.zeros(1, 1, 4, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LossFunction.l1().evaluate(small, large, small, small))
                .withMessage("prediction, target and gradient must have one shape, were 1 x 1 x 4 x 4, 1 x 1 x 4 x 5"
                        + " and 1 x 1 x 4 x 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LossFunction.l1().evaluate(small, small, large, small))
                .withMessage("weight must be 1 x 1 x 4 x 4, was 1 x 1 x 4 x 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LossFunction.endpointError()
                        .evaluate(small, small, Example.Goal.of(small).weight(), small))
                .withMessage("a loss of flows needs an output of 2 channels, had 1");
        Tensor flow = Tensor.zeros(1, 2, 6, 8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LossFunction.multiScaleEndpointError(3)
                        .evaluate(flow, flow, Example.Goal.of(flow).weight(), flow))
                .withMessage("height and width must be multiples of 4 for this loss, were 6 and 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LossFunction.l1().times(0))
                .withMessage("factor of a loss must be positive, was 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LossFunction.l1().evaluate(small, small, Tensor.of(1, 1, 4, 4, negative()), small))
                .withMessage("weights of pixels must not be negative, one was -1.0");
    }

    private static float[] negative() {
        float[] values = new float[16];
        values[3] = -1;
        return values;
    }

    private static Images golden(String name) {
        return new Images(
                2,
                2,
                12,
                16,
                Npy.resource("/org/sstem/net/golden/epe/" + name + ".npy").values());
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Images random(long seed, int batch, int channels, int height, int width) {
        Random random = new Random(seed);
        double[] values = new double[batch * channels * height * width];
        Arrays.setAll(values, i -> random.nextDouble());
        return new Images(batch, channels, height, width, values);
    }

    private static Tensor tensor(Images doubles) {
        float[] values = new float[doubles.data().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) doubles.data()[i];
        }
        return Tensor.of(doubles.batch(), doubles.channels(), doubles.height(), doubles.width(), values);
    }

    private static float[] values(Tensor tensor) {
        float[] values = new float[tensor.size()];
        tensor.data().get(0, values);
        return values;
    }
}
