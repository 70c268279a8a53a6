package org.sstem.net.internal.loss;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SharpnessKindTest {

    private static final int HEIGHT = 23;
    private static final int WIDTH = 38;

    private final Random random = new Random(3);

    @Test
    void theDerivativesAreThoseOfTheLoss() {
        Images target = noise(1);
        Images prediction = noise(0.3);
        double[] weight = new double[2 * HEIGHT * WIDTH];
        Arrays.setAll(weight, i -> random.nextDouble());
        Images gradient = zeros();
        SharpnessKind loss = new SharpnessKind(0.8);
        double factor = 2.5;

        double value = loss.evaluate(prediction, target, weight, factor, gradient);

        assertThat(value).isPositive();
        double step = 1e-6;
        for (int k = 0; k < 60; k++) {
            int i = random.nextInt(prediction.data().length);
            double there = prediction.data()[i];
            prediction.data()[i] = there + step;
            double above = loss.evaluate(prediction, target, weight, 1, zeros());
            prediction.data()[i] = there - step;
            double below = loss.evaluate(prediction, target, weight, 1, zeros());
            prediction.data()[i] = there;
            assertThat(gradient.data()[i]).isCloseTo(factor * (above - below) / (2 * step), within(1e-7));
        }
    }

    @Test
    void aRampOfHalfTheSlopeLacksTheDifferenceToTheShare() {
        Images target = ramp(0.04);
        Images prediction = ramp(0.02);

        double value = new SharpnessKind(0.8).evaluate(prediction, target, ones(), 1, zeros());

        assertThat(value).isCloseTo(0.8 * 0.04 - 0.02, within(1e-6));
    }

    @Test
    void whatIsSharpEnoughHasNoLossAndNoGradient() {
        Images gradient = zeros();

        double value = new SharpnessKind(0.8).evaluate(ramp(0.033), ramp(0.04), ones(), 1, gradient);

        assertThat(value).isZero();
        assertThat(gradient.data()).containsOnly(0);
    }

    @Test
    void aWildPixelDoesNotMakeUpForABlurredSection() {
        Images prediction = ramp(0.02);
        double before = new SharpnessKind(0.8).evaluate(prediction, ramp(0.04), ones(), 1, zeros());
        prediction.data()[10 * WIDTH + 20] += 1000;

        double after = new SharpnessKind(0.8).evaluate(prediction, ramp(0.04), ones(), 1, zeros());

        assertThat(after).isGreaterThan(0.5 * before);
    }

    @Test
    void whatHasNoWeightCountsAsTheTarget() {
        double[] none = new double[2 * HEIGHT * WIDTH];

        double value = new SharpnessKind(0.8).evaluate(ramp(0.01), ramp(0.04), none, 1, zeros());

        assertThat(value).isZero();
    }

    private Images noise(double size) {
        double[] values = new double[2 * HEIGHT * WIDTH];
        Arrays.setAll(values, i -> 0.5 + size * (random.nextDouble() - 0.5));
        return new Images(2, 1, HEIGHT, WIDTH, values);
    }

    private static Images ramp(double slope) {
        double[] values = new double[2 * HEIGHT * WIDTH];
        Arrays.setAll(values, i -> slope * (i % WIDTH));
        return new Images(2, 1, HEIGHT, WIDTH, values);
    }

    private static Images zeros() {
        return new Images(2, 1, HEIGHT, WIDTH, new double[2 * HEIGHT * WIDTH]);
    }

    private static double[] ones() {
        double[] ones = new double[2 * HEIGHT * WIDTH];
        Arrays.fill(ones, 1);
        return ones;
    }
}
